// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/projectsession.h"
#include "widgets/theme.h"

#include <QFrame>

class QGridLayout;
class QLabel;
class QPushButton;

namespace widgets {

// Who holds what we wait for: session, what it holds and for how long, what it runs, who waits
// behind us; and what can be done about it: cancel our operation, or their query, or end their
// session, which is asked first, here in the card. Object name "blocker".
class BlockerCard : public QFrame
{
    Q_OBJECT
public:
    explicit BlockerCard(const Theme &theme, QWidget *parent = nullptr);
    // No blockers: hides the card.
    void show(const model::ProjectSession::Running &running);
    void hideBlocker();

Q_SIGNALS:
    void cancelMineRequested();
    void blockerRequested(const migrations::BlockerRequest &request);

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    enum class Asking { Nothing, CancelQuery, EndSession };
    QLabel *addRow(QGridLayout *grid, const QString &name, QLabel *value = nullptr);
    QWidget *buildButtons();
    QWidget *buildQuestion();
    void showSession(const model::ProjectSession::Running &running);
    void showAnswer(const model::ProjectSession::Running &running);
    void ask(Asking asking);
    void confirm();

    const Theme &m_theme;
    migrations::Blocker m_blocker;
    Asking m_asking = Asking::Nothing;
    bool m_sent = false; // and not answered yet
    bool m_cancelTried = false;
    QLabel *m_title = nullptr;
    QLabel *m_waited = nullptr;
    QLabel *m_session = nullptr;
    QLabel *m_holdsName = nullptr;
    QLabel *m_holds = nullptr;
    QLabel *m_query = nullptr;
    QLabel *m_queueName = nullptr;
    QLabel *m_queue = nullptr;
    QLabel *m_answer = nullptr;
    QWidget *m_buttons = nullptr;
    QPushButton *m_mine = nullptr;
    QPushButton *m_cancelTheirs = nullptr;
    QPushButton *m_endTheirs = nullptr;
    QWidget *m_question = nullptr;
    QLabel *m_questionText = nullptr;
    QPushButton *m_keep = nullptr;
    QPushButton *m_confirm = nullptr;
};

} // namespace widgets
