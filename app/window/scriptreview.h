// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

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
    ScriptReview(widgets::ScriptPane &pane, model::ProjectSession &session);

private:
    void checkIn(int milliseconds);
    void check();
    void show(const QString &path, const model::ScriptChecker::Findings &findings);

    widgets::ScriptPane &m_pane;
    model::ScriptChecker m_checker;
    QTimer m_pause;
};

} // namespace app
