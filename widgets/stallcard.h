// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/projectsession.h"
#include "widgets/theme.h"

#include <QFrame>

class QLabel;
class QPushButton;

namespace widgets {

// The server does not answer: for how long, and the way out, which is asked first. Object name
// "stall".
class StallCard : public QFrame
{
    Q_OBJECT
public:
    explicit StallCard(const Theme &theme, QWidget *parent = nullptr);
    // Shows itself when the server has been silent for long enough to be worth a word.
    void show(const model::ProjectSession::Running &running, const QDateTime &now);
    void hideStall();

Q_SIGNALS:
    void giveUpRequested();

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void ask(bool asking);

    const Theme &m_theme;
    bool m_asking = false;
    QLabel *m_title = nullptr;
    QLabel *m_text = nullptr;
    QPushButton *m_abandon = nullptr;
    QPushButton *m_keep = nullptr;
    QPushButton *m_confirm = nullptr;
};

} // namespace widgets
