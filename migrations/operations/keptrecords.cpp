// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/operations/keptrecords.h"

#include "migrations/database/sqlite.h"
#include "migrations/lifecycle/keptfile.h"
#include "migrations/operations/recreatefile.h"

#include <algorithm>
#include <tuple>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

constexpr int entriesLooked = 1'000;

// Keyed by oid: what the journal says of each.
Result<QMap<QString, KeptRecord>> fromJournal(
    const Journal &journal, const ProjectState &state, const QString &server)
{
    const auto entries = journal.entries(memoryKey(state.project), entriesLooked);
    if (!entries)
        return tl::unexpected(entries.error());
    QMap<QString, KeptRecord> records;
    for (const JournalEntry &entry : *entries) {
        for (const JournalStage &stage : entry.stages) {
            const QJsonObject kept = stage.data[u"kept"_s].toObject();
            const QString oid = kept[u"oid"_s].toString();
            if (oid.isEmpty() || kept[u"server"_s].toString() != server || records.contains(oid))
                continue;
            records.insert(oid,
                {.database = {.database = {kept[u"name"_s].toString(), oid}},
                    .of = kept[u"of"_s].toString(),
                    .since = stage.time,
                    .by = entry.kind,
                    .journalId = entry.id});
        }
    }
    return records;
}

void newestFirst(std::vector<KeptRecord> &records)
{
    std::stable_sort(records.begin(), records.end(),
        [](const KeptRecord &a, const KeptRecord &b) { return a.since > b.since; });
}

QString databaseNameOf(const ProjectState &state)
{
    return state.database ? state.database->databaseName : state.environment()->url->databaseName();
}

Result<std::vector<KeptRecord>> onServer(
    const Journal &journal, const ProjectState &state, Progress &progress)
{
    const QString name = databaseNameOf(state);
    Result<PostgreSql> beside = connectBeside(*state.environment()->url, name, progress);
    if (!beside)
        return tl::unexpected(beside.error());
    const Result<DatabaseIdentity> server = readIdentity(*beside, progress);
    if (!server)
        return tl::unexpected(server.error());
    const auto known = fromJournal(journal, state, server->server);
    if (!known)
        return tl::unexpected(known.error());
    const auto found = keptDatabases(*beside, name, known->keys(), progress);
    if (!found)
        return tl::unexpected(found.error());
    std::vector<KeptRecord> records;
    for (const KeptDatabase &kept : *found) {
        KeptRecord record = known->value(kept.database.oid, {.of = name});
        record.database = kept;
        // One that was put back has its name again.
        if (record.of == name && kept.database.name != name)
            records.push_back(record);
    }
    newestFirst(records);
    return records;
}

Result<std::vector<KeptRecord>> besideFile(const Journal &journal, const ProjectState &state)
{
    const QString file = sqliteFile(*state.environment()->url, state.project.root);
    const auto known = fromJournal(journal, state, QString());
    if (!known)
        return tl::unexpected(known.error());
    std::vector<KeptRecord> records;
    for (const KeptDatabase &kept : keptFiles(file)) {
        KeptRecord record = known->value(kept.database.oid, {.of = file});
        record.database = kept;
        records.push_back(record);
    }
    newestFirst(records);
    return records;
}

LifecycleRequest requestFor(const ProjectState &state, LifecycleKind kind, const QString &target)
{
    return {.kind = kind,
        .target = target,
        .identity = state.database ? state.database->identity : DatabaseIdentity(),
        .lock = LifecycleRequest::Lock::Outside};
}

QJsonObject keptJson(
    const NamedDatabase &database, const QString &name, const QString &of, const QString &server)
{
    return {{u"name"_s, name}, {u"oid"_s, database.oid}, {u"of"_s, of}, {u"server"_s, server}};
}

// What undoing does on a server, when its frame has begun.
class Undoing
{
public:
    Undoing(LifecycleRun &run, const KeptRecord &record, PostgreSql &beside, QString server)
        : m_run(run)
        , m_record(record)
        , m_beside(beside)
        , m_server(std::move(server))
    {
    }

    Result<> check()
    {
        const auto present = findDatabase(m_beside, m_record.of, m_run.progress());
        if (!present)
            return tl::unexpected(present.error());
        m_present = *present;
        m_aside = holdingName(m_record.of, m_run.runId());
        QJsonObject data {{u"server"_s, m_server}, {u"name"_s, m_record.of},
            {u"new"_s,
                keptJson(m_record.database.database, m_record.database.database.name, m_record.of,
                    m_server)}};
        if (m_present)
            data.insert(u"old"_s, keptJson(*m_present, m_present->name, m_record.of, m_server));
        return m_run.stage(u"planned"_s, data);
    }

