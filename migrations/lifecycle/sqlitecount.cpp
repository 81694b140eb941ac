// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/lifecycle/sqlitecount.h"

#include "migrations/lifecycle/sqlitehandles.h"

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

QString literal(QString text)
{
    return u"'%1'"_s.arg(text.replace(u'\'', u"''"_s));
}

QString identifier(QString name)
{
    return u"\"%1\""_s.arg(name.replace(u'"', u"\"\""_s));
}

} // namespace

Result<qint64> sqliteCount(
    const QString &file, const QString &table, const QString &column, Progress &progress)
{
    const Result<SqliteDatabase> database = openSqlite(file, SqliteOpen::Writable);
    if (!database)
        return tl::unexpected(database.error());
    const Result<QStringList> found = sqliteColumn(database->get(),
        u"SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = "_s + literal(table),
        progress);
    if (!found)
        return tl::unexpected(found.error());
    if (found->isEmpty())
        return 0;
    return sqliteColumn(database->get(),
        u"SELECT count(%1) FROM %2"_s.arg(
            column.isEmpty() ? u"*"_s : identifier(column), identifier(table)),
        progress)
        .map([](const QStringList &count) { return count.value(0).toLongLong(); });
}

} // namespace migrations
