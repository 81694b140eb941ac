// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/lifecycle/restorecheck.h"

#include "migrations/database/sqltext.h"
#include "migrations/lifecycle/sqlitebackup.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <array>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

QString namesIn(const QueryRows &rows, const QString &column)
{
    QStringList names;
    for (const QJsonValue value : QJsonDocument::fromJson(rows.text(0, column).toUtf8()).array())
        names += value.toString();
    return names.join(u", "_s);
}

// PostgreSQL's text form of an array, every element quoted.
QString arrayText(const QStringList &names)
{
    QStringList quoted;
    for (QString name : names)
        quoted += u'"' + name.replace(u'\\', u"\\\\"_s).replace(u'"', u"\\\""_s) + u'"';
    return u'{' + quoted.join(u',') + u'}';
}

struct Need
{
    QLatin1StringView column;
    QLatin1StringView message; // %1: the names
};

constexpr std::array needs {
    Need {"missing_roles"_L1,
        "The backup names roles that this server does not have: %1. Create them first (CREATE "
        "ROLE), or restore on the server they belong to. Nothing was changed."_L1},
    Need {"not_member"_L1,
        "The backup holds what belongs to %1, and this role may not give anything to them. Restore "
        "with a role that is a member of each, or a superuser. Nothing was changed."_L1},
    Need {"missing_extensions"_L1,
        "The backup needs extensions that are not installed on the server: %1. Install their "
        "packages there first. Nothing was changed."_L1},
    Need {"superuser_extensions"_L1,
        "The backup needs extensions that only a superuser may create: %1. Restore with a "
        "superuser. Nothing was changed."_L1},
    Need {"missing_tablespaces"_L1,
        "The backup uses tablespaces that this server does not have: %1. Create them first. "
        "Nothing "
        "was changed."_L1},
};

Result<> checkNeeds(PostgreSql &server, RestoreCheck &check, Progress &progress)
{
    const DumpNeeds &wanted = check.needs;
    const Result<QueryRows> rows = server.query(sqlText(u"dumpneeds"_s),
        {arrayText(wanted.owners), arrayText(wanted.roles), arrayText(wanted.extensions),
            arrayText(wanted.tablespaces)},
        progress);
    if (!rows)
        return tl::unexpected(rows.error());
    check.superuser = rows->text(0, u"is_superuser"_s) == "t"_L1;
    for (const Need &need : needs) {
        const QString names = namesIn(*rows, need.column);
        if (!names.isEmpty())
            return failure(ErrorKind::Refused, QString(need.message).arg(names), {}, need.column);
    }
    return {};
}

tl::unexpected<Error> isForeign(const Backup &backup, const Error &why)
{
    if (why.code == "damaged"_L1)
        return failure(ErrorKind::Refused,
            u"%1 is not the file that was backed up: its checksum is another one. Take another "
            "backup."_s.arg(backup.name()),
            why.detail, why.code);
    return failure(ErrorKind::Refused,
        u"%1 was not made by Spiritsafe: there is no manifest beside it. Restoring it runs "
        "whatever is in it with your rights on the server."_s.arg(backup.name()),
        {}, u"foreign"_s);
}

// Ours, or agreed to be somebody else's.
Result<bool> isOurs(
    const Backup &backup, const ReadableFile &file, Foreign foreign, Progress &progress)
{
    const Result<> same = compareChecksum(backup, file, progress);
    if (same)
        return true;
    if (same.error().kind != ErrorKind::Refused)
        return tl::unexpected(same.error());
    if (foreign == Foreign::Refused)
        return isForeign(backup, same.error());
    return false;
}

tl::unexpected<Error> otherDialect(const Backup &backup)
{
    return failure(ErrorKind::Refused,
        u"%1 is a backup of another kind of database. Nothing was changed."_s.arg(backup.name()),
        {}, u"other_dialect"_s);
}

} // namespace

Result<RestoreCheck> checkRestore(PostgreSql &server, const Backup &backup,
    const ReadableFile &file, Foreign foreign, Progress &progress)
{
    if (backup.dialect != Dialect::PostgreSql || backup.name().endsWith(".sqlite"_L1))
        return otherDialect(backup);
    const Result<PgTools> tools = findPgTools(server.serverVersion(), progress);
    if (!tools)
        return tl::unexpected(tools.error());
    if (const Result<> whole = readToTheEnd(*tools, file.descriptor(), progress); !whole)
        return tl::unexpected(whole.error());
    const Result<bool> ours = isOurs(backup, file, foreign, progress);
    if (!ours)
        return tl::unexpected(ours.error());
    RestoreCheck check {.ours = *ours};
    return readDumpNeeds(*tools, file, progress)
        .and_then([&](const DumpNeeds &found) {
            check.needs = found;
            return checkNeeds(server, check, progress);
        })
        .map([&] { return check; });
}

Result<RestoreCheck> checkSqliteRestore(
    const Backup &backup, const ReadableFile &file, Foreign foreign, Progress &progress)
{
    if (backup.hasManifest && backup.dialect != Dialect::Sqlite)
        return otherDialect(backup);
    if (const Result<> whole = checkSqliteIntegrity(file.path(), progress); !whole)
        return tl::unexpected(whole.error());
    return isOurs(backup, file, foreign, progress).map([](bool ours) {
        return RestoreCheck {.ours = ours};
    });
}

} // namespace migrations
