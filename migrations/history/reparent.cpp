// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/history/reparent.h"

#include "migrations/history/pythonmodule.h"
#include "migrations/history/pythonsource.h"
#include "migrations/history/revisionfiles.h"

#include <QFileInfo>

#include <algorithm>
#include <vector>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

constexpr std::string_view noParent = "None";
constexpr std::string_view revises = "Revises:";

struct Edit
{
    qsizetype offset = 0; // in the bytes
    qsizetype length = 0;
    QByteArray text;
};

std::string_view viewOf(const QByteArray &bytes)
{
    return {bytes.constData(), static_cast<size_t>(bytes.size())};
}

// Python's reader joins line ends and may convert; lines and the columns of ASCII text stay.
class RawPlaces
{
public:
    RawPlaces(const QByteArray &bytes, std::string_view text)
        : m_bytes(bytes)
        , m_text(text)
    {
    }

    // The offset in the bytes of a piece of the text; -1 where they do not have the same there.
    qsizetype of(std::string_view piece) const
    {
        const auto offset = static_cast<size_t>(piece.data() - m_text.data());
        const std::string_view before = m_text.substr(0, offset);
        const size_t lineStart = before.rfind('\n') + 1; // npos + 1 is 0
        const auto line = std::count(before.begin(), before.end(), '\n');
        const qsizetype place = rawLine(line) + qsizetype(offset - lineStart);
        return viewOf(m_bytes.mid(place, qsizetype(piece.size()))) == piece ? place : -1;
    }

private:
    qsizetype rawLine(qsizetype line) const
    {
        qsizetype at = m_bytes.startsWith("\xEF\xBB\xBF") ? 3 : 0;
        for (; line > 0 && at < m_bytes.size(); ++at) {
            const bool pair = m_bytes[at] == '\r' && m_bytes.mid(at + 1, 1) == "\n";
            if (m_bytes[at] == '\n' || (m_bytes[at] == '\r' && !pair))
                --line;
        }
        return at;
    }

    const QByteArray &m_bytes;
    std::string_view m_text;
};

tl::unexpected<Error> notPlain(const QString &path)
{
    return failure(ErrorKind::Refused,
        u"The down_revision of %1 is not one id in plain quotes, so it is not rewritten. Change it "
        "by hand, or merge the heads instead."_s.arg(QFileInfo(path).fileName()),
        {}, u"not_plain"_s);
}

// The last assignment at the top level; empty: it has none that is plain.
std::string_view expressionOf(const PythonModule &module, std::string_view name)
{
    for (auto binding = module.bindings.rbegin(); binding != module.bindings.rend(); ++binding) {
        if (binding->name == name)
            return binding->kind == PythonBinding::Kind::Expression && binding->item < 0
                ? binding->expression
                : std::string_view();
    }
    return {};
}

bool isQuote(char character)
{
    return character == '"' || character == '\'';
}

char quoteOf(const PythonModule &module)
{
    const std::string_view id = expressionOf(module, "revision");
    return !id.empty() && isQuote(id.front()) ? id.front() : '"';
}

// "id" -> id; absent: it is not that plain.
std::optional<std::string_view> plainId(std::string_view expression, const QString &id)
{
    if (expression.size() < 2 || !isQuote(expression.front()))
        return std::nullopt;
    const std::string_view inner = expression.substr(1, expression.size() - 2);
    if (expression.back() != expression.front() || inner != viewOf(id.toUtf8()))
        return std::nullopt;
    return inner;
}

// The piece after "Revises:" when it says that parent; absent: there is no such line.
std::optional<std::string_view> revisesIn(std::string_view docstring, const QByteArray &parent)
{
    for (size_t at = docstring.find(revises); at != std::string_view::npos;
         at = docstring.find(revises, at + 1)) {
        const size_t lineStart = docstring.substr(0, at).rfind('\n') + 1;
        if (docstring.substr(lineStart, at - lineStart).find_first_not_of(" \t") != docstring.npos)
            continue;
        std::string_view rest = docstring.substr(at + revises.size());
        rest = rest.substr(0, rest.find('\n'));
        if (QByteArray(rest.data(), qsizetype(rest.size())).trimmed() == parent)
            return rest;
    }
    return std::nullopt;
}

class Reparenting
{
public:
    Reparenting(const QString &path, const QByteArray &bytes, const QString &parent)
        : m_path(path)
        , m_bytes(bytes)
        , m_parent(parent.toUtf8())
        , m_terminated(bytes + '\0')
        , m_source(decodePython({m_terminated.constData(), static_cast<size_t>(bytes.size())}))
        , m_module(readPythonModule(m_source.text))
        , m_places(m_bytes, m_source.text)
        , m_before(parseRevision(path, bytes))
    {
    }

    Result<QByteArray> result();

private:
    bool editValue();
    bool editDocstring();
    bool edit(std::string_view piece, const QByteArray &text);

    const QString m_path;
    const QByteArray m_bytes;
    const QByteArray m_parent;
    const QByteArray m_terminated;
    const PythonSource m_source;
    const PythonModule m_module;
    const RawPlaces m_places;
    const RevisionFile m_before;
    std::vector<Edit> m_edits;
};

bool Reparenting::edit(std::string_view piece, const QByteArray &text)
{
    const qsizetype place = m_places.of(piece);
    if (place < 0)
        return false;
    m_edits.push_back({place, qsizetype(piece.size()), text});
    return true;
}

bool Reparenting::editValue()
{
    const std::string_view expression = expressionOf(m_module, "down_revision");
    if (m_before.down.isEmpty() && expression == noParent)
        return edit(expression, quoteOf(m_module) + m_parent + quoteOf(m_module));
    const auto inner = plainId(expression, m_before.down.value(0));
    return inner && edit(*inner, m_parent);
}

// The part between the two spaces stays as it is; without a space there comes one.
bool Reparenting::editDocstring()
{
    const QByteArray old = m_before.down.value(0).toUtf8();
    const auto rest = revisesIn(m_module.docstring, old);
    if (!rest)
        return true;
    if (!old.isEmpty())
        return edit(rest->substr(rest->find(viewOf(old)), size_t(old.size())), m_parent);
    return rest->empty() ? edit(*rest, ' ' + m_parent) : edit(rest->substr(1, 0), m_parent);
}

Result<QByteArray> Reparenting::result()
{
    if (m_before.down.size() > 1)
        return failure(ErrorKind::Refused,
            u"%1 follows several revisions (%2): it is a merge, and a merge is not rebased. Remove "
            "it first, or merge the heads instead."_s.arg(
                QFileInfo(m_path).fileName(), m_before.down.join(u", "_s)),
            {}, u"several_parents"_s);
    if (!m_source.problem.isEmpty() || !editValue() || !editDocstring())
        return notPlain(m_path);
    std::sort(m_edits.begin(), m_edits.end(),
        [](const Edit &one, const Edit &other) { return one.offset > other.offset; });
    QByteArray bytes = m_bytes;
    for (const Edit &one : m_edits)
        bytes.replace(one.offset, one.length, one.text);
    RevisionFile wanted = m_before;
    wanted.down = {QString::fromUtf8(m_parent)};
    wanted.emptyDownString = false;
    const RevisionFile after = parseRevision(m_path, bytes);
    wanted.message = after.message; // of a docstring without paragraphs "Revises:" is part of it
    return after == wanted ? Result<QByteArray>(bytes) : notPlain(m_path);
}

} // namespace

Result<QByteArray> withParent(const QString &path, const QByteArray &bytes, const QString &parent)
{
    return Reparenting(path, bytes, parent).result();
}

} // namespace migrations
