// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/operations/journal.h"

#include <QElapsedTimer>
#include <QSqlDatabase>
#include <QVariant>

#include <functional>

class QSqlError;
class QSqlQuery;

namespace migrations {

Error journalError(const QString &doing, const QString &detail);
Error journalError(const QString &doing, const QSqlError &error, const QSqlDatabase &database);

// The connection, and what waits to be written. Only journal*.cpp include this.
struct Journal::Private
{
    struct PendingStep
    {
        qint64 operation;
        int step;
        qint64 elapsedMs;
    };
    struct PendingStatement
    {
        qint64 operation;
        JournalStatement statement;
    };

    QString connectionName;
    std::vector<PendingStep> steps;
    std::vector<PendingStatement> statements;
    QElapsedTimer sinceFlush;

    QSqlDatabase database() const { return QSqlDatabase::database(connectionName, false); }
    Result<> execute(const QString &sql, const QVariantList &values = {}) const;
    // select ends in WHERE or what follows it; take is called for each row.
    Result<> read(const QString &select, const QVariantList &values,
        const std::function<void(const QSqlQuery &)> &take) const;
    Result<std::vector<JournalEntry>> entries(
        const QString &where, const QVariantList &values) const;
    Result<std::optional<KeptSource>> source(
        const QString &where, const QVariantList &values) const;
    Result<> inTransaction(const std::function<Result<>()> &work) const;
    Result<> durably(const std::function<Result<>()> &work) const;
    Result<> writePending();
    void flushWhenDue();
    Result<qint64> insert(const JournalEntry &entry) const;
    Result<> writeSteps(qint64 id, const std::vector<JournalStep> &steps) const;
    Result<> endSteps(qint64 id, const std::vector<JournalStep> &list) const;
    Result<> keepSources(const QString &project, const std::vector<KeptSource> &sources) const;
    Result<> prepare() const;

    ~Private();
};

} // namespace migrations
