// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/history/pythonmeaning.h"

#include "migrations/history/pythonlexer.h"
#include "migrations/history/pythonsource.h"
#include "migrations/history/pythonstring.h"
#include "migrations/history/pythonsyntax.h"

#include <QCryptographicHash>

#include <algorithm>
#include <string>

namespace migrations {

namespace {

using Kind = PythonToken::Kind;

// One character of no text says what follows.
enum Mark : char { Indent = 1, Dedent, LineEnd, Text, Verbatim, Token };

bool isOpener(const PythonToken &token)
{
    return token.is("(") || token.is("[") || token.is("{");
}

bool isCloser(const PythonToken &token)
{
    return token.is(")") || token.is("]") || token.is("}");
}

class Writer
{
public:
    // An expression that is only a string does nothing: a docstring, or a comment in disguise.
    void line(PythonTokens tokens, int indent)
    {
        const auto isString = [](const PythonToken &one) { return one.kind == Kind::String; };
        if (std::all_of(tokens.begin(), tokens.end(), isString))
            return;
        indentTo(indent);
        for (size_t i = 0; i < tokens.size();) {
            if (isString(tokens[i]))
                i = strings(tokens, i);
            else
                i = other(tokens, i);
        }
        m_text += LineEnd;
    }

    const std::string &text() const { return m_text; }

private:
    void indentTo(int indent)
    {
        for (; m_indents.back() > indent; m_indents.pop_back())
            m_text += Dedent;
        if (m_indents.back() < indent) {
            m_indents.push_back(indent);
            m_text += Indent;
        }
    }

    // Neighbours are one string. What is no plain text is taken as it is written.
    size_t strings(PythonTokens tokens, size_t at)
    {
        std::string value;
        size_t end = at;
        for (; end < tokens.size() && tokens[end].kind == Kind::String; ++end) {
            if (appendString(tokens[end].text, value) != StringReading::Text)
                return verbatim(tokens, at);
        }
        m_text += Text;
        m_text += std::to_string(value.size()) + ':' + value;
        return end;
    }

    size_t verbatim(PythonTokens tokens, size_t at)
    {
        m_text += Verbatim;
        m_text += std::to_string(tokens[at].text.size()) + ':';
        m_text += tokens[at].text;
        return at + 1;
    }

    size_t other(PythonTokens tokens, size_t at)
    {
        const PythonToken &token = tokens[at];
        if (token.is(",") && at + 1 < tokens.size() && isCloser(tokens[at + 1])
            && isOnlyStyle(tokens, at))
            return at + 1;
        m_text += Token;
        m_text += token.text;
        return at + 1;
    }

    // "(1,)" is a tuple and "(1)" is not; anywhere else the last comma is a habit.
    static bool isOnlyStyle(PythonTokens tokens, size_t comma)
    {
        if (!tokens[comma + 1].is(")"))
            return true;
        const int inside = tokens[comma].depth;
        size_t open = comma;
        bool several = false;
        while (open > 0 && !(isOpener(tokens[open]) && tokens[open].depth < inside)) {
            --open;
            several = several || (tokens[open].is(",") && tokens[open].depth == inside);
        }
        if (several || open == 0)
            return several;
        const PythonToken &before = tokens[open - 1];
        const bool callable =
            before.kind == Kind::Name ? !isPythonKeyword(before.text) : isCloser(before);
        return callable;
    }

    std::string m_text;
    std::vector<int> m_indents {0};
};

} // namespace

QByteArray pythonMeaning(const QByteArray &bytes)
{
    const PythonSource source =
        decodePython({bytes.constData(), static_cast<size_t>(bytes.size())});
    if (!source.problem.isEmpty())
        return {};
    PythonLexer lexer(source.text);
    std::vector<PythonToken> tokens;
    Writer writer;
    while (lexer.nextLine()) {
        const int indent = lexer.indent();
        if (!lexer.readLine(tokens))
            break;
        writer.line(tokens, indent);
    }
    if (lexer.fault() != PythonFault::None)
        return {};
    return QCryptographicHash::hash(
        {writer.text().data(), qsizetype(writer.text().size())}, QCryptographicHash::Sha256);
}

} // namespace migrations
