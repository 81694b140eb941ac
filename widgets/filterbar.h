// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/revisionfilter.h"
#include "widgets/theme.h"

#include <QWidget>

#include <array>

class QAbstractButton;
class QLineEdit;

namespace widgets {

// The row above the table: what to look for, and three groups with their counts. Drives the filter
// it is given and follows its counts. Object name "filterBar"; the line edit's is "filter".
class FilterBar : public QWidget
{
    Q_OBJECT
public:
    FilterBar(const Theme &theme, model::RevisionFilter &filter, QWidget *parent = nullptr);
    void focusFilter(); // Ctrl+F: selects what is there
    void type(const QString &text); // letters typed in the table: appended, then focused
    void clear(); // nothing typed, all of them
    void showGroup(model::RevisionFilter::Group group);
    QString text() const;

Q_SIGNALS:
    void leftDownwards(); // Down or Enter: to the table

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void addGroup(model::RevisionFilter::Group group, const QString &objectName);
    void showCounts();

    const Theme &m_theme;
    model::RevisionFilter &m_filter;
    QLineEdit *m_edit = nullptr;
    std::array<QAbstractButton *, 3> m_groups {};
};

} // namespace widgets
