// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/window/scriptreview.h"

#include "model/projectsession.h"
#include "widgets/scriptpane.h"

#include <QRegularExpression>

#include <algorithm>

namespace app {

using namespace Qt::StringLiterals;

namespace {

constexpr int typingPauseMs = 500;
constexpr int browsingPauseMs = 100; // arrow keys run through the revisions

} // namespace

ScriptReview::ScriptReview(
    widgets::ScriptPane &pane, model::ProjectSession &session, const model::FileFactsReader &facts)
    : QObject(&pane)
    , m_pane(pane)
    , m_session(session)
    , m_facts(facts)
    , m_checker(session)
{
    m_pause.setSingleShot(true);
    connect(&m_pause, &QTimer::timeout, this, &ScriptReview::check);
    connect(&pane, &widgets::ScriptPane::edited, this, [this] { checkIn(typingPauseMs); });
    connect(&pane, &widgets::ScriptPane::shown, this, [this] { checkIn(browsingPauseMs); });
    const auto checkAgain = [this] {
        if (!m_pause.isActive())
            checkIn(browsingPauseMs);
    };
    connect(&session, &model::ProjectSession::stateChanged, this, checkAgain);
    connect(&session, &model::ProjectSession::interpreterChanged, this, checkAgain);
    connect(&facts, &model::FileFactsReader::changed, this, checkAgain);
    connect(&m_checker, &model::ScriptChecker::checked, this, &ScriptReview::show);
    connect(&m_checker, &model::ScriptChecker::vocabularyKnown, this,
        [this](const QString &path, const model::ScriptVocabulary &vocabulary) {
            if (path == m_pane.shownPath())
                m_pane.setVocabulary(vocabulary);
        });
}

void ScriptReview::checkIn(int milliseconds)
{
    m_checker.drop();
    m_pause.start(milliseconds);
}

void ScriptReview::check()
{
    if (!m_pane.shownPath().isEmpty())
        m_checker.check(m_pane.shownPath(), m_pane.text());
}

void ScriptReview::show(const QString &path, const model::ScriptChecker::Findings &findings)
{
    if (path != m_pane.shownPath())
        return;
    model::ScriptChecker::Findings all = findings;
    if (const auto edited = editedSinceApplied(path))
        all.insert(all.begin(), *edited);
    m_pane.showFindings(all);
}

// At the line that names the revision.
std::optional<migrations::ScriptFinding> ScriptReview::editedSinceApplied(const QString &path) const
{
    const auto &revisions = m_session.state().graph.revisions();
    const auto revision = std::find_if(revisions.begin(), revisions.end(),
        [&](const migrations::Revision &one) { return one.file == path; });
    if (revision == revisions.end() || !m_facts.facts()->edited.contains(revision->id))
        return std::nullopt;
    static const QRegularExpression assignment(u"^revision\\b"_s);
    const QStringList lines = m_pane.text().split(u'\n');
    const auto line = std::find_if(lines.begin(), lines.end(),
        [](const QString &one) { return assignment.match(one).hasMatch(); });
    return migrations::ScriptFinding {.severity = migrations::ScriptFinding::Severity::Caution,
        .line = line == lines.end() ? 1 : int(line - lines.begin()) + 1,
        .code = u"edited_since_applied"_s,
        .message = tr("This script was edited since it was applied: the database has what the "
                      "earlier text did. Changes shows the difference; put it into a revision of "
                      "its own.")};
}

} // namespace app
