// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/operations/lifecyclerun.h"

#include "migrations/operations/colleagues.h"
#include "migrations/operations/journalentry.h"

#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

constexpr std::array lifecycleNames {
    std::pair {LifecycleKind::Backup, "backup"_L1},
    std::pair {LifecycleKind::Restore, "restore"_L1},
    std::pair {LifecycleKind::Reset, "reset"_L1},
    std::pair {LifecycleKind::Recreate, "recreate"_L1},
    std::pair {LifecycleKind::Undo, "undo"_L1},
    std::pair {LifecycleKind::DropKept, "drop-kept"_L1},
    std::pair {LifecycleKind::Repair, "repair"_L1},
    std::pair {LifecycleKind::Reapply, "reapply"_L1},
    std::pair {LifecycleKind::Commit, "commit"_L1},
};

} // namespace

QString lifecycleName(LifecycleKind kind)
{
    for (const auto &[value, name] : lifecycleNames) {
        if (value == kind)
            return name;
    }
    return {};
}

std::optional<LifecycleKind> lifecycleFromName(const QString &text)
{
    for (const auto &[value, name] : lifecycleNames) {
        if (text == name)
            return value;
    }
    return std::nullopt;
}

LifecycleRun::LifecycleRun(
    const ProjectState &state, LifecycleRequest request, Journal &journal, Progress &progress)
    : m_state(state)
    , m_request(std::move(request))
    , m_journal(journal)
    , m_progress(progress)
    , m_redactor(state.project.redactor())
    , m_runId(newRunId())
{
    m_clock.start();
}

void LifecycleRun::phase(const QString &text)
{
    m_progress.report({.kind = Event::Kind::Phase, .text = text});
}

Result<> LifecycleRun::takeLock()
{
    if (m_request.lock == LifecycleRequest::Lock::None)
        return {};
    phase(u"Taking the lock"_s);
    const OperationLock::Options options {.baseFolder = m_state.project.root};
    // SQLite has the one lock, a file beside the database.
    const bool outside =
        m_request.lock == LifecycleRequest::Lock::Outside && url().dialect == Dialect::PostgreSql;
    Result<OperationLock> taken = outside
        ? OperationLock::acquireOutside(
            url(), m_request.identity.server, url().databaseName(), options, m_progress)
        : OperationLock::acquire(url(), m_request.identity, options, m_progress);
    if (!taken)
        return tl::unexpected(taken.error());
    m_lock.emplace(*std::move(taken));
    return {};
}

// Under the lock: the URL leads to the very database that was on screen when the person agreed.
Result<> LifecycleRun::proveIdentity()
{
    if (!m_request.identity.known())
        return {};
    NoProgress quiet;
    const Result<DatabaseReading> now =
        readDatabase(url(), m_state.memory.versionTable, m_state.project.root, quiet);
    // A version table that Alembic could not use is no reason not to back up or reset.
    if (!now && now.error().code.startsWith(u"version_table"_s))
        return {};
    if (!now)
        return tl::unexpected(now.error());
    if (now->identity == m_request.identity)
        return {};
    return failure(ErrorKind::Refused,
        u"DATABASE_URL now leads to another database than the one on screen. Nothing was changed. "
        "Refresh (F5) and look again."_s,
        {}, u"identity_differs"_s);
}

Result<> LifecycleRun::begin(std::optional<JournalEntry> entry)
{
    const Environment *environment = m_state.environment();
    if (environment == nullptr || !environment->url)
        return failure(
            ErrorKind::Refused, u"There is no DATABASE_URL to work on."_s, {}, u"no_url"_s);
    if (m_request.needsTrust && !m_state.trusted)
        return failure(ErrorKind::Refused,
            u"This would run the Python code of %1, which is not trusted."_s.arg(
                m_state.project.root),
            {}, u"untrusted"_s);
    if (Result<> taken = takeLock(); !taken)
        return taken;
    if (Result<> same = proveIdentity(); !same)
        return same;
    if (m_lock && url().dialect == Dialect::PostgreSql
        && m_request.lock == LifecycleRequest::Lock::Target) {
        if (Result<> alone = refuseColleagues(*m_lock, m_state.memory.versionTable, m_progress);
            !alone)
            return alone;
    }
    if (entry) {
        m_entry = *std::move(entry);
        return {};
    }
    m_entry = newJournalEntry(
        m_state, m_request.identity, lifecycleName(m_request.kind), m_request.target);
    m_entry.runId = m_runId;
    return m_journal.begin(m_entry).map([this](qint64 id) { m_entry.id = id; });
}

Result<> LifecycleRun::stage(const QString &name, const QJsonObject &data)
{
    return m_journal.stage(m_entry.id, name, data).map([&] {
        m_entry.stages.push_back({name, data, QDateTime::currentDateTimeUtc()});
    });
}

OperationLock &LifecycleRun::lock()
{
    Q_ASSERT(m_lock);
    return *m_lock;
}

bool LifecycleRun::stillLocked()
{
    return !m_lock || m_lock->heartbeat();
}

LifecycleReport LifecycleRun::refused(const Error &error)
{
    return finish({.outcome = Outcome::Refused, .sentence = error.message, .error = error});
}

LifecycleReport LifecycleRun::finish(const Ending &ending)
{
    LifecycleReport report {.journalId = m_entry.id,
        .kind = m_request.kind,
        .outcome = ending.outcome,
        .sentence = m_redactor.redact(ending.sentence),
        .nextAction = m_redactor.redact(ending.nextAction),
        .facts = ending.facts};
    if (ending.error) {
        const Error &error = *ending.error;
        report.error = Error {error.kind, m_redactor.redact(error.message),
            m_redactor.redact(error.detail), error.code};
        report.cancelled = error.kind == ErrorKind::Cancelled;
    }
    NoProgress quiet;
    report.state = withDatabase(m_state, quiet);
    report.elapsedMs = m_clock.elapsed();
    if (m_entry.id < 0 || ending.leaveOpen)
        return report;
    m_entry.ended = QDateTime::currentDateTimeUtc();
    m_entry.outcome = outcomeName(report.outcome);
    m_entry.sentence = report.sentence;
    m_entry.rowsAfter = report.state->database ? report.state->database->rows : QStringList();
    if (report.error)
        m_entry.error = report.error->message;
    if (Result<> written = m_journal.finish(m_entry); !written)
        m_progress.report({.kind = Event::Kind::Notice, .text = written.error().message});
    return report;
}

} // namespace migrations
