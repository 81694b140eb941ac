// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/database/pgkeywords.h"

using namespace Qt::StringLiterals;

namespace migrations {

PgKeywords::PgKeywords(const DatabaseUrl &url, const ConnectOptions &options)
{
    QMap<QString, QString> keywords = url.keywords;
    if (!options.databaseName.isEmpty())
        keywords.insert(u"dbname"_s, options.databaseName);
    keywords.insert(u"application_name"_s, options.applicationName);
    keywords.insert(u"client_encoding"_s, u"UTF8"_s);
    for (auto it = keywords.cbegin(); it != keywords.cend(); ++it)
        m_texts.emplace_back(it.key().toUtf8(), it.value().toUtf8());
    for (const auto &[name, value] : m_texts) {
        m_names.push_back(name.constData());
        m_values.push_back(value.constData());
    }
    m_names.push_back(nullptr);
    m_values.push_back(nullptr);
}

PgKeywords::~PgKeywords()
{
    for (auto &[name, value] : m_texts)
        value.fill('\0');
}

} // namespace migrations
