// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/database/locks.h"

#include "migrations/database/sessionrows.h"
#include "migrations/database/sqltext.h"

#include <QDeadlineTimer>
#include <QThread>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

constexpr int queryLimitMs = 5'000;
constexpr int reactionLimitMs = 5'000;
constexpr int sliceMs = 20;

using Parameter = std::optional<QString>;

// Passes reports on, but not the wish to stop: stopping is what is being done.
class Unstoppable final : public Progress
{
public:
    explicit Unstoppable(Progress &outer)
        : m_outer(outer)
    {
    }
    void report(const Event &event) override { m_outer.report(event); }
    bool cancelled() override { return false; }

private:
    Progress &m_outer;
};

Parameter unlessEmpty(const QString &text)
{
    return text.isEmpty() ? Parameter() : Parameter(text);
}

Result<QueryRows> sessionFacts(
    PostgreSql &connection, int pid, const QString &start, Progress &progress)
{
    return connection.query(sqlText(u"sessionfacts"_s), {QString::number(pid), unlessEmpty(start)},
        progress, queryLimitMs);
}

enum class Signal { Cancel, Terminate };

// What to do when the server refuses: it lets a role end sessions of its own, members of
// pg_signal_backend those of others, and superusers only those of superusers.
QString refusedText(const Error &error, const QString &function, int pid)
{
    const QString said = error.message + error.detail;
    const QString statement = u"SELECT %1(%2)"_s.arg(function, QString::number(pid));
    if (said.contains("superuser"_L1, Qt::CaseInsensitive))
        return u"Session %1 belongs to a superuser, and only a superuser may end it. Ask an "
               "administrator to run %2."_s.arg(QString::number(pid), statement);
    return u"Session %1 belongs to another role, and this role may not end it. Ask the session's "
           "owner or an administrator to run %2, or to grant this role pg_signal_backend."_s.arg(
               QString::number(pid), statement);
}

// The guard against a reused pid is in the statement itself. False: nobody there to signal.
Result<bool> signalBackend(
    PostgreSql &connection, Signal signal, int pid, const QString &start, Progress &progress)
{
    const QString function =
        signal == Signal::Cancel ? u"pg_cancel_backend"_s : u"pg_terminate_backend"_s;
    const QString sql = u"SELECT pg_catalog.%1(pid) AS signalled FROM (%2) AS session"_s.arg(
        function,
        u"SELECT a.pid FROM pg_catalog.pg_stat_activity AS a WHERE a.pid = $1::pg_catalog.int4 AND "
        "COALESCE(EXTRACT(epoch FROM a.backend_start)::pg_catalog.text = $2::pg_catalog.text, "
        "true)"_s);
    return connection.query(sql, {QString::number(pid), unlessEmpty(start)}, progress, queryLimitMs)
        .map([](const QueryRows &rows) { return rows.text(0, u"signalled"_s) == u"t"_s; })
        .map_error([pid, function](Error error) {
            if (error.code == u"42501"_s)
                error.message = refusedText(error, function, pid);
            return error;
        });
}

// A state that is hidden from us tells nothing: such a session has ended when it is gone.
bool mayRunAStatement(const QueryRows &facts)
{
    const QString state = facts.text(0, u"state"_s);
    return !facts.rows.empty() && !state.startsWith(u"idle"_s) && state != u"disabled"_s;
}

} // namespace

Blocker blockerAt(const QueryRows &rows, std::size_t row)
{
    Blocker blocker;
    blocker.pid = rows.text(row, u"pid"_s).toInt();
    blocker.user = rows.text(row, u"user_name"_s);
    blocker.application = rows.text(row, u"application_name"_s);
    if (blocker.pid == 0)
        blocker.application = u"a prepared transaction"_s;
    blocker.client = rows.text(row, u"client"_s);
    blocker.state = rows.text(row, u"state"_s);
    blocker.query = rows.text(row, u"query"_s);
    if (!rows.isNull(row, u"transaction_ms"_s))
        blocker.transactionMs = rows.text(row, u"transaction_ms"_s).toLongLong();
    blocker.root = rows.text(row, u"is_root"_s) == u"t"_s;
    blocker.holds = rows.text(row, u"holds"_s);
    return blocker;
}

std::vector<Blocker> blockersIn(const QueryRows &rows)
{
    std::vector<Blocker> blockers;
    for (std::size_t row = 0; row < rows.rows.size(); ++row)
        blockers.push_back(blockerAt(rows, row));
    return blockers;
}

Result<std::vector<Blocker>> blockersOf(PostgreSql &connection, int pid, Progress &progress)
{
    return connection.query(sqlText(u"blockers"_s), {QString::number(pid)}, progress, queryLimitMs)
        .map(blockersIn);
}

Result<std::vector<Blocker>> alembicRunsElsewhere(PostgreSql &connection, const QString &schema,
    const QString &table, const std::vector<int> &ownPids, Progress &progress)
{
    QStringList pids;
    for (const int pid : ownPids)
        pids.append(QString::number(pid));
    const QString own = u'{' + pids.join(u',') + u'}';
    return connection
        .query(sqlText(u"otherruns"_s), {unlessEmpty(schema), table, own}, progress, queryLimitMs)
        .map(blockersIn);
}

Result<QString> backendStart(PostgreSql &connection, int pid, Progress &progress)
{
    return sessionFacts(connection, pid, {}, progress).map([](const QueryRows &facts) {
        return facts.text(0, u"started"_s);
    });
}

Result<bool> cancelBackend(
    PostgreSql &connection, int pid, Progress &progress, const QString &start)
{
    Unstoppable unstoppable(progress);
    const QDeadlineTimer deadline(reactionLimitMs);
    while (true) {
        const Result<QueryRows> facts = sessionFacts(connection, pid, start, unstoppable);
        if (!facts)
            return tl::unexpected(facts.error());
        if (!mayRunAStatement(*facts))
            return true;
        if (deadline.hasExpired())
            return false;
        auto signalled = signalBackend(connection, Signal::Cancel, pid, start, unstoppable);
        if (!signalled)
            return signalled;
        QThread::msleep(sliceMs);
    }
}

Result<bool> cancelQueryOf(
    PostgreSql &connection, int pid, Progress &progress, const QString &start)
{
    Unstoppable unstoppable(progress);
    return signalBackend(connection, Signal::Cancel, pid, start, unstoppable);
}

Result<bool> terminateBackend(
    PostgreSql &connection, int pid, Progress &progress, const QString &start)
{
    Unstoppable unstoppable(progress);
    auto signalled = signalBackend(connection, Signal::Terminate, pid, start, unstoppable);
    if (!signalled)
        return signalled;
    const QDeadlineTimer deadline(reactionLimitMs);
    while (true) {
        const Result<bool> there = backendExists(connection, pid, unstoppable, start);
        if (!there || !*there)
            return there.map([](bool) { return true; });
        if (deadline.hasExpired())
            return false;
        QThread::msleep(sliceMs);
    }
}

Result<bool> backendExists(
    PostgreSql &connection, int pid, Progress &progress, const QString &start)
{
    Unstoppable unstoppable(progress);
    return sessionFacts(connection, pid, start, unstoppable).map([](const QueryRows &facts) {
        return !facts.rows.empty();
    });
}

} // namespace migrations
