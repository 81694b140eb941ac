// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "migrations/base/redactor.h"
#include "migrations/database/locks.h"
#include "migrations/operations/leftovers.h"
#include "migrations/operations/operation.h"
#include "migrations/operations/readback.h"
#include "migrations/operations/watch.h"

#include <QElapsedTimer>

namespace migrations {

// One operation from its checks to its end. Lives for one runOperation call.
class OperationRun
{
public:
    OperationRun(const ProjectState &state, const OperationRequest &request, Journal &journal,
        Progress &progress);

    OperationReport execute(std::optional<Alembic> warm);

private:
    Result<> check() const;
    Result<Alembic> alembic(std::optional<Alembic> warm);
    Result<> checkVersionTable(Alembic &alembic);
    Result<> takeLock();
    Result<> makeSqliteFile();
    void removeEmptyFile() const;
    Result<> proveUnchanged();
    Result<> checkColleagues();
    Result<> beginJournal();
    Result<RunAnswer> run(Alembic &alembic, Watch &watch);
    std::optional<int> lingeringBackend(Watch &watch) const;
    Result<DatabaseReading> readBack(int patienceMs);
    Result<DatabaseReading> readOnce() const;
    OperationReport refused(const Error &error);
    OperationReport conclude(
        const Result<RunAnswer> &answer, const Watch &watch, const std::optional<int> &lingering);
    void fillSteps(const Verdict &verdict, const Watch &watch);
    void takeInventory();
    void lookForLeftovers(RunEvidence &evidence) const;
    void learnFrom(ProjectState &after, const RunAnswer &answer) const;
    void finishJournal();
    Dialect dialect() const { return m_state.environment()->url->dialect; }
    void phase(const QString &text);

    const ProjectState &m_state;
    const OperationRequest &m_request;
    Journal &m_journal;
    Progress &m_progress;
    const Redactor m_redactor;
    const QString m_runId;
    OperationReport m_report;
    JournalEntry m_entry;
    DatabaseIdentity m_identity; // of the database that was on screen, or of the file made here
    std::optional<OperationLock> m_lock;
    QString m_madeFile;
    QStringList m_invalidBefore;
    QStringList m_hiddenBefore;
    QStringList m_outsideTransaction; // revisions whose script leaves Alembic's transaction
    std::optional<Inventory> m_inventory; // only when a step may leave something
    VersionTable m_versionTable;
    QString m_alembicVersion; // empty: not heard of
    QElapsedTimer m_clock;
};

} // namespace migrations
