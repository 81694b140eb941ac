// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/project/dotenv.h"

#include "migrations/project/pythontext.h"

#include <QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

struct Binding
{
    std::optional<QString> key; // nullopt: a comment, the end, or an error
    std::optional<QString> value;
    int startLine = 1; // where python-dotenv begins to count: before blank lines
    int keyLine = 1;
    bool error = false;
};

// python-dotenv's parser.py, one function for each of its regular expressions. Written out because
// its patterns for quoted values take a stack frame per character in most engines.
class Reader
{
public:
    explicit Reader(QString text)
        : m_text(std::move(text))
    {
    }

    bool hasNext() const { return m_at < m_text.size(); }

    Binding next()
    {
        Binding binding;
        binding.startLine = m_line;
        skipSpaces(u"\n"_s);
        binding.keyLine = m_line;
        if (!hasNext())
            return binding;
        skipExport();
        if (!readKey(binding) || !readValue(binding) || !readEnd()) {
            skipLine();
            binding.key.reset();
            binding.error = true;
        }
        return binding;
    }

private:
    QChar peek() const { return m_at < m_text.size() ? m_text[m_at] : QChar(); }
    bool atEnd() const { return m_at >= m_text.size(); }

    void advanceTo(qsizetype position)
    {
        m_line += static_cast<int>(QStringView(m_text).mid(m_at, position - m_at).count(u'\n'));
        m_at = position;
    }

    qsizetype spacesEnd(qsizetype from, const QString &lineEnds = {}) const
    {
        while (from < m_text.size() && pythontext::isSpace(m_text[from])
            && (m_text[from] != u'\n' || !lineEnds.isEmpty()))
            ++from;
        return from;
    }

    void skipSpaces(const QString &lineEnds = {}) { advanceTo(spacesEnd(m_at, lineEnds)); }

    void skipExport()
    {
        if (!QStringView(m_text).mid(m_at).startsWith(u"export"))
            return;
        const qsizetype end = spacesEnd(m_at + 6);
        if (end > m_at + 6)
            advanceTo(end);
    }

    bool readKey(Binding &binding)
    {
        if (peek() == u'#' && !atEnd())
            return true;
        if (peek() == u'\'') {
            const qsizetype end = m_text.indexOf(u'\'', m_at + 1);
            if (end <= m_at + 1)
                return false;
            binding.key = m_text.mid(m_at + 1, end - m_at - 1);
            advanceTo(end + 1);
            return true;
        }
        qsizetype end = m_at;
        while (end < m_text.size() && m_text[end] != u'=' && m_text[end] != u'#'
            && !pythontext::isSpace(m_text[end]))
            ++end;
        if (end == m_at)
            return false;
        binding.key = m_text.mid(m_at, end - m_at);
        advanceTo(end);
        return true;
    }

    bool readValue(Binding &binding)
    {
        skipSpaces();
        if (atEnd() || peek() != u'=')
            return true;
        advanceTo(m_at + 1);
        skipSpaces();
        if (!atEnd() && (peek() == u'\'' || peek() == u'"'))
            return readQuoted(binding, peek());
        const qsizetype end = lineEnd();
        binding.value = unquotedValue(m_text.mid(m_at, end - m_at));
        advanceTo(end);
        return true;
    }

    // '((?:\\'|[^'])*)': a backslash protects the quote, but when no other quote follows, the
    // expression falls back to the last protected one.
    bool readQuoted(Binding &binding, QChar quote)
    {
        qsizetype protectedQuote = -1;
        qsizetype at = m_at + 1;
        while (at < m_text.size() && m_text[at] != quote) {
            if (m_text[at] == u'\\' && at + 1 < m_text.size() && m_text[at + 1] == quote)
                protectedQuote = ++at;
            ++at;
        }
        const qsizetype end = at < m_text.size() ? at : protectedQuote;
        if (end < 0)
            return false;
        binding.value = unescaped(m_text.mid(m_at + 1, end - m_at - 1), quote);
        advanceTo(end + 1);
        return true;
    }

    static QString unescaped(const QString &text, QChar quote)
    {
        const QString letters = quote == u'"' ? u"\\'\"abfnrtv"_s : u"\\'"_s;
        const QString values = u"\\'\"\a\b\f\n\r\t\v"_s;
        QString result;
        for (qsizetype i = 0; i < text.size(); ++i) {
            const qsizetype letter =
                text[i] == u'\\' && i + 1 < text.size() ? letters.indexOf(text[i + 1]) : -1;
            result.append(letter < 0 ? text[i] : values[letter]);
            if (letter >= 0)
                ++i;
        }
        return result;
    }

