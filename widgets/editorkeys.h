// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QKeyEvent;
class QsciScintilla;

namespace widgets {

class FindBar;
class FindingMarks;

// What keys do while the script has the focus, also where they do something else in the window:
// Ctrl+F find, Ctrl+H replace, Ctrl+G go to line, Ctrl+/ comment or uncomment, F8 and Shift+F8 to
// the next finding and the one before.
class EditorKeys : public QObject
{
    Q_OBJECT
public:
    EditorKeys(QsciScintilla &editor, FindBar &findBar, FindingMarks &marks);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    bool press(const QKeyEvent &event);
    void askForLine();
    void toggleComment();

    QsciScintilla &m_editor;
    FindBar &m_findBar;
    FindingMarks &m_marks;
};

} // namespace widgets
