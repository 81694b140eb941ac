// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/history/pythonsource.h"

#include "migrations/history/pythonlexer.h"

#include <algorithm>
#include <cstring>
#include <iconv.h>
#include <memory>
#include <optional>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

constexpr std::string_view byteOrderMark = "\xEF\xBB\xBF";

bool isAscii(std::string_view bytes)
{
    constexpr quint64 highBits = 0x8080808080808080;
    size_t i = 0;
    for (; i + sizeof(quint64) <= bytes.size(); i += sizeof(quint64)) {
        quint64 word = 0;
        std::memcpy(&word, bytes.data() + i, sizeof word);
        if ((word & highBits) != 0)
            return false;
    }
    for (; i < bytes.size(); ++i) {
        if ((static_cast<unsigned char>(bytes[i]) & 0x80U) != 0)
            return false;
    }
    return true;
}

bool isCookieCharacter(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-'
        || c == '_' || c == '.';
}

// "coding[:=][ \t]*([-\w.]+)" in one comment line.
std::string_view cookieIn(std::string_view comment)
{
    constexpr std::string_view word = "coding";
    for (size_t at = comment.find(word); at != std::string_view::npos;
         at = comment.find(word, at + 1)) {
        size_t i = at + word.size();
        if (i >= comment.size() || (comment[i] != ':' && comment[i] != '='))
            continue;
        i = comment.find_first_not_of(" \t", i + 1);
        size_t end = i;
        while (end < comment.size() && isCookieCharacter(comment[end]))
            ++end;
        if (end > i && i != std::string_view::npos)
            return comment.substr(i, end - i);
    }
    return {};
}

struct Cookie
{
    std::string_view name;
    int line = 0;
};

// Only the first line, and the second after a line without code, may name the encoding.
Cookie findCookie(std::string_view text)
{
    for (int line = 1; line <= 2; ++line) {
        const size_t end = text.find_first_of("\r\n");
        const std::string_view first = text.substr(0, end);
        const size_t start = first.find_first_not_of(" \t\f");
        if (start != std::string_view::npos) {
            if (first[start] != '#')
                return {};
            if (const std::string_view name = cookieIn(first.substr(start)); !name.empty())
                return {name, line};
        }
        if (end == std::string_view::npos)
            return {};
        const bool pair = text[end] == '\r' && end + 1 < text.size() && text[end + 1] == '\n';
        text.remove_prefix(end + (pair ? 2 : 1));
    }
    return {};
}

// Python's names for the encodings that iconv knows under another name.
QByteArray encodingName(std::string_view cookie)
{
    QByteArray name(cookie.data(), static_cast<qsizetype>(cookie.size()));
    name = name.toLower().replace('_', '-');
    if (name == "utf8" || name == "utf-8" || name.startsWith("utf-8-") || name == "u8")
        return "utf-8";
    if (name == "latin-1" || name == "latin1" || name == "latin" || name == "l1"
        || name.startsWith("latin-1-") || name == "iso-8859-1" || name == "iso8859-1"
        || name.startsWith("iso-8859-1-") || name == "iso-latin-1")
        return "iso-8859-1";
    if (name.startsWith("latin-"))
        return "latin" + name.mid(6);
    if (name == "mac-roman")
        return "macintosh";
    return name;
}

struct CloseConverter
{
    void operator()(void *converter) const { iconv_close(converter); }
};

std::optional<QByteArray> converted(std::string_view bytes, const QByteArray &encoding, bool &known)
{
    iconv_t handle = iconv_open("UTF-8", encoding.constData());
    // iconv_open's documented failure is the pointer -1.
    known = reinterpret_cast<qintptr>(handle) != -1;
    if (!known)
        return std::nullopt;
    const std::unique_ptr<void, CloseConverter> owner(handle);
    QByteArray result(static_cast<qsizetype>(bytes.size()) * 4, Qt::Uninitialized);
    char *in = const_cast<char *>(bytes.data()); // iconv's signature; it does not write there
    char *out = result.data();
    size_t inLeft = bytes.size();
    auto outLeft = static_cast<size_t>(result.size());
    if (iconv(handle, &in, &inLeft, &out, &outLeft) == static_cast<size_t>(-1))
        return std::nullopt;
    result.truncate(out - result.data());
    return result;
}

