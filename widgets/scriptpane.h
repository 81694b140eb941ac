// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/history/scriptfindings.h"
#include "model/scriptvocabulary.h"
#include "widgets/editorkeys.h"
#include "widgets/theme.h"

#include <QWidget>

class QLabel;
class QsciLexerPython;
class QsciScintilla;
class QStackedLayout;
class QToolButton;

namespace widgets {

class EmptyState;
class FindingMarks;
class ScriptCompletion;

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
    QString path() const; // what is to be shown
    QString shownPath() const; // what the text is of; empty: there is none
    QString text() const;
    void focusEditor();
    void perform(EditorKeys::Act act); // as its key
    // Of the text that is shown, by line and column; they go when another script is shown.
    void showFindings(const std::vector<migrations::ScriptFinding> &findings);
    // What is offered while it is typed.
    void setVocabulary(const model::ScriptVocabulary &vocabulary);
    void closeOffers(); // the list of names, the signature of a call

Q_SIGNALS:
    void modificationChanged(bool modified);
    void edited(); // by a person, each time
    void shown(); // the text that was expected, or nothing

private:
    void showProblem(const QString &sentence);
    void showText(const QString &text, bool another);
    void replaceText(const QString &text);
    void restyle();
    void styleMargins();
    void showPosition(int line, int column);
    void showFileName();
    void showFindingCount();

    const Theme &m_theme;
    QStackedLayout *m_stack = nullptr;
    EmptyState *m_empty = nullptr;
    QsciScintilla *m_editor = nullptr;
    QsciLexerPython *m_lexer = nullptr;
    QLabel *m_file = nullptr;
    QLabel *m_position = nullptr;
    FindingMarks *m_marks = nullptr;
    ScriptCompletion *m_completion = nullptr;
    EditorKeys *m_keys = nullptr;
    QToolButton *m_findings = nullptr; // how many; goes to the next
    QString m_path; // what is to be shown
    QString m_shown; // what the text is of
    bool m_loading = false; // the text changes, and no person does it
};

} // namespace widgets
