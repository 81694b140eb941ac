// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/scriptchanges.h"
#include "widgets/theme.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QPushButton;
class QStackedLayout;

namespace widgets {

class DiffView;
class EmptyState;

// A script beside another text of it, which a person chooses. Told what to show. Object name
// "changes".
class ChangesPane : public QWidget
{
    Q_OBJECT
public:
    explicit ChangesPane(const Theme &theme, QWidget *parent = nullptr);

    void expect(const QString &path); // until setChanges() comes
    void setChanges(const model::ScriptChanges &changes);
    void showNothing(const QString &sentence);
    void setSideBySide(bool sideBySide);

Q_SIGNALS:
    void chosen(const model::OtherScript &other);
    void sideBySideChanged(bool sideBySide);

protected:
    void keyPressEvent(QKeyEvent *event) override; // F7, Shift+F7

private:
    void showFoot();

    const Theme &m_theme;
    model::ScriptChanges m_changes;
    QComboBox *m_others = nullptr;
    QComboBox *m_layout = nullptr;
    QStackedLayout *m_stack = nullptr;
    EmptyState *m_empty = nullptr;
    DiffView *m_diff = nullptr;
    QLabel *m_count = nullptr;
    QPushButton *m_previous = nullptr;
    QPushButton *m_next = nullptr;
};

} // namespace widgets
