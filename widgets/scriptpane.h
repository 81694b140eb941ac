// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/theme.h"

#include <QWidget>

class QLabel;
class QsciLexerPython;
class QsciScintilla;
class QStackedLayout;

namespace widgets {

class EmptyState;

// A revision's script, to read. Told what to show; the text comes from the session, which reads it
// off the GUI thread. Object name "script".
class ScriptPane : public QWidget
{
    Q_OBJECT
public:
    explicit ScriptPane(const Theme &theme, QWidget *parent = nullptr);

    // What will be shown: until show() comes the old text stays, marked as being read.
    void expect(const QString &path);
    void show(const QString &path, const QString &text, const QString &problem);
    void showNothing(const QString &sentence);
    QString path() const;
    QString text() const;

private:
    void restyle();
    void styleMargins();
    void showPosition(int line, int column);

    const Theme &m_theme;
    QStackedLayout *m_stack = nullptr;
    EmptyState *m_empty = nullptr;
    QsciScintilla *m_editor = nullptr;
    QsciLexerPython *m_lexer = nullptr;
    QLabel *m_file = nullptr;
    QLabel *m_position = nullptr;
    QString m_path;
};

} // namespace widgets
