// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/history/pythonvalue.h"

#include "migrations/history/pythonstring.h"

#include <algorithm>

namespace migrations {

namespace {

using Kind = PythonValue::Kind;

// Bounds what a hostile file can make us do: names that double each other's text, deep chains.
struct Budget
{
    int atoms = 20'000;
    int names = 100; // followed within each other
};

PythonValue valueBefore(
    const PythonModule &module, std::string_view name, size_t before, Budget &budget);

PythonValue only(Kind kind)
{
    PythonValue value;
    value.kind = kind;
    return value;
}

bool isKnown(const PythonValue &value)
{
    return value.kind != Kind::Computed && value.kind != Kind::Broken;
}

// A recursive descent over one expression: literals, names, brackets and "+".
class Evaluator
{
public:
    Evaluator(const PythonModule &module, size_t before, Budget &budget)
        : m_module(module)
        , m_before(before)
        , m_budget(budget)
    {
    }

    PythonValue evaluate(std::string_view expression);

private:
    bool at(std::string_view text) const
    {
        return m_at < m_tokens.size() && m_tokens[m_at].is(text);
    }
    PythonValue items(std::string_view closer, bool &comma);
    PythonValue sum();
    PythonValue atom();
    PythonValue strings();
    PythonValue name();
    PythonValue brackets();