bool isUtf8(std::string_view text)
{
    return QByteArray::fromRawData(text.data(), static_cast<qsizetype>(text.size())).isValidUtf8();
}

int lineOfFirstBadByte(std::string_view text)
{
    size_t begin = 0;
    for (int line = 1; begin < text.size(); ++line) {
        const size_t end = std::min(text.find('\n', begin), text.size());
        const QByteArray bytes =
            QByteArray::fromRawData(text.data() + begin, static_cast<qsizetype>(end - begin));
        if (!bytes.isValidUtf8())
            return line;
        begin = end + 1;
    }
    return 1;
}

// A file that Python imports may have any bytes in its comments: they are blanked.
void blankComments(PythonSource &source)
{
    std::vector<std::string_view> comments;
    PythonLexer lexer(source.text);
    lexer.collectComments(comments);
    while (lexer.nextLine() && lexer.skipLine()) { }
    QByteArray text(source.text.data(), static_cast<qsizetype>(source.text.size()));
    for (const std::string_view comment : comments)
        std::fill_n(text.data() + (comment.data() - source.text.data()), comment.size(), '#');
    source.storage = std::move(text);
    source.text = {source.storage.constData(), static_cast<size_t>(source.storage.size())};
}

void checkUtf8(PythonSource &source)
{
    if (isUtf8(source.text))
        return;
    blankComments(source);
    if (isUtf8(source.text))
        return;
    source.line = lineOfFirstBadByte(source.text);
    source.problem = u"The file is not valid UTF-8. Save it as UTF-8, or name its encoding on the "
                     u"first line, as in \"# -*- coding: latin-1 -*-\"."_s;
}

void decodeAs(PythonSource &source, const QByteArray &encoding, int line)
{
    bool known = false;
    std::optional<QByteArray> text = converted(source.text, encoding, known);
    if (text) {
        source.storage = std::move(*text);
        source.text = {source.storage.constData(), static_cast<size_t>(source.storage.size())};
        return;
    }
    source.line = line;
    const QString name = QString::fromLatin1(encoding);
    source.problem = known
        ? u"The file holds bytes that its encoding, %1, does not have. Save it as UTF-8."_s.arg(
            name)
        : u"The file names the encoding %1, which is not known. Name another one."_s.arg(name);
}

void unifyNewlines(PythonSource &source)
{
    if (std::memchr(source.text.data(), '\r', source.text.size()) == nullptr)
        return;
    QByteArray text(source.text.data(), static_cast<qsizetype>(source.text.size()));
    text.replace("\r\n", "\n").replace('\r', '\n');
    source.storage = std::move(text);
    source.text = {source.storage.constData(), static_cast<size_t>(source.storage.size())};
}

} // namespace

PythonSource decodePython(std::string_view bytes)
{
    PythonSource source;
    source.text = bytes;
    const bool marked = bytes.starts_with(byteOrderMark);
    if (marked)
        source.text.remove_prefix(byteOrderMark.size());
    const Cookie cookie = findCookie(source.text);
    const QByteArray encoding =
        cookie.name.empty() ? QByteArray("utf-8") : encodingName(cookie.name);
    if (marked && encoding != "utf-8") {
        source.line = cookie.line;
        source.problem = u"The file starts with a UTF-8 byte order mark but names the encoding %1. "
                         u"Remove one of the two."_s.arg(QString::fromLatin1(encoding));
    } else if (encoding != "utf-8") {
        decodeAs(source, encoding, cookie.line);
    }
    if (!source.problem.isEmpty())
        return source;
    unifyNewlines(source);
    if (encoding == "utf-8" && !isAscii(source.text))
        checkUtf8(source);
    return source;
}

} // namespace migrations
