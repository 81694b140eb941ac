// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/editorkeys.h"

#include "widgets/findbar.h"
#include "widgets/findingmarks.h"
#include "widgets/qsci.h"

#include <QInputDialog>
#include <QKeyEvent>

#include <algorithm>

namespace widgets {

using namespace Qt::StringLiterals;

namespace {

bool isOurs(const QKeyEvent &event)
{
    if (event.key() == Qt::Key_F8)
        return (event.modifiers() & ~Qt::ShiftModifier) == Qt::NoModifier;
    return event.modifiers() == Qt::ControlModifier
        && (event.key() == Qt::Key_F || event.key() == Qt::Key_H || event.key() == Qt::Key_G
            || event.key() == Qt::Key_Slash);
}

int indentOf(const QString &line)
{
    const auto text =
        std::find_if_not(line.begin(), line.end(), [](QChar c) { return c == u' ' || c == u'\t'; });
    return int(text - line.begin());
}

bool isBlank(const QString &line)
{
    return line.trimmed().isEmpty();
}

} // namespace

EditorKeys::EditorKeys(QsciScintilla &editor, FindBar &findBar, FindingMarks &marks)
    : QObject(&editor)
    , m_editor(editor)
    , m_findBar(findBar)
    , m_marks(marks)
{
    editor.installEventFilter(this);
}

bool EditorKeys::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride || event->type() == QEvent::KeyPress) {
        const auto &key = static_cast<const QKeyEvent &>(*event);
        if (isOurs(key)) {
            event->accept();
            return event->type() == QEvent::ShortcutOverride || press(key);
        }
    }
    return QObject::eventFilter(watched, event);
}

bool EditorKeys::press(const QKeyEvent &event)
{
    if (event.key() == Qt::Key_F8)
        event.modifiers() == Qt::ShiftModifier ? m_marks.goToPrevious() : m_marks.goToNext();
    else if (event.key() == Qt::Key_F)
        m_findBar.openToFind();
    else if (event.key() == Qt::Key_H)
        m_findBar.openToReplace();
    else if (event.key() == Qt::Key_G)
        askForLine();
    else if (!m_editor.isReadOnly())
        toggleComment();
    return true;
}

void EditorKeys::askForLine()
{
    int line = 0;
    int column = 0;
    m_editor.getCursorPosition(&line, &column);
    auto *dialog = new QInputDialog(m_editor.window());
    dialog->setObjectName("goToLine"_L1);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Go to line"));
    dialog->setLabelText(tr("Line, of %1:").arg(m_editor.lines()));
    dialog->setInputMode(QInputDialog::IntInput);
    dialog->setIntRange(1, m_editor.lines());
    dialog->setIntValue(line + 1);
    connect(dialog, &QInputDialog::intValueSelected, this, [this](int chosen) {
        m_editor.setCursorPosition(chosen - 1, 0);
        m_editor.ensureLineVisible(chosen - 1);
        m_editor.setFocus();
    });
    dialog->open();
}

// The lines of the selection, or the one of the cursor: all become comments, or all code again.
void EditorKeys::toggleComment()
{
    int from = 0;
    int column = 0;
    int to = 0;
    int endColumn = 0;
    m_editor.getSelection(&from, &column, &to, &endColumn);
    if (from < 0) {
        m_editor.getCursorPosition(&from, &column);
        to = from;
    } else if (to > from && endColumn == 0) {
        --to; // the selection ends before this line
    }
    bool code = false;
    int indent = -1;
    for (int line = from; line <= to; ++line) {
        const QString text = m_editor.text(line);
        if (isBlank(text))
            continue;
        code = code || text.at(indentOf(text)) != u'#';
        indent = indent < 0 ? indentOf(text) : std::min(indent, indentOf(text));
    }
    m_editor.beginUndoAction();
    for (int line = from; line <= to; ++line) {
        const QString text = m_editor.text(line);
        if (isBlank(text))
            continue;
        if (code) {
            m_editor.insertAt(u"# "_s, line, indent);
            continue;
        }
        const int at = indentOf(text);
        const int length = text.mid(at + 1, 1) == u" " ? 2 : 1;
        m_editor.setSelection(line, at, line, at + length);
        m_editor.removeSelectedText();
    }
    m_editor.endUndoAction();
}

} // namespace widgets
