// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <vector>

class QsciScintilla;

namespace widgets {

class FindBar;
class FindingMarks;
class ScriptCompletion;

// What keys do while the script has the focus, also where they do something else in the window.
class EditorKeys : public QObject
{
    Q_OBJECT
public:
    enum class Act { Find, Replace, GoToLine, Comment, Complete, NextFinding, PreviousFinding };
    struct Key
    {
        Act act;
        int key; // with its modifiers
        const char *text; // to be translated
    };
    static const std::vector<Key> &table();
    static QString textOf(const Key &key);

    EditorKeys(
        QsciScintilla &editor, FindBar &findBar, FindingMarks &marks, ScriptCompletion &completion);
    void perform(Act act);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void askForLine();
    void toggleComment();

    QsciScintilla &m_editor;
    FindBar &m_findBar;
    FindingMarks &m_marks;
    ScriptCompletion &m_completion;
};

} // namespace widgets
