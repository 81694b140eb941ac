// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/editorlook.h"

#include "widgets/qsci.h"

#include <array>
#include <utility>

namespace widgets {

namespace {

using Colours = std::array<std::pair<int, QColor>, 13>;

Colours coloursOf(const SyntaxColours &syntax)
{
    using Lexer = QsciLexerPython;
    return {{{Lexer::Comment, syntax.comment}, {Lexer::CommentBlock, syntax.comment},
        {Lexer::Number, syntax.number}, {Lexer::Keyword, syntax.keyword},
        {Lexer::DoubleQuotedString, syntax.string}, {Lexer::SingleQuotedString, syntax.string},
        {Lexer::TripleSingleQuotedString, syntax.string},
        {Lexer::TripleDoubleQuotedString, syntax.string},
        {Lexer::DoubleQuotedFString, syntax.string}, {Lexer::SingleQuotedFString, syntax.string},
        {Lexer::ClassName, syntax.type}, {Lexer::FunctionMethodName, syntax.function},
        {Lexer::Decorator, syntax.function}}};
}

} // namespace

void styleEditor(QsciScintilla &editor, QsciLexerPython &lexer, const Theme &theme)
{
    const Tokens &tokens = theme.tokens();
    const QFont font = theme.type().fixed;
    lexer.setDefaultFont(font);
    lexer.setDefaultColor(tokens.text);
    lexer.setDefaultPaper(tokens.base);
    lexer.setFont(font);
    lexer.setColor(tokens.text);
    lexer.setPaper(tokens.base);
    for (const auto &[style, colour] : coloursOf(tokens.syntax))
        lexer.setColor(colour, style);
    editor.setPaper(tokens.base);
    editor.setCaretForegroundColor(tokens.text);
    editor.setCaretLineBackgroundColor(tokens.hover);
    editor.setSelectionBackgroundColor(tokens.select);
    editor.setSelectionForegroundColor(tokens.text);
    editor.setMarginsFont(theme.type().fixedSmall);
    editor.setMarginsBackgroundColor(tokens.sunken);
    editor.setMarginsForegroundColor(tokens.text3);
    editor.setFoldMarginColors(tokens.sunken, tokens.sunken);
}

} // namespace widgets
