// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/git/textdiff.h"
#include "widgets/theme.h"

#include <QWidget>

#include <array>

class QsciLexerPython;
class QsciScintilla;

namespace widgets {

// Two texts of a script, in one column or side by side (LOOK.md 7): soft lines, + and - in the
// margin, the part of a line that differs stronger. Read only.
class DiffView : public QWidget
{
    Q_OBJECT
public:
    explicit DiffView(const Theme &theme, QWidget *parent = nullptr);

    void setLines(const std::vector<migrations::DiffLine> &lines);
    void setSideBySide(bool sideBySide);
    bool isSideBySide() const { return m_sideBySide; }
    int changeCount() const { return int(m_changes.size()); } // runs of changed lines
    void goToChange(int step); // 1: the next below the caret, -1: the one above

private:
    // A line of one column; nothing beside a line that only the other column has.
    struct Row
    {
        const migrations::DiffLine *line = nullptr;
        int markFrom = -1; // what differs from the line beside it, in characters
        int markTo = -1;
    };
    struct Column
    {
        QsciScintilla *editor = nullptr;
        QsciLexerPython *lexer = nullptr;
    };

    Column makeColumn(const char *name);
    void restyle();
    void showLines();
    void showUnified();
    void showTwoColumns();
    void fill(const Column &column, const std::vector<Row> &rows, bool oldSide);
    void markRow(const Column &column, int at, const Row &row);
    void findChanges(const std::vector<Row> &left, const std::vector<Row> &right);
    void followScrolling(QsciScintilla &one, QsciScintilla &other);

    const Theme &m_theme;
    std::array<Column, 2> m_columns; // unified: only the second
    std::vector<migrations::DiffLine> m_lines;
    std::vector<int> m_changes; // first row of each run
    bool m_sideBySide = true;
};

} // namespace widgets
