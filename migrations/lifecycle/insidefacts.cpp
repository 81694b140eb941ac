// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/lifecycle/insidefacts.h"

#include "migrations/database/sqltext.h"
#include "migrations/lifecycle/pgaccess.h"
#include "migrations/lifecycle/pgtools.h"
#include "migrations/lifecycle/toolprocess.h"

#include <QFile>
#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <iterator>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

// Kinds as pg_restore lists them, before the schema's name.
constexpr std::array kinds {"EXTENSION "_L1, "SCHEMA "_L1, "SERVER "_L1, "FOREIGN DATA WRAPPER "_L1,
    "USER MAPPING "_L1, "DEFAULT ACL "_L1, "EVENT TRIGGER "_L1, "PUBLICATION "_L1,
    "PUBLICATION TABLES IN SCHEMA "_L1, "PROCEDURAL LANGUAGE "_L1};

// What grants and comments may be on, as they name it after a "-" for "in no schema".
constexpr std::array things {"SCHEMA "_L1, "EXTENSION "_L1, "SERVER "_L1, "FOREIGN SERVER "_L1,
    "FOREIGN DATA WRAPPER "_L1, "LANGUAGE "_L1, "EVENT TRIGGER "_L1, "PUBLICATION "_L1};

template <typename List>
bool beginsWithOneOf(const QString &text, const List &beginnings)
{
    return std::any_of(std::begin(beginnings), std::end(beginnings),
        [&](const auto &beginning) { return text.startsWith(beginning); });
}

std::vector<DumpEntry> entriesIn(const QString &list)
{
    // "3518; 0 0 COMMENT - SCHEMA app app_owner"
    static const QRegularExpression pattern(
        u"^(\\d+); \\d+ \\d+ (.+)$"_s, QRegularExpression::MultilineOption);
    std::vector<DumpEntry> entries;
    auto matches = pattern.globalMatch(list);
    while (matches.hasNext()) {
        const QRegularExpressionMatch match = matches.next();
        entries.push_back({match.captured(1).toInt(), match.captured(2)});
    }
    return entries;
}

// A grant or comment on something of an extension, which has no entry of its own: "ACL public
// FUNCTION hstore_in(cstring) postgres" without "FUNCTION public hstore_in(cstring) …".
bool isOnExtensionsMember(const QString &text, const std::vector<DumpEntry> &all)
{
    const QString schema = text.section(u' ', 1, 1);
    const QString kind = text.section(u' ', 2, 2);
    const QString rest = text.section(u' ', 3);
    if (schema == u"-"_s || kind == u"COLUMN"_s)
        return false;
    const QString own = kind + u' ' + schema + u' ' + rest.section(u' ', 0, -2);
    return std::none_of(
        all.begin(), all.end(), [&](const DumpEntry &entry) { return entry.text.startsWith(own); });
}

bool isToCarry(
    const QString &text, const std::vector<DumpEntry> &all, const QStringList &triggerFunctions)
{
    for (const auto what : {"ACL "_L1, "COMMENT "_L1}) {
        if (text.startsWith(what)) {
            const QString on = text.mid(what.size());
            return (on.startsWith(u"- "_s) && beginsWithOneOf(on.mid(2), things))
                || isOnExtensionsMember(text, all);
        }
    }
    return beginsWithOneOf(text, kinds) || beginsWithOneOf(text, triggerFunctions);
}

// "SCHEMA - app app_owner" -> "app"; "EXTENSION - hstore " has no owner.
QString nameOf(const QString &text, QLatin1StringView kind)
{
    const QString rest = text.mid(kind.size()).section(u' ', 1);
    return rest.section(u' ', 0, -2);
}

// CREATE SCHEMA app, op.execute(CreateSchema("app")) …
bool isCreatedIn(const QString &scripts, QLatin1StringView kind, const QString &name)
{
    const QString words = QString(kind).trimmed().replace(u' ', u"\\s+"_s);
    const QString quoted = QRegularExpression::escape(name);
    const QRegularExpression sql(u"\\bCREATE\\s+%1\\s+[\"'\\\\]*%2\\b"_s.arg(words, quoted),
        QRegularExpression::CaseInsensitiveOption);
    const QRegularExpression python(
        u"\\bCreateSchema\\(\\s*(name\\s*=\\s*)?[\"']%1[\"']"_s.arg(quoted));
    return scripts.contains(sql) || (kind == "SCHEMA "_L1 && scripts.contains(python));
}

QByteArray listText(const std::vector<DumpEntry> &entries)
{
    QByteArray text;
    for (const DumpEntry &entry : entries)
        text += QByteArray::number(entry.id) + ";\n";
    return text;
}

Result<> writeFile(const QString &path, const QByteArray &text)
{
    QFile file(path);
    if (file.open(QIODevice::WriteOnly) && file.write(text) == text.size() && file.flush())
        return {};
    return failure(ErrorKind::File, u"A temporary file could not be written."_s, file.errorString(),
        u"no_file"_s);
}

Result<QStringList> columnOf(PostgreSql &connection, const QString &query, Progress &progress)
{
    return connection.query(sqlText(query), progress).map([](const QueryRows &rows) {
        QStringList cells;
        for (const auto &row : rows.rows)
            cells.append(row.front().value_or(QString()));
        return cells;
    });
}

} // namespace

