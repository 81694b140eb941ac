// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/window/sampleopener.h"

#include "app/demo/sampleproject.h"

namespace app {

using migrations::Result;
using Made = Result<std::shared_ptr<SampleProject>>;

SampleOpener::SampleOpener(QObject *parent)
    : QObject(parent)
{
}

SampleOpener::~SampleOpener()
{
    if (m_job)
        m_job->cancel();
}

void SampleOpener::make()
{
    if (m_sample) {
        Q_EMIT made(m_sample->folder());
        return;
    }
    if (m_job)
        return; // it is being made
    Q_EMIT progressed(tr("Starting PostgreSQL"));
    m_job = std::make_shared<model::Job>(this, [this](const model::Job::Events &events) {
        for (const migrations::Event &event : events) {
            if (event.kind == migrations::Event::Kind::Phase)
                Q_EMIT progressed(event.text);
        }
    });
    m_thread.post(
        this,
        [job = m_job](model::Engine &) -> Made {
            auto sample = SampleProject::make({}, *job);
            job->flush();
            return sample.map([](std::unique_ptr<SampleProject> &one) {
                return std::shared_ptr<SampleProject>(std::move(one));
            });
        },
        [this](const Made &sample) {
            m_job.reset();
            if (!sample) {
                Q_EMIT failed(sample.error());
                return;
            }
            m_sample = *sample;
            Q_EMIT made(m_sample->folder());
        });
}

} // namespace app
