// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace migrations {

struct PythonToken
{
    enum class Kind : std::uint8_t { Name, String, Number, Operator };
    Kind kind = Kind::Operator;
    std::uint8_t depth = 0; // brackets open around it; a bracket itself counts as outside
    std::string_view text; // a string with its prefix and quotes

    bool is(std::string_view other) const { return text == other && kind != Kind::String; }
};

enum class PythonFault {
    None,
    OpenString,
    OpenTripleString,
    OpenBracket,
    WrongBracket,
    StrayBracket,
    TooDeep,
    BadContinuation,
    NullByte,
    UnexpectedIndent,
    MissingBlock,
    BadDedent,
    BadStatement,
};

// Cuts Python into logical lines, as its own tokenizer does: strings, brackets, comments and
// backslashes decide where a line ends. Function bodies are only skipped over, not cut into tokens.
// The text must be followed by a NUL, which ends every loop.
class PythonLexer
{
public:
    explicit PythonLexer(std::string_view text);

    // To the next line with code on it; false at the end of the text. Then read or skip it.
    bool nextLine();
    int indent() const { return m_indent; } // columns, tabs to 8
    size_t offset() const { return static_cast<size_t>(m_at - m_begin); }
    bool readLine(std::vector<PythonToken> &tokens);
    bool skipLine();

    // From now on each comment is added, as it is met.
    void collectComments(std::vector<std::string_view> &comments) { m_comments = &comments; }

    PythonFault fault() const { return m_fault; }
    size_t faultOffset() const { return m_faultOffset; }

private:
    const char *skipString(const char *quote);
    const char *skipPlain(const char *at, char quote, bool triple);
    const char *skipFormatted(const char *at, char quote, bool triple);
    const char *skipField(const char *at, char quote, bool triple);
    const char *skipFormat(const char *at, char quote, bool triple);
    bool isFormatted(const char *quote) const;
    bool openBracket(const char *at);
    bool closeBracket(const char *at);
    bool skipSpecial(bool &lineEnded);
    bool continueLine();
    void readToken(std::vector<PythonToken> &tokens);
    void readOperator(std::vector<PythonToken> &tokens);
    bool fail(PythonFault fault, const char *at);
    void skipComment();
    void skipNumber();
    bool failed() const { return m_fault != PythonFault::None; }

    static constexpr int maxDepth = 200; // Python's own MAXLEVEL
    const char *m_begin;
    const char *m_end;
    const char *m_at;
    int m_indent = 0;
    int m_depth = 0;
    int m_fieldDepth = 0;
    std::array<const char *, maxDepth> m_open; // the first m_depth of them; more is not written
    PythonFault m_fault = PythonFault::None;
    size_t m_faultOffset = 0;
    std::vector<std::string_view> *m_comments = nullptr;
};

// 1-based.
int lineAt(std::string_view text, size_t offset);

} // namespace migrations