std::vector<DumpEntry> entriesToCarry(const QString &list, const QStringList &triggerFunctions)
{
    const std::vector<DumpEntry> all = entriesIn(list);
    std::vector<DumpEntry> chosen;
    std::copy_if(all.begin(), all.end(), std::back_inserter(chosen),
        [&](const DumpEntry &entry) { return isToCarry(entry.text, all, triggerFunctions); });
    return chosen;
}

bool waitsForMigrations(
    const DumpEntry &entry, const QString &scripts, const QStringList &triggerFunctions)
{
    if (entry.text.contains(u"EVENT TRIGGER "_s) || beginsWithOneOf(entry.text, triggerFunctions))
        return true;
    for (const auto kind : kinds) {
        if (entry.text.startsWith(kind) && isCreatedIn(scripts, kind, nameOf(entry.text, kind)))
            return true;
    }
    return false;
}

Result<QStringList> insideLines(const DatabaseUrl &url, const QString &database, Progress &progress)
{
    Result<PostgreSql> connection = PostgreSql::connect(url, {.databaseName = database}, progress);
    if (!connection)
        return tl::unexpected(connection.error());
    return columnOf(*connection, u"insidefacts"_s, progress);
}

QString InsideFacts::file(const QString &name) const
{
    return m_folder->filePath(name);
}

Result<InsideFacts> InsideFacts::take(
    const DatabaseUrl &url, const QString &database, const QString &scripts, Progress &progress)
{
    InsideFacts facts;
    facts.m_folder = std::make_unique<QTemporaryDir>();
    if (!facts.m_folder->isValid())
        return failure(ErrorKind::File, u"A temporary folder could not be made."_s,
            facts.m_folder->errorString(), u"no_folder"_s);
    const Result<> taken = facts.dump(url, database, progress).and_then([&] {
        return facts.choose(scripts, progress);
    });
    if (!taken)
        return tl::unexpected(taken.error());
    return facts;
}

Result<> InsideFacts::dump(const DatabaseUrl &url, const QString &database, Progress &progress)
{
    Result<PostgreSql> connection = PostgreSql::connect(url, {.databaseName = database}, progress);
    if (!connection)
        return tl::unexpected(connection.error());
    auto lines = columnOf(*connection, u"insidefacts"_s, progress);
    if (!lines)
        return tl::unexpected(lines.error());
    m_lines = *std::move(lines);
    auto functions = columnOf(*connection, u"eventtriggerfunctions"_s, progress);
    if (!functions)
        return tl::unexpected(functions.error());
    m_triggerFunctions = *std::move(functions);
    const Result<PgTools> tools = findPgTools(connection->serverVersion(), progress);
    if (!tools)
        return tl::unexpected(tools.error());
    m_restore = tools->restore;
    const Result<PgAccess> access = PgAccess::to(url, database);
    if (!access)
        return tl::unexpected(access.error());
    QFile archive(file(u"dump"_s));
    if (!archive.open(QIODevice::WriteOnly))
        return failure(ErrorKind::File, u"A temporary file could not be made."_s,
            archive.errorString(), u"no_file"_s);
    // Without tables it takes no locks, however many there are.
    return runToolToSuccess({.program = tools->dump,
                                .arguments = {u"--format=custom"_s, u"--schema-only"_s,
                                    u"--exclude-table=*.*"_s, u"--lock-wait-timeout=5000"_s},
                                .environment = access->environment(),
                                .output = archive.handle()},
        u"What %1 holds beside its tables could not be read."_s.arg(database), progress)
        .map([](const ToolEnd &) {});
}

Result<> InsideFacts::choose(const QString &scripts, Progress &progress)
{
    const Result<ToolEnd> list =
        runToolToSuccess({.program = m_restore,
                             .arguments = {u"--list"_s, file(u"dump"_s)},
                             .environment = QProcessEnvironment::systemEnvironment()},
            u"The table of contents of a dump could not be read."_s, progress);
    if (!list)
        return tl::unexpected(list.error());
    m_entries = entriesToCarry(QString::fromUtf8(list->output), m_triggerFunctions);
    std::copy_if(m_entries.begin(), m_entries.end(), std::back_inserter(m_early),
        [&](const DumpEntry &entry) {
            return !waitsForMigrations(entry, scripts, m_triggerFunctions);
        });
    return writeFile(file(u"all"_s), listText(m_entries)).and_then([&] {
        return writeFile(file(u"early"_s), listText(m_early));
    });
}

Result<> InsideFacts::putInto(
    const DatabaseUrl &url, const QString &database, When when, Progress &progress) const
{
    const bool early = when == When::BeforeMigrations;
    if ((early ? m_early : m_entries).empty())
        return {};
    const Result<PgAccess> access = PgAccess::to(url, database);
    if (!access)
        return tl::unexpected(access.error());
    // An empty name: PGDATABASE, which is taken literally.
    const Result<ToolEnd> end =
        runTool({.program = m_restore,
                    .arguments = {u"--dbname="_s,
                        u"--use-list="_s + file(early ? u"early"_s : u"all"_s), file(u"dump"_s)},
                    .environment = access->environment()},
            progress);
    if (!end)
        return tl::unexpected(end.error());
    if (end->exitCode == 0 || end->complaints.contains(u"errors ignored on restore"_s))
        return {};
    return failure(ErrorKind::Database,
        u"What the database held beside its tables could not be put into the new one."_s,
        end->complaints, u"restore_failed"_s);
}

} // namespace migrations
