// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/revisionfilter.h"
#include "model/revisiontablemodel.h"
#include "widgets/theme.h"

#include <QTableView>

namespace widgets {

// The revisions (LOOK.md 5 and 6): graph, state, id, message with badges, date. Shows the filter's
// rows; everything is painted by delegates, nothing is a widget per row. Object name "revisions".
// The selection stays on its revision over setState and filtering.
class RevisionView : public QTableView
{
    Q_OBJECT
public:
    RevisionView(const Theme &theme, model::RevisionTableModel &revisions,
        model::RevisionFilter &filter, QWidget *parent = nullptr);
    ~RevisionView() override;

    QString currentRevision() const; // empty: none
    void setCurrentRevision(const QString &id); // scrolls to it; unknown or hidden: none
    void setTier(migrations::Tier tier); // colours the line under what is pending

Q_SIGNALS:
    void currentRevisionChanged(const QString &id);
    void revisionActivated(const QString &id); // Enter or double click
    void contextMenuRequested(const QString &id, const QPoint &globalPosition);
    void typed(const QString &text); // letters typed here belong to the filter

protected:
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void timerEvent(QTimerEvent *event) override;

private:
    void setUpTable();
    void setUpColumns();
    void measure();
    void showColumns();
    void followModel();
    void restoreCurrent();
    void tellCurrent();
    void goToRow(int row);
    void hover(int row);
    void updateRow(int row);
    void paintDependencies();
    QPointF nodeCentre(const QModelIndex &index) const;

    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace widgets
