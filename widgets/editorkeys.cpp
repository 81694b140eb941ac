// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/editorkeys.h"

#include "widgets/findbar.h"
#include "widgets/findingmarks.h"
#include "widgets/qsci.h"
#include "widgets/scriptcompletion.h"

#include <QInputDialog>
#include <QKeyEvent>

#include <algorithm>

namespace widgets {

using namespace Qt::StringLiterals;

namespace {

const EditorKeys::Key *keyOf(const QKeyEvent &event)
{
    const int pressed = event.key() | int(event.modifiers());
    for (const EditorKeys::Key &key : EditorKeys::table()) {
        if (key.key == pressed)
            return &key;
    }
    return nullptr;
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

EditorKeys::EditorKeys(
    QsciScintilla &editor, FindBar &findBar, FindingMarks &marks, ScriptCompletion &completion)
    : QObject(&editor)
    , m_editor(editor)
    , m_findBar(findBar)
    , m_marks(marks)
    , m_completion(completion)
{
    editor.installEventFilter(this);
}

const std::vector<EditorKeys::Key> &EditorKeys::table()
{
    constexpr int ctrl = int(Qt::CTRL);
    static const std::vector<Key> keys {
        {Act::Find, ctrl | Qt::Key_F, QT_TR_NOOP("Find in the script")},
        {Act::Replace, ctrl | Qt::Key_H, QT_TR_NOOP("Find and replace")},
        {Act::GoToLine, ctrl | Qt::Key_G, QT_TR_NOOP("Go to line…")},
        {Act::Comment, ctrl | Qt::Key_Slash, QT_TR_NOOP("Comment or uncomment lines")},
        {Act::Complete, ctrl | Qt::Key_Space, QT_TR_NOOP("Complete, or say what the call takes")},
        {Act::NextFinding, Qt::Key_F8, QT_TR_NOOP("Next finding")},
        {Act::PreviousFinding, int(Qt::SHIFT) | Qt::Key_F8, QT_TR_NOOP("Previous finding")},
    };
    return keys;
}

QString EditorKeys::textOf(const Key &key)
{
    return tr(key.text);
}

bool EditorKeys::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride || event->type() == QEvent::KeyPress) {
        if (const Key *key = keyOf(static_cast<const QKeyEvent &>(*event))) {
            event->accept();
            if (event->type() == QEvent::KeyPress)
                perform(key->act);
            return true;
        }
    }
    return QObject::eventFilter(watched, event);
}

void EditorKeys::perform(Act act)
{
    switch (act) {
    case Act::Find:
        return m_findBar.openToFind();
    case Act::Replace:
        return m_findBar.openToReplace();
    case Act::GoToLine:
        return askForLine();
    case Act::Comment:
        return m_editor.isReadOnly() ? void() : toggleComment();
    case Act::Complete:
        return m_completion.ask();
    case Act::NextFinding:
        return m_marks.goToNext();
    case Act::PreviousFinding:
        return m_marks.goToPrevious();
    }
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
