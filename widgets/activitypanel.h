// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/journalmodel.h"
#include "widgets/icons.h"
#include "widgets/theme.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QStackedWidget;
class QTabBar;
class QTableView;
class QToolButton;

namespace widgets {

class BlockerCard;
class LockList;
class LogView;
class OperationList;
class StallCard;
class StepProgress;

// The bottom of the window (pictures 01 and 02): a foot line with the last outcome, unfolded the
// running and past operations, their steps, who blocks, and the log. Object name "activity".
class ActivityPanel : public QWidget
{
    Q_OBJECT
public:
    ActivityPanel(const Theme &theme, model::JournalModel &journal, QWidget *parent = nullptr);

    bool isUnfolded() const;
    void setUnfolded(bool unfolded);
    int foldedHeight() const;

    struct Foot
    {
        Icon icon = Icon::Ok;
        MeaningColours Tokens::*meaning = &Tokens::ok; // nullptr: no icon
        QString sentence;
        QString server; // right, before the facts
        QString facts; // "reads in READ ONLY transactions", when read
        bool reads = false; // with a lock before the facts
        std::vector<std::pair<QString, QString>> keys; // far right: key, what it does
    };
    void setFoot(const Foot &foot);

    void startOperation(
        const model::ProjectSession::Running &running, const migrations::ProjectState &state);
    void showOperation(const model::ProjectSession::Running &running);
    void endOperation();
    void showEntry(const migrations::JournalEntry &entry, const migrations::RevisionGraph &graph);
    void showNewest(); // the newest past operation, once the journal has it

Q_SIGNALS:
    void unfoldedChanged(bool unfolded);
    void cancelRequested();
    void giveUpRequested();
    void blockerRequested(const migrations::BlockerRequest &request);
    void entryRequested(qint64 id);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void buildHead();
    void showFoot();
    void showKeys();
    void turn();
    void showSeconds();
    void showCommand(const QString &command, const QString &started);
    void copyCommand();
    QLayout *buildRight(QWidget *page);
    QWidget *buildNow(model::JournalModel &journal);
    void buildPast(model::JournalModel &journal);
    void restyle();

    const Theme &m_theme;
    QToolButton *m_toggle = nullptr;
    QTabBar *m_tabs = nullptr;
    QLabel *m_footIcon = nullptr;
    QLabel *m_footSentence = nullptr;
    QLabel *m_footServer = nullptr;
    QLabel *m_lock = nullptr;
    QLabel *m_footFacts = nullptr;
    QWidget *m_keys = nullptr;
    QLabel *m_startedText = nullptr;
    QToolButton *m_copy = nullptr;
    QString m_command; // that does the shown operation again; empty: none
    QWidget *m_head = nullptr;
    QStackedWidget *m_pages = nullptr;
    OperationList *m_operations = nullptr;
    StepProgress *m_progress = nullptr;
    BlockerCard *m_blocker = nullptr;
    StallCard *m_stall = nullptr;
    LockList *m_locks = nullptr;
    LogView *m_shortLog = nullptr;
    LogView *m_log = nullptr;
    QTableView *m_past = nullptr;
    Foot m_foot;
    QString m_environment;
    std::optional<model::ProjectSession::Running> m_running;
    QTimer m_turn; // of the running arcs
    QTimer m_seconds; // of a silent server
    QStringList m_lastLog; // with times, of the operation that ended last …
    qint64 m_lastLogId = -1; // … and its entry, once the journal has it
    bool m_unfolded = false;
};

} // namespace widgets
