// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/filefacts.h"
#include "model/scriptchecker.h"

#include <QTimer>

namespace widgets {
class ScriptPane;
} // namespace widgets

namespace app {

// Shows in the script what is wrong with it: soon after it came on screen, and half a second after
// the last key.
class ScriptReview : public QObject
{
    Q_OBJECT
public:
    ScriptReview(widgets::ScriptPane &pane, model::ProjectSession &session,
        const model::FileFactsReader &facts);

private:
    void checkIn(int milliseconds);
    void check();
    void show(const QString &path, const model::ScriptChecker::Findings &findings);

    std::optional<migrations::ScriptFinding> editedSinceApplied(const QString &path) const;

    widgets::ScriptPane &m_pane;
    const model::ProjectSession &m_session;
    const model::FileFactsReader &m_facts;
    model::ScriptChecker m_checker;
    QTimer m_pause;
};

} // namespace app
