// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/base/error.h"
#include "model/enginethread.h"
#include "model/job.h"

#include <QObject>

#include <memory>

namespace app {

class SampleProject;

// Makes the sample project off the GUI thread and keeps it as long as the program runs.
class SampleOpener : public QObject
{
    Q_OBJECT
public:
    explicit SampleOpener(QObject *parent = nullptr);
    ~SampleOpener() override;

    void make(); // once; the same folder is given again

Q_SIGNALS:
    void progressed(const QString &sentence);
    void made(const QString &folder);
    void failed(const migrations::Error &error);

private:
    std::shared_ptr<SampleProject> m_sample;
    std::shared_ptr<model::Job> m_job;
    model::EngineThread m_thread {QStringLiteral("sample")};
};

} // namespace app
