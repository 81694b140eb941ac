// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/history/scriptfunctions.h"

#include "migrations/history/pythonsyntax.h"

#include <algorithm>

namespace migrations {

namespace {

using Body = ScriptFunction::Body;

bool doesNothing(PythonTokens tokens)
{
    if (tokens.size() == 1)
        return tokens[0].is("pass") || tokens[0].is("return")
            || tokens[0].kind == PythonToken::Kind::String || tokens[0].is("...");
    return (tokens.size() == 2 && tokens[0].is("return") && tokens[1].is("None"))
        || (tokens.size() == 3
            && std::all_of(tokens.begin(), tokens.end(), [](auto &one) { return one.is("."); }));
}

class FunctionReader
{
public:
    explicit FunctionReader(std::string_view text)
        : m_lexer(text)
    {
    }

    ScriptFunctions read()
    {
        while (m_lexer.nextLine()) {
            const bool topLevel = m_lexer.indent() == 0;
            if (!m_lexer.readLine(m_tokens))
                break;
            if (topLevel)
                m_open = nullptr;
            readLine(topLevel);
        }
        return m_functions;
    }

private:
    void readLine(bool topLevel);
    bool define();
    void findElsewhere(bool topLevel);
    ScriptFunction *named(std::string_view name);

    PythonLexer m_lexer;
    std::vector<PythonToken> m_tokens;
    ScriptFunctions m_functions;
    ScriptFunction *m_open = nullptr; // whose body the lines are
};

ScriptFunction *FunctionReader::named(std::string_view name)
{
    if (name == "upgrade")
        return &m_functions.upgrade;
    return name == "downgrade" ? &m_functions.downgrade : nullptr;
}

void FunctionReader::readLine(bool topLevel)
{
    if (topLevel && define())
        return;
    if (!m_open)
        findElsewhere(topLevel);
    else if (!doesNothing(m_tokens))
        m_open->body = Body::Filled;
}

bool FunctionReader::define()
{
    if (m_tokens.size() < 2 || !m_tokens[0].is("def"))
        return false;
    m_open = named(m_tokens[1].text);
    if (!m_open)
        return false;
    const PythonTokens tokens = m_tokens;
    const size_t end = headerEnd(tokens);
    const bool nothing = end + 1 >= tokens.size() || doesNothing(tokens.subspan(end + 1));
    *m_open = {nothing ? Body::Empty : Body::Filled, tokens[1].text};
    return true;
}

void FunctionReader::findElsewhere(bool topLevel)
{
    const bool isImport = !m_tokens.empty() && m_tokens[0].is("from");
    for (const PythonToken &token : m_tokens) {
        if (isImport && token.is("*")) {
            for (ScriptFunction *function : {&m_functions.upgrade, &m_functions.downgrade})
                function->body = Body::Elsewhere;
        }
        ScriptFunction *function = named(token.text);
        const bool binds = topLevel || m_tokens[0].is("def") || m_tokens[0].is("from");
        if (function && binds && token.kind == PythonToken::Kind::Name)
            function->body = Body::Elsewhere;
    }
}

} // namespace

ScriptFunctions readScriptFunctions(std::string_view text)
{
    return FunctionReader(text).read();
}

} // namespace migrations
