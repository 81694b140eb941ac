// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/scriptvocabulary.h"
#include "widgets/pythoncall.h"
#include "widgets/theme.h"

class QsciScintilla;

namespace widgets {

// Offers the names of Alembic and SQLAlchemy while a script is typed ("op.cr…"), and says what the
// call takes that is being written. Never in strings and comments.
class ScriptCompletion : public QObject
{
    Q_OBJECT
public:
    ScriptCompletion(const Theme &theme, QsciScintilla &editor);

    void setVocabulary(const model::ScriptVocabulary &vocabulary);
    void ask(); // Ctrl+Space
    void close();
    void restyle();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    // The dotted path and the beginning of a name before the cursor.
    struct Word
    {
        QString path;
        QString prefix;
    };
    std::optional<Word> wordBefore() const;
    void styleTo(int position) const;
    bool isCodeBefore(int position) const; // neither in a string nor in a comment
    void typed(int character);
    bool offer(const Word &word, int least); // at least so many characters of the name
    QStringList namesFor(const Word &word) const;
    QStringList keywordsOfCall() const; // of the one that is being written
    std::optional<PythonCall> call() const;
    void followCall();
    void showCall(const PythonCall &call);
    void closeCall();
    bool caretIsOnScreen() const;
    int columnsFrom(int position) const;

    const Theme &m_theme;
    QsciScintilla &m_editor;
    model::ScriptVocabulary m_vocabulary;
    std::pair<int, QByteArray> m_shown; // the call tip: where, and its text
    bool m_following = false; // a call tip was asked for and not closed
};

} // namespace widgets
