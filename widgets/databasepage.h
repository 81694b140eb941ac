// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/operations/databaseinfo.h"
#include "widgets/theme.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QScrollArea;
class QToolButton;
class QVBoxLayout;

namespace widgets {

class Banner;
class DatabaseFacts;
class DatabaseFaults;
class DatabaseTables;
class KeptList;
class SessionList;

// The database of an environment as a whole: what was interrupted, what is not as it should be,
// its guards, tables, sessions and kept databases. A page in place of the table. Object name
// "database".
class DatabasePage : public QWidget
{
    Q_OBJECT
public:
    struct Content
    {
        migrations::ProjectState state;
        migrations::DatabaseInfo info;
        QDateTime readAt; // the info; invalid: never yet
        QString database; // "shop_prod on host"
        QString whyNot; // nothing can be started now: the reason; empty: it can
        bool loading = false; // being read
    };

    explicit DatabasePage(const Theme &theme, QWidget *parent = nullptr);
    void setContent(const Content &content);
    void tick(); // ages go on

Q_SIGNALS:
    void backRequested();
    void refreshRequested();
    void repairRequested(const migrations::Anomaly &anomaly);
    void putBackRequested(const migrations::KeptRecord &record);
    void dropKeptRequested(const migrations::KeptRecord &record);
    void finishRequested(const migrations::InterruptedOperation &interrupted);
    void undoRequested(const migrations::InterruptedOperation &interrupted);
    void protectRequested(bool on);
    void unlockRequested();
    void backupsRequested();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    QWidget *buildHead();
    QWidget *buildScroll();
    QWidget *buildCards();
    void connectCards();
    void showError();
    void showCards();
    void showWhyNot();
    void showSentence();
    void restyle();
    bool isSqlite() const;

    const Theme &m_theme;
    Content m_content;
    QToolButton *m_back = nullptr;
    QLabel *m_sentence = nullptr;
    QPushButton *m_refresh = nullptr;
    QScrollArea *m_scroll = nullptr;
    Banner *m_error = nullptr;
    DatabaseFaults *m_faults = nullptr;
    DatabaseFacts *m_facts = nullptr;
    DatabaseTables *m_tables = nullptr;
    SessionList *m_sessions = nullptr;
    KeptList *m_kept = nullptr;
    QLabel *m_notes = nullptr;
};

} // namespace widgets
