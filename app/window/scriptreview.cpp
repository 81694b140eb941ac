// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/window/scriptreview.h"

#include "model/projectsession.h"
#include "widgets/scriptpane.h"

namespace app {

namespace {

constexpr int typingPauseMs = 500;
constexpr int browsingPauseMs = 100; // arrow keys run through the revisions

} // namespace

ScriptReview::ScriptReview(widgets::ScriptPane &pane, model::ProjectSession &session)
    : QObject(&pane)
    , m_pane(pane)
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
    if (path == m_pane.shownPath())
        m_pane.showFindings(findings);
}

} // namespace app
