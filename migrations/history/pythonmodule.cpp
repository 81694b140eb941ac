// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/history/pythonmodule.h"

#include "migrations/history/pythonstring.h"
#include "migrations/history/pythonsyntax.h"

#include <algorithm>
#include <cstring>

namespace migrations {

namespace {

using Tokens = PythonTokens;
using Kind = PythonBinding::Kind;

constexpr std::array<std::string_view, 5> watchedNames {
    "revision", "down_revision", "branch_labels", "depends_on", "__doc__"};

enum class Place { TopLevel, InBlock }; // InBlock: of an if, try, with, for … at the top level

std::string_view sourceOf(Tokens tokens)
{
    if (tokens.empty())
        return {};
    const char *begin = tokens.front().text.data();
    const std::string_view last = tokens.back().text;
    return {begin, static_cast<size_t>(last.data() + last.size() - begin)};
}

class ModuleReader
{
public:
    explicit ModuleReader(std::string_view text)
        : m_lexer(text)
    {
        m_module.text = text;
        m_module.bindings.reserve(16);
        m_tokens.reserve(64);
    }

    PythonModule read();

private:
    void readStatement(Place place);
    void readBlock();
    void skipBody(int indent);
    void line(Tokens tokens, Place place);
    void simple(Tokens tokens, Place place);
    void compound(Tokens tokens);
    void headerNames(Tokens header);
    void import(Tokens tokens);
    void assignment(Tokens tokens, Place place);
    void target(Tokens tokens, std::string_view value, Place place);
    void targets(Tokens tokens, std::string_view value, Place place);
    void mention(Tokens tokens);
    void findGlobals();
    void bind(std::string_view name, Kind kind = Kind::Computed, std::string_view value = {});
    void fail(PythonFault fault, size_t offset);