    // re.sub(r"\s+#.*", "", part).rstrip()
    static QString unquotedValue(const QString &part)
    {
        for (qsizetype i = 1; i < part.size(); ++i) {
            if (part[i] == u'#' && pythontext::isSpace(part[i - 1]))
                return pythontext::strippedRight(part.left(i));
        }
        return pythontext::strippedRight(part);
    }

    qsizetype lineEnd() const
    {
        const qsizetype end = m_text.indexOf(u'\n', m_at);
        return end < 0 ? m_text.size() : end;
    }

    bool readEnd()
    {
        const qsizetype spaces = spacesEnd(m_at);
        if (spaces < m_text.size() && m_text[spaces] == u'#')
            advanceTo(lineEnd());
        const qsizetype end = spacesEnd(m_at);
        if (end < m_text.size() && m_text[end] != u'\n')
            return false;
        advanceTo(std::min(end + 1, m_text.size()));
        return true;
    }

    void skipLine() { advanceTo(std::min(lineEnd() + 1, m_text.size())); }

    QString m_text;
    qsizetype m_at = 0;
    int m_line = 1;
};

// ${name} and ${name:-default}, resolved by lookup; "$name" stays.
template <typename Lookup>
QString expanded(const QString &text, const Lookup &lookup)
{
    QString result;
    qsizetype at = 0;
    for (qsizetype open = text.indexOf(u"${"_s); open >= 0; open = text.indexOf(u"${"_s, open)) {
        const qsizetype close = text.indexOf(u'}', open);
        const QString inside = close < 0 ? QString() : text.mid(open + 2, close - open - 2);
        const qsizetype colon = inside.indexOf(u':');
        if (close < 0 || (colon >= 0 && !QStringView(inside).mid(colon).startsWith(u":-"))) {
            open += 2;
            continue;
        }
        const QString fallback = colon < 0 ? QString() : inside.mid(colon + 2);
        result += QStringView(text).mid(at, open - at);
        result += lookup(colon < 0 ? inside : inside.left(colon), fallback);
        open = at = close + 1;
    }
    return result + text.mid(at);
}

QString resolved(const QString &text, const DotEnv &file, const QMap<QString, QString> &environment,
    DotEnv::Precedence precedence)
{
    return expanded(text, [&](const QString &name, const QString &fallback) {
        const auto inFile = std::find_if(file.values.begin(), file.values.end(),
            [&](const DotEnv::Value &value) { return value.key == name; });
        const bool inEnvironment = environment.contains(name);
        if (inFile != file.values.end()
            && (precedence == DotEnv::Precedence::File || !inEnvironment))
            return inFile->value.value_or(QString());
        return inEnvironment ? environment.value(name) : fallback;
    });
}

void add(DotEnv &file, DotEnv::Value value)
{
    const auto earlier = std::find_if(file.values.begin(), file.values.end(),
        [&](const DotEnv::Value &other) { return other.key == value.key; });
    if (earlier == file.values.end())
        file.values.push_back(std::move(value));
    else
        *earlier = std::move(value);
}

Result<DotEnv> read(const QByteArray &bytes, const QString &name,
    const QMap<QString, QString> &environment, DotEnv::Precedence precedence)
{
    Result<QString> text = pythontext::decoded(bytes, name);
    if (!text)
        return tl::unexpected(text.error());
    DotEnv file;
    Reader reader(*std::move(text));
    while (reader.hasNext()) {
        const Binding binding = reader.next();
        if (binding.error) {
            file.errorLines.push_back(binding.startLine);
            file.errorPlaces.push_back(binding.keyLine);
        }
        if (!binding.key)
            continue;
        std::optional<QString> value = binding.value;
        if (value)
            value = resolved(*value, file, environment, precedence);
        add(file, {*binding.key, value, binding.keyLine});
    }
    return file;
}

} // namespace

std::optional<QString> DotEnv::value(const QString &key) const
{
    for (const Value &entry : values) {
        if (entry.key == key)
            return entry.value;
    }
    return std::nullopt;
}

Result<DotEnv> DotEnv::fromBytes(
    const QByteArray &bytes, const QMap<QString, QString> &environment, Precedence precedence)
{
    return read(bytes, u"The .env file"_s, environment, precedence);
}

Result<DotEnv> DotEnv::fromFile(
    const QString &path, const QMap<QString, QString> &environment, Precedence precedence)
{
    const Result<QByteArray> bytes = pythontext::readFile(path);
    if (!bytes)
        return tl::unexpected(bytes.error());
    return read(*bytes, QFileInfo(path).fileName(), environment, precedence);
}

} // namespace migrations
