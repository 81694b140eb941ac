// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/tour/sqlsession.h"

#include "migrations/database/databaseurl.h"

#include <cstdio>
#include <vector>

namespace app {

using namespace Qt::StringLiterals;

SqlSession::SqlSession(const QString &databaseUrl, const QString &application)
{
    const auto url = migrations::DatabaseUrl::fromText(databaseUrl);
    if (!url)
        return;
    QMap<QString, QString> keywords = url->keywords;
    keywords.insert(u"application_name"_s, application);
    std::vector<QByteArray> bytes;
    for (const auto &[name, value] : keywords.asKeyValueRange()) {
        bytes.push_back(name.toUtf8());
        bytes.push_back(value.toUtf8());
    }
    std::vector<const char *> names;
    std::vector<const char *> values;
    for (std::size_t i = 0; i < bytes.size(); i += 2) {
        names.push_back(bytes.at(i).constData());
        values.push_back(bytes.at(i + 1).constData());
    }
    names.push_back(nullptr);
    values.push_back(nullptr);
    m_connection.reset(PQconnectdbParams(names.data(), values.data(), 0));
}

bool SqlSession::run(const QString &sql)
{
    PGresult *result = PQexec(m_connection.get(), sql.toUtf8().constData());
    const ExecStatusType status = PQresultStatus(result);
    PQclear(result);
    const bool good = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
    if (!good)
        std::fprintf(stderr, "%s\n", PQerrorMessage(m_connection.get()));
    return good;
}

} // namespace app
