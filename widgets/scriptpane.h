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

// A revision's script, to read and, where that is allowed, to edit. Told what to show; the text
// comes from the session, which reads it off the GUI thread. Object name "script".
class ScriptPane : public QWidget
{
    Q_OBJECT
public:
    explicit ScriptPane(const Theme &theme, QWidget *parent = nullptr);

    // What will be shown: until show() comes the old text stays, marked as being read.
    void expect(const QString &path);
    void show(const QString &path, const QString &text, const QString &problem);
    void showNothing(const QString &sentence);
    // What was typed earlier and not saved, as a change of the text that is shown.
    void showUnsaved(const QString &text);
    void setEditable(bool editable);
    bool isModified() const; // differs from what was shown or saved last
    void markSaved();
    QString path() const;
    QString text() const;
    void focusEditor();

Q_SIGNALS:
    void modificationChanged(bool modified);
    void edited(); // by a person, each time

private:
    void replaceText(const QString &text);
    void restyle();
    void styleMargins();
    void showPosition(int line, int column);
    void showFileName();

    const Theme &m_theme;
    QStackedLayout *m_stack = nullptr;
    EmptyState *m_empty = nullptr;
    QsciScintilla *m_editor = nullptr;
    QsciLexerPython *m_lexer = nullptr;
    QLabel *m_file = nullptr;
    QLabel *m_position = nullptr;
    QString m_path; // what is to be shown
    QString m_shown; // what the text is of
    bool m_loading = false; // the text changes, and no person does it
};

} // namespace widgets
