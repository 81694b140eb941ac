// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/operations/ghosts.h"
#include "widgets/theme.h"

#include <QWidget>

#include <optional>

class QLabel;
class QToolButton;

namespace widgets {

class FoundList;
class ScriptPane;
class WayOutCard;

// What was found of the scripts of ghosts, to read, and the three ways out: restore the files, roll
// back with them, stamp. Object name "ghosts".
class GhostPage : public QWidget
{
    Q_OBJECT
public:
    struct Content
    {
        migrations::GhostSearch search;
        QString database; // "shop_dev"
        QString versions; // where the files would go: "migrations/versions"
        // What the version table holds after a stamp, empty: the base. Absent: a person says it.
        std::optional<QStringList> stampRows;
    };

    explicit GhostPage(const Theme &theme, QWidget *parent = nullptr);
    void setContent(const Content &content);

Q_SIGNALS:
    void backRequested();
    void restoreRequested();
    void rollBackRequested();
    void stampRequested();

protected:
    void showEvent(QShowEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    QWidget *buildHead();
    QWidget *buildFound();
    QWidget *buildScript();
    QWidget *buildWaysOut();
    void showTitle();
    void showScript(int row);
    void showWaysOut();
    QString stampText() const;
    void restyle();

    const Theme &m_theme;
    Content m_content;
    QToolButton *m_back = nullptr;
    QLabel *m_title = nullptr;
    QLabel *m_sentence = nullptr;
    QLabel *m_heading = nullptr;
    FoundList *m_found = nullptr;
    QLabel *m_scriptTitle = nullptr;
    ScriptPane *m_script = nullptr;
    WayOutCard *m_restore = nullptr;
    WayOutCard *m_rollBack = nullptr;
    WayOutCard *m_stamp = nullptr;
};

} // namespace widgets
