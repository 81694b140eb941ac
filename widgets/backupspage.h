// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/backupmodel.h"
#include "widgets/theme.h"

#include <QWidget>

#include <optional>

class QLabel;
class QPushButton;
class QStackedWidget;
class QTableView;
class QToolButton;

namespace widgets {

class EmptyState;

// The backups of the database on screen, newest first: age, revision, proof, size; make one,
// prove, restore, prune. A page in place of the table. Object name "backups".
class BackupsPage : public QWidget
{
    Q_OBJECT
public:
    struct Content
    {
        QString database; // "shop_prod on host"
        std::vector<migrations::Backup> backups;
        QString folder;
        QString estimate; // of one made now
        QString problem; // why they could not be listed
        QString whyNot; // nothing can be started now: the reason; empty: it can
        bool canCompare = true; // level 4 needs a server
    };

    explicit BackupsPage(const Theme &theme, QWidget *parent = nullptr);
    void setContent(const Content &content);
    void tick(); // ages go on

Q_SIGNALS:
    void backRequested();
    void makeRequested();
    void verifyRequested(const migrations::Backup &backup);
    void restoreRequested(const migrations::Backup &backup);
    void pruneRequested();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    QWidget *buildHead();
    QWidget *buildTable();
    QWidget *buildFoot();
    std::optional<migrations::Backup> current() const;
    void showButtons();
    void restyle();

    const Theme &m_theme;
    Content m_content;
    model::BackupModel m_backups;
    QToolButton *m_back = nullptr;
    QLabel *m_sentence = nullptr;
    QPushButton *m_make = nullptr;
    QPushButton *m_verify = nullptr;
    QPushButton *m_restore = nullptr;
    QPushButton *m_prune = nullptr;
    QStackedWidget *m_pages = nullptr;
    QTableView *m_table = nullptr;
    EmptyState *m_empty = nullptr;
    QLabel *m_folder = nullptr;
    QLabel *m_total = nullptr;
};

} // namespace widgets