    Result<> swap()
    {
        if (Result<> told = m_run.stage(u"closing"_s); !told)
            return told;
        m_run.phase(u"Closing the database that is there"_s);
        Progress &progress = m_run.progress();
        if (m_present) {
            if (Result<> closed = closeDatabase(m_beside, *m_present, progress); !closed)
                return closed;
        }
        if (Result<> closed = closeDatabase(m_beside, m_record.database.database, progress);
            !closed)
            return closed;
        QJsonObject data {
            {u"new"_s, keptJson(m_record.database.database, m_record.of, m_record.of, m_server)}};
        if (m_present)
            data.insert(u"kept"_s, kept());
        if (Result<> told = m_run.stage(u"renaming"_s, data); !told)
            return told;
        m_run.phase(u"Putting the kept database back"_s);
        return swapDatabases(
            m_beside, {m_record.of, m_record.database.database, m_present, m_aside}, progress);
    }

    void reopen()
    {
        if (m_present)
            std::ignore = openDatabase(m_beside, *m_present);
    }
    bool isBack()
    {
        NoProgress quiet;
        const auto now = findDatabaseByOid(m_beside, m_record.database.database.oid, quiet);
        return now && *now && (*now)->name == m_record.of;
    }
    QJsonObject kept() const
    {
        return m_present ? keptJson(*m_present, m_aside, m_record.of, m_server) : QJsonObject();
    }

private:
    LifecycleRun &m_run;
    const KeptRecord &m_record;
    PostgreSql &m_beside;
    const QString m_server;
    std::optional<NamedDatabase> m_present;
    QString m_aside;
};

LifecycleReport undoOnServer(LifecycleRun &run, const KeptRecord &record)
{
    Result<PostgreSql> beside = connectBeside(run.url(), record.of, run.progress());
    if (!beside)
        return run.refused(beside.error());
    const Result<DatabaseIdentity> server = readIdentity(*beside, run.progress());
    if (!server)
        return run.refused(server.error());
    Undoing undoing(run, record, *beside, server->server);
    if (Result<> fit = undoing.check(); !fit)
        return run.refused(fit.error());
    const Result<> swapped = undoing.swap();
    if (!swapped && !undoing.isBack()) {
        undoing.reopen();
        return run.finish({.outcome = Outcome::RolledBack,
            .sentence = u"%1 was not put back: %2"_s.arg(record.of, swapped.error().message),
            .nextAction = u"Nothing was changed."_s,
            .error = swapped.error()});
    }
    const QJsonObject kept = undoing.kept();
    QString sentence =
        u"%1 is back as it was (oid %2)"_s.arg(record.of, record.database.database.oid);
    if (!kept.isEmpty())
        sentence += u"; the one that was there is kept as "_s + kept[u"name"_s].toString();
    return run.finish({.sentence = sentence,
        .facts = {{u"kept"_s, kept},
            {u"back"_s,
                keptJson(record.database.database, record.of, record.of, server->server)}}});
}

Result<> dropOnServer(LifecycleRun &run, const KeptRecord &record)
{
    return connectBeside(run.url(), record.of, run.progress()).and_then([&](PostgreSql beside) {
        return dropDatabase(beside, record.database.database, run.progress());
    });
}

} // namespace

bool isOld(const KeptRecord &record, const QDateTime &now, int days)
{
    return record.since.isValid() && record.since.daysTo(now) >= days;
}

Result<std::vector<KeptRecord>> keptRecords(
    const Journal &journal, const ProjectState &state, Progress &progress)
{
    const Environment *environment = state.environment();
    if (environment == nullptr || !environment->url)
        return std::vector<KeptRecord>();
    return environment->url->dialect == Dialect::Sqlite ? besideFile(journal, state)
                                                        : onServer(journal, state, progress);
}

LifecycleReport undoWithKept(
    const ProjectState &state, const KeptRecord &record, Journal &journal, Progress &progress)
{
    LifecycleRun run(state, requestFor(state, LifecycleKind::Undo, record.database.database.name),
        journal, progress);
    if (Result<> begun = run.begin(); !begun)
        return run.refused(begun.error());
    return run.url().dialect == Dialect::Sqlite ? undoWithKeptFile(run, record)
                                                : undoOnServer(run, record);
}

LifecycleReport dropKept(
    const ProjectState &state, const KeptRecord &record, Journal &journal, Progress &progress)
{
    const NamedDatabase &kept = record.database.database;
    LifecycleRun run(
        state, requestFor(state, LifecycleKind::DropKept, kept.name), journal, progress);
    if (Result<> begun = run.begin(); !begun)
        return run.refused(begun.error());
    if (Result<> told = run.stage(u"dropping"_s, {{u"name"_s, kept.name}, {u"oid"_s, kept.oid}});
        !told)
        return run.refused(told.error());
    run.phase(u"Dropping "_s + kept.name);
    const Result<> dropped =
        run.url().dialect == Dialect::Sqlite ? dropKeptFile(kept) : dropOnServer(run, record);
    if (!dropped)
        return run.refused(dropped.error());
    return run.finish({.sentence = u"Dropped %1 (oid %2)"_s.arg(kept.name, kept.oid),
        .facts = {{u"dropped"_s, keptJson(kept, kept.name, record.of, QString())}}});
}

} // namespace migrations
