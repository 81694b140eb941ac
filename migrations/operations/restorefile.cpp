// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/operations/restorefile.h"

#include "migrations/database/sqlite.h"
#include "migrations/lifecycle/keptfile.h"
#include "migrations/lifecycle/sqlitebackup.h"
#include "migrations/lifecycle/sqliterestore.h"
#include "migrations/operations/backupoperation.h"

#include <QFile>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

Result<> renamed(const QString &from, const QString &to)
{
    const auto file = findFile(from);
    if (file)
        return renameFile(*file, to);
    return failure(ErrorKind::File, u"%1 is gone."_s.arg(from), {}, u"no_file"_s);
}

// One restore of a file, from its checks to its end. Lives for one call.
class FileRestoration
{
public:
    FileRestoration(
        const ProjectState &state, const RestorePlan &plan, Journal &journal, Progress &progress)
        : m_state(state)
        , m_plan(plan)
        , m_fresh(plan.database + u"__new_"_s + plan.id)
        , m_run(state, restoreRequest(plan), journal, progress)
    {
    }

    LifecycleReport execute()
    {
        if (Result<> begun = m_run.begin(); !begun)
            return m_run.refused(begun.error());
        const Result<> done =
            write().and_then([&] { return m_plan.missing() ? place() : exchange(); });
        if (!done)
            return undo(done.error());
        return finish();
    }

private:
    Result<> write()
    {
        Progress &progress = m_run.progress();
        const Result<ReadableFile> file = openPlanned(m_plan, progress);
        if (!file)
            return tl::unexpected(file.error());
        QJsonObject planned {{u"name"_s, m_plan.database}, {u"making"_s, m_fresh},
            {u"holding"_s, m_plan.keptAs}, {u"backup"_s, backupFacts(m_plan.backup)}};
        if (!m_plan.missing())
            planned.insert(u"old"_s,
                QJsonObject {{u"name"_s, m_plan.database}, {u"oid"_s, m_plan.identity.database}});
        if (Result<> told = m_run.stage(u"planned"_s, planned); !told)
            return told;
        if (Result<> told = m_run.stage(u"restoring"_s); !told)
            return told;
        m_run.phase(u"Writing the restored file"_s);
        return copyBesideSqlite(*file, m_plan.database, m_fresh, progress).and_then([&] {
            return checkSqliteIntegrity(m_fresh, progress);
        });
    }

    Result<> place()
    {
        if (Result<> told = m_run.stage(u"renaming"_s); !told)
            return told;
        return renamed(m_fresh, m_plan.database);
    }

    // The old file keeps its inode: under its name until the exchange, as the kept one after it.
    Result<> exchange()
    {
        if (Result<> told = m_run.stage(u"closing"_s); !told)
            return told;
        m_run.phase(u"Making sure that nobody has the database open"_s);
        if (Result<> closed = closeFile({m_plan.database, m_plan.identity.database}); !closed)
            return closed;
        m_kept = {{u"name"_s, m_plan.keptAs}, {u"oid"_s, m_plan.identity.database},
            {u"of"_s, m_plan.database}, {u"server"_s, QString()}};
        if (Result<> told = m_run.stage(u"renaming"_s, {{u"kept"_s, m_kept}}); !told)
            return told;
        m_run.phase(u"Putting the restored file in its place"_s);
        return exchangeFiles(m_plan.database, m_fresh).and_then([&] {
            m_exchanged = true;
            return renamed(m_fresh, m_plan.keptAs);
        });
    }

    LifecycleReport finish()
    {
        NoProgress quiet;
        const ProjectState after = withDatabase(m_state, quiet);
        if (after.database)
            carryProtection(m_state, m_plan.identity, after.database->identity);
        QJsonObject facts {
            {u"backup"_s, backupFacts(m_plan.backup)}, {u"compared"_s, m_plan.check.ours}};
        if (!m_plan.missing())
            facts.insert(u"kept"_s, m_kept);
        return m_run.finish({.sentence = restoredSentence(m_plan), .facts = facts});
    }

    LifecycleReport undo(const Error &error)
    {
        if (m_exchanged)
            std::ignore = exchangeFiles(m_plan.database, m_fresh);
        if (error.code != "exists"_L1)
            QFile::remove(m_fresh);
        return m_run.finish({.outcome = Outcome::RolledBack,
            .sentence = u"%1 was not restored; it is as it was"_s.arg(m_plan.database),
            .nextAction =
                error.kind == ErrorKind::Cancelled ? u"It was cancelled."_s : error.message,
            .error = error});
    }

    const ProjectState &m_state;
    const RestorePlan &m_plan;
    const QString m_fresh;
    LifecycleRun m_run;
    QJsonObject m_kept;
    bool m_exchanged = false;
};

} // namespace

Result<RestorePlan> planRestoreFile(
    const ProjectState &state, RestorePlan plan, const ReadableFile &file, Progress &progress)
{
    plan.database = sqliteFile(*state.environment()->url, state.project.root);
    if (plan.database.isEmpty())
        return failure(ErrorKind::Refused,
            u"DATABASE_URL names an SQLite database in memory; there is nothing to restore into."_s,
            {}, u"in_memory"_s);
    const auto check = checkSqliteRestore(plan.backup, file, plan.foreign, progress);
    if (!check)
        return tl::unexpected(check.error());
    plan.check = *check;
    if (!state.database) {
        if (QFileInfo::exists(plan.database))
            return failure(ErrorKind::Refused,
                u"%1 is there but cannot be read, so it is not known what would be replaced. Move "
                u"it "
                "away first."_s.arg(plan.database),
                state.databaseError ? state.databaseError->message : QString(), u"unreadable"_s);
        return plan;
    }
    plan.identity = state.database->identity;
    plan.bytes = sqliteBytes(plan.database);
    plan.keptAs = plan.database + u"__old_"_s + plan.id;
    return plan;
}

LifecycleReport restoreFile(
    const ProjectState &state, const RestorePlan &plan, Journal &journal, Progress &progress)
{
    return FileRestoration(state, plan, journal, progress).execute();
}

RestoredFile restoredFileOf(const JournalEntry &entry)
{
    RestoredFile restored;
    QString inode;
    for (const JournalStage &stage : entry.stages) {
        if (stage.name != u"planned"_s)
            continue;
        restored.file = stage.data[u"name"_s].toString();
        restored.making = stage.data[u"making"_s].toString();
        restored.holding = stage.data[u"holding"_s].toString();
        inode = stage.data[u"old"_s][u"oid"_s].toString();
    }
    if (inode.isEmpty())
        return restored;
    for (const QString &path : {restored.file, restored.making, restored.holding}) {
        if (findFile(path) == NamedDatabase {path, inode})
            restored.old = NamedDatabase {path, inode};
    }
    restored.oldIsGone = !restored.old;
    return restored;
}

Result<> finishRestoredFile(const RestoredFile &restored)
{
    if (!restored.old || restored.old->name != restored.making)
        return {};
    return renameFile(*restored.old, restored.holding);
}

Result<> undoRestoredFile(const RestoredFile &restored, const QString &keepAs)
{
    if (!restored.old || restored.old->name == restored.file) {
        // What was written beside it never was anybody's database.
        if (!restored.making.isEmpty())
            QFile::remove(restored.making);
        return {};
    }
    const auto present = findFile(restored.file);
    if (!present)
        return renameFile(*restored.old, restored.file);
    return closeFile(*present)
        .and_then([&] { return exchangeFiles(restored.file, restored.old->name); })
        .and_then([&] { return renamed(restored.old->name, keepAs); });
}

} // namespace migrations
