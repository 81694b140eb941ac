// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/lifecycle/insidefacts.h"
#include "migrations/operations/recreateoperation.h"

namespace migrations {

// What an interrupted recreate left in the journal, enough to finish or undo it.
struct RecreateStages
{
    RecreateRecord record;
    QString server; // system_identifier
    QStringList outside; // factLines of the old one
    QStringList inside; // insideLines of the old one
    QString last; // the stage it came to
};
RecreateStages recreateStagesOf(const JournalEntry &entry);

// One making anew of a PostgreSQL database, from its checks to its end. Lives for one call.
class Recreation
{
public:
    Recreation(
        const ProjectState &state, const RecreatePlan &plan, Journal &journal, Progress &progress);

    LifecycleReport execute();
    // Goes on where an interrupted one had put the new database in its place.
    LifecycleReport finish(const JournalEntry &entry);

private:
    Result<> prepare();
    Result<> refuseOthers();
    Result<> startPython();
    Result<> takeInside();
    Result<> build();
    Result<> furnish(const NamedDatabase &fresh);
    Result<> replace();
    Result<> migrate();
    LifecycleReport migrateAndVerify();
    Result<QStringList> notCarried();
    LifecycleReport verify();
    LifecycleReport undo(Error error);
    LifecycleReport stopFinishing(const Error &error);
    Result<> announce(const QString &stage, const QString &text, const QJsonObject &data = {});
    Result<> reconnect();
    QString scripts() const;
    QJsonObject factsNow(const QStringList &missing) const;

    const ProjectState &m_state;
    const RecreatePlan &m_plan;
    LifecycleRun m_run;
    std::optional<PostgreSql> m_beside;
    std::optional<Alembic> m_alembic;
    RecreatePreflight m_preflight;
    std::optional<InsideFacts> m_inside;
    RecreateStages m_stages;
    bool m_finishing = false;
    QStringList m_left; // statements for the person
    std::optional<OperationReport> m_migrated;
};

} // namespace migrations
