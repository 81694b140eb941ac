// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/findbar.h"

#include "widgets/qsci.h"
#include "widgets/richtext.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>

namespace widgets {

using namespace Qt::StringLiterals;

FindBar::FindBar(const Theme &theme, QsciScintilla &editor, QWidget *parent)
    : QFrame(parent)
    , m_editor(editor)
{
    setObjectName("findBar"_L1);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::AlternateBase);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(14, 6, 14, 6);
    row->setSpacing(6);
    m_find = addEdit("findText", tr("Find"));
    m_replace = addEdit("replaceText", tr("Replace with"));
    m_replaceOne = addButton("replaceOne", tr("Replace"));
    m_replaceAll = addButton("replaceAll", tr("All"));
    m_result = secondaryLabel({}, this);
    m_result->setFont(theme.type().small);
    row->addWidget(m_result);
    connect(m_find, &QLineEdit::textEdited, this, [this] { find(Way::Here); });
    connect(m_replaceOne, &QToolButton::clicked, this, &FindBar::replaceOne);
    connect(m_replaceAll, &QToolButton::clicked, this, &FindBar::replaceAll);
    hide();
}

QLineEdit *FindBar::addEdit(const char *name, const QString &placeholder)
{
    auto *edit = new QLineEdit(this);
    edit->setObjectName(QLatin1StringView(name));
    edit->setPlaceholderText(placeholder);
    edit->setAccessibleName(placeholder);
    layout()->addWidget(edit);
    return edit;
}

QToolButton *FindBar::addButton(const char *name, const QString &text)
{
    auto *button = new QToolButton(this);
    button->setObjectName(QLatin1StringView(name));
    button->setText(text);
    button->setFocusPolicy(Qt::TabFocus);
    layout()->addWidget(button);
    return button;
}

void FindBar::openToFind()
{
    open(false);
}

void FindBar::openToReplace()
{
    open(!m_editor.isReadOnly());
}

void FindBar::open(bool replacing)
{
    for (QWidget *widget : std::initializer_list<QWidget *> {m_replace, m_replaceOne, m_replaceAll})
        widget->setVisible(replacing);
    const QString selected = m_editor.selectedText();
    if (!selected.isEmpty() && !selected.contains(u'\n'))
        m_find->setText(selected);
    m_result->clear();
    show();
    m_find->setFocus();
    m_find->selectAll();
}

void FindBar::close()
{
    hide();
    m_editor.setFocus();
}

void FindBar::find(Way way)
{
    int line = 0;
    int column = 0;
    int endLine = 0;
    int endColumn = 0;
    m_editor.getSelection(&line, &column, &endLine, &endColumn);
    if (line < 0) // nothing is selected
        m_editor.getCursorPosition(&line, &column);
    else if (way == Way::Next)
        std::tie(line, column) = std::pair(endLine, endColumn);
    const bool found = m_find->text().isEmpty()
        || m_editor.findFirst(
            m_find->text(), false, false, false, true, way != Way::Previous, line, column);
    m_result->setText(found ? QString() : tr("not found"));
}

void FindBar::replaceOne()
{
    if (m_editor.selectedText().compare(m_find->text(), Qt::CaseInsensitive) == 0
        && !m_find->text().isEmpty())
        m_editor.replaceSelectedText(m_replace->text());
    find(Way::Next);
}

// From the top to the end, as one step of the editor's undo.
void FindBar::replaceAll()
{
    if (m_find->text().isEmpty())
        return;
    int count = 0;
    m_editor.beginUndoAction();
    bool found = m_editor.findFirst(m_find->text(), false, false, false, false, true, 0, 0);
    for (; found; found = m_editor.findNext(), ++count)
        m_editor.replace(m_replace->text());
    m_editor.endUndoAction();
    m_result->setText(tr("%1 replaced").arg(count));
}

void FindBar::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Escape:
        return close();
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_replace->hasFocus())
            return replaceOne();
        return find(event->modifiers() & Qt::ShiftModifier ? Way::Previous : Way::Next);
    default:
        QFrame::keyPressEvent(event);
    }
}

} // namespace widgets
