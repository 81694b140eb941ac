// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/lifecycle/restoreinto.h"

#include "migrations/lifecycle/pgaccess.h"
#include "migrations/lifecycle/pgtools.h"
#include "migrations/lifecycle/toolprocess.h"

#include <QRegularExpression>
#include <QThread>
#include <QUuid>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

constexpr qint64 worthSeveralJobs = 64 * 1024 * 1024;

// The file is handed over open: what was checked is what is restored, whatever happens to its name.
// Several jobs each open it anew, through the descriptor. An empty --dbname says that there is one;
// which, PGDATABASE says: here a name with "=" in it would be read as a connection string.
QStringList argumentsFor(const ReadableFile &dump, const RestoreInto &target)
{
    QStringList arguments {
        u"--exit-on-error"_s, u"--no-password"_s, u"--verbose"_s, u"--dbname="_s};
    if (target.owners == RestoreInto::Owners::Ignored)
        arguments += {u"--no-owner"_s, u"--no-privileges"_s};
    if (dump.size() >= worthSeveralJobs)
        arguments += u"--jobs="_s + QString::number(std::clamp(QThread::idealThreadCount(), 1, 4));
    return arguments + QStringList {u"/dev/stdin"_s};
}

void reportTable(const QString &line, Progress &progress)
{
    static const QRegularExpression table(u"processing data for table \"(.+)\""_s);
    const QRegularExpressionMatch match = table.match(line);
    if (match.hasMatch())
        progress.report(
            {.kind = Event::Kind::Phase, .text = u"Restoring %1"_s.arg(match.captured(1))});
}

Result<PgTools> toolsFor(const RestoreInto &target, Progress &progress)
{
    ConnectOptions options;
    options.databaseName = target.database;
    return PostgreSql::connect(target.url, options, progress)
        .and_then([&](const PostgreSql &connection) {
            return findPgTools(connection.serverVersion(), progress);
        });
}

} // namespace

Result<> restoreInto(const ReadableFile &dump, const RestoreInto &target, Progress &progress)
{
    const Result<PgTools> tools = toolsFor(target, progress);
    if (!tools)
        return tl::unexpected(tools.error());
    const QString application =
        u"spiritsafe restore "_s + QUuid::createUuid().toString(QUuid::Id128).left(8);
    const Result<PgAccess> access = PgAccess::to(target.url, target.database, application);
    if (!access)
        return tl::unexpected(access.error());
    if (const Result<> start = dump.rewind(); !start)
        return start;
    ToolRun run {.program = tools->restore,
        .arguments = argumentsFor(dump, target),
        .environment = access->environment(),
        .input = dump.descriptor(),
        .line = [&](const QString &line) { reportTable(line, progress); }};
    run.redactor.addSecret(target.url.keywords.value(u"password"_s));
    Result<ToolEnd> end = runToolToSuccess(run,
        u"The backup could not be restored. The detail has pg_restore's words; the database itself "
        "was not touched."_s,
        progress);
    if (end)
        return {};
    if (end.error().code == "tool_failed"_L1)
        end.error().code = u"restore_failed"_s;
    return tl::unexpected(end.error());
}

Result<> compareRestored(const Backup &backup, const RestoreInto &target, Progress &progress)
{
    ConnectOptions options;
    options.databaseName = target.database;
    const Result<DatabaseContent> found =
        PostgreSql::connect(target.url, options, progress).and_then([&](PostgreSql connection) {
            return readContent(
                connection, {.seed = backup.content.seed, .like = &backup.content}, progress);
        });
    if (!found)
        return tl::unexpected(found.error());
    const QStringList differences = contentDifferences(backup.content, *found);
    if (differences.isEmpty())
        return {};
    return failure(ErrorKind::Refused,
        u"What was restored is not what was backed up. %1"_s.arg(differences.first()),
        differences.join(u'\n'), u"not_the_same"_s);
}

} // namespace migrations