    PythonLexer m_lexer;
    PythonModule m_module;
    std::vector<PythonToken> m_tokens;
    bool m_first = true; // no statement seen yet: a string here is the docstring
    bool m_blockExpected = false; // the line before ended in ":"
    bool m_scope = false; // … and it began a function or a class
};

PythonModule ModuleReader::read()
{
    while (m_lexer.nextLine() && m_module.fault == PythonFault::None) {
        if (m_lexer.indent() == 0) {
            if (m_blockExpected)
                fail(PythonFault::MissingBlock, m_lexer.offset());
            else
                readStatement(Place::TopLevel);
        } else if (!m_blockExpected) {
            fail(PythonFault::UnexpectedIndent, m_lexer.offset());
        } else {
            readBlock();
        }
    }
    findGlobals();
    if (m_module.fault == PythonFault::None && m_lexer.fault() != PythonFault::None)
        fail(m_lexer.fault(), m_lexer.faultOffset());
    if (m_module.fault == PythonFault::None && m_blockExpected)
        fail(PythonFault::MissingBlock, m_module.text.find_last_not_of(" \t\f\n"));
    return std::move(m_module);
}

void ModuleReader::fail(PythonFault fault, size_t offset)
{
    m_module.fault = fault;
    m_module.faultOffset = offset;
}

void ModuleReader::readStatement(Place place)
{
    if (m_lexer.readLine(m_tokens))
        line(m_tokens, place);
    m_first = false;
}

// The indented lines below a ":" at the top level, up to the next line that is not indented.
void ModuleReader::readBlock()
{
    const int body = m_lexer.indent();
    const bool scope = m_scope;
    m_blockExpected = false;
    bool more = true;
    while (more && m_module.fault == PythonFault::None) {
        if (m_lexer.indent() < body) {
            fail(PythonFault::BadDedent, m_lexer.offset());
        } else if (scope) {
            more = m_lexer.skipLine() && m_lexer.nextLine();
        } else {
            const int indent = m_lexer.indent();
            readStatement(Place::InBlock);
            more = m_lexer.nextLine();
            const bool skip = m_blockExpected && m_scope;
            m_blockExpected = false;
            while (skip && more && m_lexer.indent() > indent)
                more = m_lexer.skipLine() && m_lexer.nextLine();
        }
        if (more && m_lexer.indent() == 0) {
            readStatement(Place::TopLevel);
            return;
        }
    }
}

// One logical line: a compound statement's header, or simple statements between semicolons.
void ModuleReader::line(Tokens tokens, Place place)
{
    if (const size_t bad = misplacedToken(tokens); bad < tokens.size()) {
        const auto offset = tokens[bad].text.data() - m_module.text.data();
        fail(PythonFault::BadStatement, static_cast<size_t>(offset));
        return;
    }
    if (isCompound(tokens)) {
        compound(tokens);
        return;
    }
    while (!tokens.empty()) {
        const auto end = std::find_if(tokens.begin(), tokens.end(),
            [](const PythonToken &token) { return token.depth == 0 && token.is(";"); });
        const auto length = static_cast<size_t>(end - tokens.begin());
        simple(tokens.first(length), place);
        tokens = tokens.subspan(std::min(length + 1, tokens.size()));
        m_first = false;
    }
}

void ModuleReader::compound(Tokens tokens)
{
    const size_t colon = headerEnd(tokens);
    m_scope = isScope(tokens);
    m_blockExpected = colon + 1 >= tokens.size();
    if (m_scope) {
        const size_t name = tokens[0].is("async") ? 2 : 1;
        if (name < tokens.size())
            bind(tokens[name].text);
        return;
    }
    headerNames(tokens.first(std::min(colon, tokens.size())));
    Tokens rest = tokens.subspan(std::min(colon + 1, tokens.size()));
    if (!rest.empty())
        line(rest, Place::InBlock);
}

// "for NAME in", "with … as NAME", "except … as NAME", "case {…: NAME}": bound, but not by a value
// that is written there. Every watched name in such a header is taken to be bound.
void ModuleReader::headerNames(Tokens header)
{
    const bool binds = header[0].is("for") || header[0].is("with") || header[0].is("except")
        || header[0].is("async") || header[0].is("case");
    for (const PythonToken &token : header) {
        if (binds && token.kind == PythonToken::Kind::Name)
            bind(token.text);
    }
    mention(header);
}

void ModuleReader::simple(Tokens tokens, Place place)
{
    if (tokens.empty())
        return;
    const bool strings = std::all_of(tokens.begin(), tokens.end(), [](const PythonToken &token) {
        return token.is("(") || token.is(")")
            || (token.kind == PythonToken::Kind::String && isDocstringPart(token.text));
    });
    if (m_first && strings) {
        m_module.docstring = sourceOf(tokens);
    } else if (tokens[0].is("import") || tokens[0].is("from")) {
        import(tokens);
    } else if (tokens[0].is("del")) {
        for (const PythonToken &token : tokens.subspan(1))
            bind(token.text, place == Place::TopLevel ? Kind::Deleted : Kind::Computed);
    } else {
        assignment(tokens, place);
    }
}

void ModuleReader::import(Tokens tokens)
{
    const bool from = tokens[0].is("from");
    size_t i = 1;
    while (from && i < tokens.size() && !tokens[i].is("import"))
        ++i;
    for (; i < tokens.size(); ++i) {
        if (tokens[i].is("*"))
            m_module.importsAll = true;
        const bool attribute = i > 0 && tokens[i - 1].is(".");
        const bool renamed = i + 1 < tokens.size() && tokens[i + 1].is("as");
        if (tokens[i].kind == PythonToken::Kind::Name && !attribute && !renamed)
            bind(tokens[i].text);
    }
}

// TARGET = TARGET = VALUE, TARGET: ANNOTATION = VALUE, TARGET += VALUE, or an expression.
void ModuleReader::assignment(Tokens tokens, Place place)
{
    mention(tokens);
    std::vector<size_t> equals;
    size_t colon = tokens.size();
    for (size_t i = 0; i < tokens.size(); ++i) {
        const PythonToken &token = tokens[i];
        if (token.depth == 0 && token.is("lambda"))
            break; // it has a "=" and a ":" of its own
        if (token.depth > 0 || token.kind != PythonToken::Kind::Operator)
            continue;
        if (token.is("="))
            equals.push_back(i);
        else if (token.is(":") && equals.empty() && colon == tokens.size())
            colon = i;
        else if (i == 1 && isAugmented(token.text))
            bind(tokens[0].text);
    }
    if (equals.empty())
        return;
    const std::string_view value = sourceOf(tokens.subspan(equals.back() + 1));
    if (value.empty()) {
        const auto offset = tokens[equals.back()].text.data() - m_module.text.data();
        fail(PythonFault::BadStatement, static_cast<size_t>(offset));
        return;
    }
    size_t begin = 0;
    for (const size_t equal : equals) {
        targets(
            tokens.subspan(begin, std::min(equal, std::max(begin, colon)) - begin), value, place);
        begin = equal + 1;
    }
}

// "a", "(a)", "a, b", "(a, b)", "[a, b]"; anything deeper is left to Python.
void ModuleReader::targets(Tokens tokens, std::string_view value, Place place)
{
    tokens = withoutBrackets(tokens);
    std::vector<Tokens> parts;
    const bool several = splitAtCommas(tokens, parts);
    if (!several) {
        target(tokens, value, place);
        return;
    }
    const bool starred = std::any_of(
        tokens.begin(), tokens.end(), [](const PythonToken &token) { return token.is("*"); });
    for (size_t i = 0; i < parts.size(); ++i) {
        const size_t known = m_module.bindings.size();
        target(parts[i], value, starred ? Place::InBlock : place);
        for (size_t j = known; j < m_module.bindings.size(); ++j) {
            m_module.bindings[j].item = static_cast<int>(i);
            m_module.bindings[j].items = static_cast<int>(parts.size());
        }
    }
}

void ModuleReader::target(Tokens tokens, std::string_view value, Place place)
{
    if (tokens.size() == 1 && tokens[0].kind == PythonToken::Kind::Name) {
        bind(tokens[0].text, place == Place::TopLevel ? Kind::Expression : Kind::Computed, value);
        return;
    }
    // name[…] = …, name.x = … change what a name holds; ((a, b), c) = … binds by a deeper item.
    for (size_t i = 0; i < tokens.size(); ++i) {
        if (isWatchedName(tokens[i].text) && (i == 0 || !tokens[i - 1].is(".")))
            bind(tokens[i].text);
    }
}

// NAME := …, globals() and the like, and uses that may change what a watched name holds.
void ModuleReader::mention(Tokens tokens)
{
    for (size_t i = 0; i < tokens.size(); ++i) {
        const std::string_view name = tokens[i].text;
        if (tokens[i].kind != PythonToken::Kind::Name || (i > 0 && tokens[i - 1].is(".")))
            continue;
        const std::string_view next = i + 1 < tokens.size() ? tokens[i + 1].text : "";
        const bool keywordArgument = tokens[i].depth > 0 && next == "=";
        if (next == ":=")
            bind(name);
        else if (next == "(" && bindsAnything(name))
            m_module.bindsAnything = true;
        else if (!keywordArgument && isWatchedName(name))
            m_module.mentions.push_back({name, m_module.bindings.size()});
    }
}

// A function that says "global revision" may change it whenever it runs.
void ModuleReader::findGlobals()
{
    constexpr const char *word = "global ";
    const std::string_view text = m_module.text;
    const char *end = text.data() + text.size();
    // Text with a NUL is no Python, whatever follows.
    for (const char *at = text.data(); (at = std::strstr(at, word)) != nullptr;) {
        at += std::strlen(word);
        const std::string_view rest(at, static_cast<size_t>(end - at));
        const std::string_view line = rest.substr(0, rest.find('\n'));
        for (const std::string_view name : watchedNames) {
            if (line.find(name) != std::string_view::npos)
                bind(name);
        }
    }
}

void ModuleReader::bind(std::string_view name, Kind kind, std::string_view value)
{
    m_module.bindings.push_back({name, kind, value, -1, 0});
}

} // namespace

bool isWatchedName(std::string_view name)
{
    return std::find(watchedNames.begin(), watchedNames.end(), name) != watchedNames.end();
}

PythonModule readPythonModule(std::string_view text)
{
    return ModuleReader(text).read();
}

} // namespace migrations
