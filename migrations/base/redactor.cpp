// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/base/redactor.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QUrl>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

const QString mask = u"***"_s;
// A shorter secret is part of too many words; the patterns below still find it in its place.
constexpr qsizetype shortestFreeStanding = 4;

QString jsonEscaped(const QString &text)
{
    const QByteArray array = QJsonDocument(QJsonArray {text}).toJson(QJsonDocument::Compact);
    return QString::fromUtf8(array.mid(2, array.size() - 4));
}

QString pythonEscaped(QString text)
{
    return text.replace(u'\\', u"\\\\"_s).replace(u'\'', u"\\'"_s);
}

QString shellQuoted(QString text)
{
    return text.replace(u'\'', u"'\\''"_s);
}

QStringList spellings(const QString &secret)
{
    const QString encoded = QString::fromLatin1(QUrl::toPercentEncoding(secret));
    QStringList all {secret, encoded, encoded.toLower(), QString(encoded).replace(u"%20"_s, u"+"_s),
        QUrl::fromPercentEncoding(secret.toUtf8()), jsonEscaped(secret), pythonEscaped(secret),
        shellQuoted(secret)};
    all.removeDuplicates();
    return all;
}

// scheme://user:PASSWORD@ with everything up to the last @ of the word: raw '/', '#' and '@' occur.
const QRegularExpression &urlPassword()
{
    static const QRegularExpression pattern(
        uR"re(([A-Za-z][\w+.-]*://[^\s:/?#@'"]*):[^\s'"]*@)re"_s);
    return pattern;
}

const QRegularExpression &keywordPassword()
{
    static const QRegularExpression pattern(
        uR"re(\b(password|passwd|pwd|sslpassword)(\s*=\s*)('(?:[^'\\]|\\.)*'|"[^"]*"|[^\s&,;)]+))re"_s,
        QRegularExpression::CaseInsensitiveOption);
    return pattern;
}

} // namespace

void Redactor::addSecret(const QString &secret)
{
    if (secret.size() < shortestFreeStanding)
        return;
    for (const QString &form : spellings(secret)) {
        if (form.size() >= shortestFreeStanding && !m_forms.contains(form))
            m_forms.append(form);
    }
    std::stable_sort(m_forms.begin(), m_forms.end(),
        [](const QString &a, const QString &b) { return a.size() > b.size(); });
}

QString Redactor::redact(const QString &text) const
{
    QString out = text;
    for (const QString &form : m_forms)
        out.replace(form, mask);
    if (out.contains(u"://"_s))
        out.replace(urlPassword(), u"\\1:"_s + mask + u"@"_s);
    if (out.contains(u'='))
        out.replace(keywordPassword(), u"\\1\\2"_s + mask);
    return out;
}

QStringList Redactor::redact(const QStringList &texts) const
{
    QStringList out;
    out.reserve(texts.size());
    for (const QString &text : texts)
        out.append(redact(text));
    return out;
}

} // namespace migrations