    const PythonModule &m_module;
    size_t m_before; // only bindings before this one are seen
    Budget &m_budget;
    std::vector<PythonToken> m_tokens;
    size_t m_at = 0;
};

PythonValue Evaluator::evaluate(std::string_view expression)
{
    // Cut anew from its beginning: an expression starts outside all brackets.
    const auto begin = static_cast<size_t>(expression.data() - m_module.text.data());
    PythonLexer lexer(m_module.text.substr(begin));
    m_tokens.reserve(16);
    lexer.readLine(m_tokens);
    const char *end = expression.data() + expression.size();
    while (!m_tokens.empty() && m_tokens.back().text.data() >= end)
        m_tokens.pop_back();
    bool comma = false;
    PythonValue value = items({}, comma);
    if (!isKnown(value))
        return value;
    if (m_at != m_tokens.size() || value.items.empty())
        return only(Kind::Computed);
    return comma ? value : std::move(value.items.front());
}

// "a, b" up to the closer, as a sequence; comma: there was one, so it is a tuple even alone.
PythonValue Evaluator::items(std::string_view closer, bool &comma)
{
    PythonValue all = only(Kind::Sequence);
    while (m_at < m_tokens.size() && (closer.empty() || !at(closer))) {
        PythonValue item = sum();
        if (!isKnown(item))
            return item;
        all.items.push_back(std::move(item));
        if (!at(","))
            break;
        comma = true;
        ++m_at;
    }
    return all;
}

PythonValue Evaluator::sum()
{
    PythonValue left = atom();
    while (isKnown(left) && at("+")) {
        ++m_at;
        PythonValue right = atom();
        if (!isKnown(right))
            return right;
        if (left.kind == Kind::Text && right.kind == Kind::Text) {
            left.text += right.text;
        } else if (left.kind == Kind::Sequence && right.kind == Kind::Sequence
            && left.changeable == right.changeable) {
            std::move(right.items.begin(), right.items.end(), std::back_inserter(left.items));
        } else {
            return only(Kind::Computed);
        }
    }
    const bool ends = m_at == m_tokens.size() || at(",") || at(")") || at("]") || at("}");
    return ends || left.kind == Kind::Broken ? left : only(Kind::Computed);
}

PythonValue Evaluator::atom()
{
    if (m_at == m_tokens.size() || --m_budget.atoms < 0)
        return only(Kind::Computed);
    switch (m_tokens[m_at].kind) {
    case PythonToken::Kind::String:
        return strings();
    case PythonToken::Kind::Number:
        ++m_at;
        return only(Kind::Other);
    case PythonToken::Kind::Name:
        return name();
    default:
        return brackets();
    }
}

PythonValue Evaluator::strings()
{
    std::string text;
    PythonValue value = only(Kind::Text);
    const bool single =
        m_at + 1 == m_tokens.size() || m_tokens[m_at + 1].kind != PythonToken::Kind::String;
    if (const auto plain = plainText(m_tokens[m_at].text); single && plain) {
        value.text = textFromPython(*plain);
        ++m_at;
        return value;
    }
    for (; m_at < m_tokens.size() && m_tokens[m_at].kind == PythonToken::Kind::String; ++m_at) {
        const PythonToken &token = m_tokens[m_at];
        switch (appendString(token.text, text)) {
        case StringReading::Text:
            break;
        case StringReading::Bytes:
            value.kind = Kind::Other;
            break;
        case StringReading::Computed:
            value.kind = Kind::Computed;
            break;
        case StringReading::Malformed:
            value.kind = Kind::Broken;
            value.fault = static_cast<size_t>(token.text.data() - m_module.text.data());
            return value;
        }
    }
    if (value.kind == Kind::Text)
        value.text = textFromPython(text);
    return value;
}

PythonValue Evaluator::name()
{
    const std::string_view word = m_tokens[m_at++].text;
    if (word == "None")
        return only(Kind::None);
    if (word == "True" || word == "False")
        return only(Kind::Other);
    PythonValue value = valueBefore(m_module, word, m_before, m_budget);
    // A list may have been changed through either of its names.
    const bool shared = value.kind == Kind::Sequence && value.changeable;
    return value.kind != Kind::Absent && !shared ? value : only(Kind::Computed);
}

PythonValue Evaluator::brackets()
{
    const std::string_view open = m_tokens[m_at].text;
    const std::string_view closer = open == "(" ? ")" : open == "[" ? "]" : open == "{" ? "}" : "";
    if (closer.empty())
        return only(Kind::Computed);
    ++m_at;
    bool comma = false;
    PythonValue value = items(closer, comma);
    if (!isKnown(value))
        return value;
    if (!at(closer)) // a comprehension, a dictionary, a condition …
        return only(Kind::Computed);
    ++m_at;
    if (open == "(")
        return comma || value.items.empty() ? value : std::move(value.items.front());
    value.changeable = true;
    if (open == "{") {
        std::vector<PythonValue> once;
        for (PythonValue &item : value.items) {
            if (std::find(once.begin(), once.end(), item) == once.end())
                once.push_back(std::move(item));
        }
        value.items = std::move(once);
    }
    return value;
}

PythonValue valueOfBinding(const PythonModule &module, size_t index, Budget &budget)
{
    const PythonBinding &binding = module.bindings[index];
    if (binding.kind == PythonBinding::Kind::Deleted)
        return {};
    if (binding.kind == PythonBinding::Kind::Computed || budget.names == 0)
        return only(Kind::Computed);
    --budget.names;
    PythonValue value = Evaluator(module, index, budget).evaluate(binding.expression);
    ++budget.names;
    if (binding.item < 0 || !isKnown(value))
        return value;
    const bool fits =
        value.kind == Kind::Sequence && value.items.size() == static_cast<size_t>(binding.items);
    return fits ? std::move(value.items[static_cast<size_t>(binding.item)]) : only(Kind::Computed);
}

// The index of the name's last binding below `before`; npos: none.
size_t lastBinding(const PythonModule &module, std::string_view name, size_t before)
{
    for (size_t i = before; i-- > 0;) {
        if (module.bindings[i].name == name)
            return i;
    }
    return std::string_view::npos;
}

PythonValue valueBefore(
    const PythonModule &module, std::string_view name, size_t before, Budget &budget)
{
    const size_t index = lastBinding(module, name, before);
    return index == std::string_view::npos ? PythonValue {} : valueOfBinding(module, index, budget);
}

} // namespace

PythonValue valueOfExpression(const PythonModule &module, std::string_view expression)
{
    Budget budget;
    return Evaluator(module, 0, budget).evaluate(expression);
}

PythonValue valueOf(const PythonModule &module, std::string_view name)
{
    if (module.bindsAnything)
        return only(Kind::Computed);
    const size_t index = lastBinding(module, name, module.bindings.size());
    if (index == std::string_view::npos)
        return {};
    Budget budget;
    PythonValue value = valueOfBinding(module, index, budget);
    const bool touched = value.changeable
        && std::any_of(
            module.mentions.begin(), module.mentions.end(), [&](const PythonMention &mention) {
                return mention.name == name && mention.bindings > index;
            });
    return touched ? only(Kind::Computed) : value;
}

size_t placeOf(const PythonModule &module, std::string_view name)
{
    const size_t index = lastBinding(module, name, module.bindings.size());
    if (index == std::string_view::npos)
        return 0;
    return static_cast<size_t>(module.bindings[index].name.data() - module.text.data());
}

} // namespace migrations
