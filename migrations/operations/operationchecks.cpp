// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

// What an operation asks of the database and of the project around its run; the run itself is in
// operationrun.cpp.

#include "migrations/database/sqlite.h"
#include "migrations/operations/aftermath.h"
#include "migrations/operations/colleagues.h"
#include "migrations/operations/operationrun.h"

#include <QFile>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace migrations {

Result<> OperationRun::check() const
{
    const Environment *environment = m_state.environment();
    if (environment == nullptr || !environment->url)
        return failure(
            ErrorKind::Refused, u"There is no DATABASE_URL to run against."_s, {}, u"no_url"_s);
    return {};
}

// The imports of a helper go on in the background while the lock is taken and the rows are read.
Result<Alembic> OperationRun::alembic(std::optional<Alembic> warm)
{
    if (warm && warm->alive())
        return *std::move(warm);
    return startAlembic(m_state, m_progress);
}

// The rows on screen were read from a table that was only guessed: ask env.py before anything runs.
Result<> OperationRun::checkVersionTable(Alembic &alembic)
{
    if (m_state.memory.versionTableKnown)
        return {};
    const Result<RunContext> context = alembic.context(m_progress);
    if (!context)
        return tl::unexpected(context.error());
    ProjectState learned = m_state;
    rememberVersionTable(learned, context->versionTable);
    remember(learned);
    m_versionTable = context->versionTable;
    if (context->versionTable == m_state.memory.versionTable)
        return {};
    return failure(ErrorKind::Refused,
        u"env.py keeps its rows in %1, not in %2 as was assumed. Refresh (F5) and plan again."_s
            .arg(context->versionTable.display(), m_state.memory.versionTable.display()),
        {}, u"version_table_differs"_s);
}

Result<> OperationRun::takeLock()
{
    phase(u"Taking the lock"_s);
    return OperationLock::acquire(*m_state.environment()->url, m_request.identity,
        {.baseFolder = m_state.project.root, .heldOutside = m_request.lockedOutside}, m_progress)
        .map([this](OperationLock lock) { m_lock = std::move(lock); });
}

Result<DatabaseReading> OperationRun::readOnce() const
{
    NoProgress quiet;
    return readDatabase(*m_state.environment()->url, m_versionTable, m_state.project.root, quiet);
}

// A SQLite database that is not there yet is what its first connection makes it: an empty file.
// Made here, it has an identity that the helper can be held to.
Result<> OperationRun::makeSqliteFile()
{
    const QString path = sqliteFile(*m_state.environment()->url, m_state.project.root);
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly))
        return failure(ErrorKind::File, u"The database file %1 could not be made."_s.arg(path),
            file.errorString(), u"no_file"_s);
    file.close();
    m_madeFile = path;
    return readOnce().map([this](const DatabaseReading &made) { m_identity = made.identity; });
}

// The empty file goes again when the run left it empty.
void OperationRun::removeEmptyFile() const
{
    if (!m_madeFile.isEmpty() && QFileInfo(m_madeFile).size() == 0)
        QFile::remove(m_madeFile);
}

// Under the lock: the very database on screen, at the very rows that were planned from.
Result<> OperationRun::proveUnchanged()
{
    const Result<DatabaseReading> reading = readOnce();
    if (!reading && reading.error().code == "no_file"_L1 && m_request.plan.rowsBefore.isEmpty())
        return makeSqliteFile();
    if (!reading)
        return tl::unexpected(reading.error());
    m_invalidBefore = reading->invalidIndexes;
    m_hiddenBefore = reading->versionTablesElsewhere;
    if (m_request.identity.known() && reading->identity != m_request.identity)
        return failure(ErrorKind::Refused,
            u"DATABASE_URL now leads to another database than the one on screen. Nothing was run. "
            u"Refresh "
            "(F5) and plan again."_s,
            {}, u"identity_differs"_s);
    if (Result<> writable = refuseReadOnly(*reading); !writable)
        return writable;
    QStringList planned = m_request.plan.rowsBefore;
    planned.sort();
    if (reading->rows == planned)
        return {};
    return failure(ErrorKind::Refused,
        u"The database has moved since the plan was made: it stands at %1, the plan starts at %2. "
        u"Nothing "
        "was run. Refresh (F5) and plan again."_s.arg(
            reading->rows.isEmpty() ? u"base"_s : reading->rows.join(u", "_s),
            planned.isEmpty() ? u"base"_s : planned.join(u", "_s)),
        reading->rows == m_request.plan.rowsAfter() ? u"at_target"_s : QString(), u"rows_differ"_s);
}

Result<> OperationRun::checkColleagues()
{
    if (dialect() != Dialect::PostgreSql)
        return {};
    return refuseColleagues(*m_lock, m_versionTable, m_progress);
}

// Asked for no longer by a server that was deaf to the cancel: it had its time already.
std::optional<int> OperationRun::lingeringBackend(Watch &watch) const
{
    if (dialect() != Dialect::PostgreSql)
        return std::nullopt;
    return waitForBackendToEnd(watch.second(), watch.backendPid(), watch.toldDeaf() ? 0 : lingerMs);
}

// Only what runs outside a transaction can outlive its failure.
void OperationRun::takeInventory()
{
    if (dialect() != Dialect::PostgreSql || m_outsideTransaction.isEmpty())
        return;
    NoProgress quiet;
    if (auto read = readInventory(m_lock->connection(), m_versionTable.name, quiet))
        m_inventory = std::move(*read);
}

void OperationRun::lookForLeftovers(RunEvidence &evidence) const
{
    if (!m_inventory || !evidence.reading)
        return;
    NoProgress quiet;
    auto connection = PostgreSql::connect(*m_state.environment()->url, {.readOnly = true}, quiet);
    if (!connection)
        return;
    const auto now = readInventory(*connection, m_versionTable.name, quiet);
    if (!now)
        return;
    evidence.appeared = onlyIn(*now, *m_inventory);
    evidence.vanished = onlyIn(*m_inventory, *now);
}

// A server that waits for its sessions to end (a smart shutdown) waits for the lock's, so that goes
// then: nothing runs any more.
Result<DatabaseReading> OperationRun::readBack(int patienceMs)
{
    if (m_progress.givenUp()) // nobody waits for a server that may come back
        return readOnce();
    return readUntilItAnswers(
        [this] { return readOnce(); }, patienceMs, [this] { m_lock.reset(); });
}

} // namespace migrations
