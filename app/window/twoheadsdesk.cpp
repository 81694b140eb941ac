// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/window/twoheadsdesk.h"

#include "widgets/richtext.h"

#include <QElapsedTimer>

namespace app {

using namespace Qt::StringLiterals;
using migrations::OrderProof;
using migrations::Progress;
using migrations::ProjectState;
using migrations::Result;
using migrations::TwoHeads;
using Proof = widgets::TwoHeadsPage::Proof;

namespace {

struct TimedProof
{
    Result<OrderProof> proof;
    qint64 elapsedMs = 0;
};

TimedProof timed(const ProjectState &state, const TwoHeads &heads, Progress &progress)
{
    QElapsedTimer timer;
    timer.start();
    Result<OrderProof> proof =
        migrations::proveOrder(state, heads.mine.head, heads.theirs.head, progress);
    return {std::move(proof), timer.elapsed()};
}

QString provingSentence()
{
    return TwoHeadsDesk::tr("Running both orders on scratch databases");
}

Proof shownProof(const TimedProof &timed)
{
    if (!timed.proof && timed.proof.error().kind == migrations::ErrorKind::Cancelled)
        return {};
    if (!timed.proof)
        return {Proof::Stand::Failed, timed.proof.error().message};
    if (!timed.proof->differences.isEmpty())
        return {Proof::Stand::Differs, timed.proof->differences.join(u'\n')};
    return {Proof::Stand::Same,
        TwoHeadsDesk::tr(
            "Mine first and theirs first were run on two scratch databases, %1 objects "
            "compared, %2.")
            .arg(QString::number(timed.proof->objects), widgets::durationText(timed.elapsedMs))};
}

} // namespace

TwoHeadsDesk::TwoHeadsDesk(
    widgets::TwoHeadsPage &page, model::ProjectSession &session, QObject *parent)
    : QObject(parent)
    , m_page(page)
    , m_session(session)
{
    connect(&page, &widgets::TwoHeadsPage::pairChosen, this, &TwoHeadsDesk::show);
    connect(&page, &widgets::TwoHeadsPage::stopRequested, &session,
        &model::ProjectSession::stopInspecting);
    connect(&session, &model::ProjectSession::inspectingPhase, this, [this](const QString &phase) {
        if (m_proving)
            m_page.setProof({Proof::Stand::Running, phase});
    });
    connect(
        &session, &model::ProjectSession::inspectingChanged, this, &TwoHeadsDesk::endStoppedProof);
}

// Whoever stopped it, its answer does not come any more.
void TwoHeadsDesk::endStoppedProof()
{
    if (!m_proving || m_session.inspecting() == provingSentence())
        return;
    m_proving = false;
    m_page.setProof({});
}

void TwoHeadsDesk::show(const QString &mine, const QString &theirs)
{
    m_session.inspect(
        {},
        [mine, theirs](const ProjectState &state, migrations::Journal *, Progress &progress) {
            return migrations::readTwoHeads(state, mine, theirs, progress);
        },
        [this](const Result<TwoHeads> &heads) {
            if (heads)
                return take(*heads);
            if (heads.error().code == "one_head"_L1)
                Q_EMIT gone();
            else if (heads.error().code == "not_a_head"_L1)
                show();
            else
                Q_EMIT failed(heads.error());
        });
}

void TwoHeadsDesk::showAgain()
{
    show(m_heads.mine.head, m_heads.theirs.head);
}

// What was worked out from the same revisions still holds.
void TwoHeadsDesk::take(const TwoHeads &heads)
{
    const bool same =
        m_heads.mine.head == heads.mine.head && m_heads.theirs.head == heads.theirs.head;
    m_heads = heads;
    m_page.setHeads(heads);
    Q_EMIT shown();
    if (!same)
        m_page.setTouchesReading();
    readTouches();
}

void TwoHeadsDesk::readTouches()
{
    using Touches = Result<std::vector<migrations::SharedTouch>>;
    m_session.inspect(
        {},
        [heads = m_heads](const ProjectState &state, migrations::Journal *, Progress &progress) {
            return migrations::touchesOf(state, heads, progress);
        },
        [this](const Touches &touches) { m_page.setTouches(touches); });
}

void TwoHeadsDesk::prove()
{
    if (m_session.running())
        return;
    m_page.setProof({Proof::Stand::Running, tr("On two scratch databases, one after the other.")});
    m_session.inspect(
        provingSentence(),
        [heads = m_heads](const ProjectState &state, migrations::Journal *, Progress &progress) {
            return timed(state, heads, progress);
        },
        [this, heads = m_heads](const TimedProof &timed) {
            if (heads.mine.head == m_heads.mine.head && heads.theirs.head == m_heads.theirs.head)
                m_page.setProof(shownProof(timed));
        });
    m_proving = true;
}

} // namespace app
