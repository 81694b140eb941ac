// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/database/identity.h"

#include "migrations/database/sqltext.h"

using namespace Qt::StringLiterals;

namespace migrations {

QString DatabaseIdentity::key() const
{
    const QString kind = dialect == Dialect::Sqlite ? u"sqlite"_s : u"postgresql"_s;
    return kind + u':' + server + u':' + database;
}

Result<DatabaseIdentity> readIdentity(PostgreSql &connection, Progress &progress)
{
    return connection.query(sqlText(u"identity"_s), progress).map([](const QueryRows &rows) {
        return DatabaseIdentity {Dialect::PostgreSql, rows.text(0, u"system_identifier"_s),
            rows.text(0, u"database_oid"_s)};
    });
}

} // namespace migrations
