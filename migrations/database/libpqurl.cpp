// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/database/libpqurl.h"

#include <libpq-fe.h>

#include <QSet>

#include <algorithm>
#include <memory>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

struct ConninfoFree
{
    void operator()(PQconninfoOption *options) const { PQconninfoFree(options); }
};
using Conninfo = std::unique_ptr<PQconninfoOption, ConninfoFree>;

// All keywords that this libpq knows; those a URL gives are set.
QMap<QString, QString> libpqReading(const QString &conninfo, bool *understood)
{
    char *message = nullptr;
    const Conninfo options(PQconninfoParse(conninfo.toUtf8().constData(), &message));
    PQfreemem(message); // never shown: it quotes the URL, password included
    *understood = options != nullptr;
    QMap<QString, QString> values;
    for (const PQconninfoOption *option = options.get(); option && option->keyword; ++option)
        values.insert(QString::fromUtf8(option->keyword),
            option->val ? QString::fromUtf8(option->val) : QString());
    return values;
}

// Those that every libpq has, and that mean the same in a URL's query as elsewhere.
bool isCommonKeyword(QStringView name)
{
    return name == u"host" || name == u"sslmode" || name == u"connect_timeout"
        || name == u"application_name" || name == u"sslrootcert";
}

// Letters, digits and marks that no reader of URLs takes for anything but themselves.
bool isWord(QStringView text, QStringView alsoAllowed = {})
{
    return std::all_of(text.begin(), text.end(), [alsoAllowed](QChar c) {
        const char16_t code = c.unicode();
        const char16_t lower = code | 0x20;
        return (lower >= u'a' && lower <= u'z') || (code >= u'0' && code <= u'9') || code == u'-'
            || code == u'.' || code == u'_' || code == u'~' || alsoAllowed.contains(c);
    });
}

// "one" or "one:two"; neither is empty.
bool isPlainPair(QStringView text)
{
    const qsizetype colon = text.indexOf(u':');
    const QStringView first = colon < 0 ? text : text.first(colon);
    const QStringView second = colon < 0 ? first : text.sliced(colon + 1);
    return !first.isEmpty() && !second.isEmpty() && isWord(first) && isWord(second);
}

bool isPlainAddress(QStringView text)
{
    return text.isEmpty() || (isPlainPair(text) && !text.contains(u":0"));
}

bool isPlainQuery(QStringView text)
{
    QSet<QStringView> seen;
    for (const QStringView pair : text.split(u'&')) {
        const qsizetype equals = pair.indexOf(u'=');
        const QStringView key = equals < 0 ? QStringView() : pair.first(equals);
        if (!isCommonKeyword(key) || seen.contains(key) || equals + 1 == pair.size()
            || !isWord(pair.sliced(equals + 1), u"/"))
            return false;
        seen.insert(key);
    }
    return true;
}

// postgresql://[user[:password]@][host[:port]][/database][?query] of nothing but words: SQLAlchemy
// and libpq differ in escapes, empty parts, repetitions and characters that mean something.
bool isPlain(QStringView url)
{
    const QStringView beginning = u"postgresql://";
    if (!url.startsWith(beginning))
        return false;
    const QStringView rest = url.sliced(beginning.size());
    const qsizetype question = rest.indexOf(u'?');
    const QStringView place = question < 0 ? rest : rest.first(question);
    const qsizetype slash = place.indexOf(u'/');
    const QStringView authority = slash < 0 ? place : place.first(slash);
    const qsizetype at = authority.indexOf(u'@');
    return (at < 0 || isPlainPair(authority.first(at))) && isPlainAddress(authority.sliced(at + 1))
        && (slash < 0 || isWord(place.sliced(slash + 1)))
        && (question < 0 || isPlainQuery(rest.sliced(question + 1)));
}

} // namespace

bool isLibpqKeyword(const QString &name)
{
    bool understood = false;
    return isCommonKeyword(name) || libpqReading({}, &understood).contains(name);
}

bool libpqReadsTheSame(const QString &url, const QMap<QString, QString> &keywords)
{
    if (isPlain(url))
        return true;
    bool understood = false;
    QMap<QString, QString> theirs = libpqReading(url, &understood);
    theirs.removeIf([](auto entry) { return entry.value().isEmpty(); });
    return understood && theirs == keywords;
}

} // namespace migrations
