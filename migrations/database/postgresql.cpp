// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/database/postgresql.h"

#include "migrations/database/hostlookup.h"
#include "migrations/database/pghandles.h"
#include "migrations/database/pgkeywords.h"
#include "migrations/database/postgreserrors.h"

#include <QDeadlineTimer>
#include <QScopeGuard>

#include <array>
#include <chrono>
#include <future>
#include <thread>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

constexpr int cancelGraceMs = 5'000;

QueryRows rowsOf(PGresult *result)
{
    QueryRows rows;
    const int columns = PQnfields(result);
    for (int column = 0; column < columns; ++column)
        rows.columns.append(QString::fromUtf8(PQfname(result, column)));
    rows.rows.resize(static_cast<std::size_t>(PQntuples(result)));
    for (int row = 0; row < PQntuples(result); ++row) {
        auto &cells = rows.rows[static_cast<std::size_t>(row)];
        for (int column = 0; column < columns; ++column) {
            if (PQgetisnull(result, row, column))
                cells.emplace_back(std::nullopt);
            else
                cells.emplace_back(QString::fromUtf8(
                    PQgetvalue(result, row, column), PQgetlength(result, row, column)));
        }
    }
    const QByteArray affected = PQcmdTuples(result);
    rows.affected = affected.isEmpty() ? -1 : affected.toLongLong();
    return rows;
}

QueryFailure failureOf(const PGresult *result)
{
    return {QString::fromUtf8(PQresultErrorField(result, PG_DIAG_SQLSTATE)),
        QString::fromUtf8(PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY)),
        QString::fromUtf8(PQresultErrorMessage(result))};
}

bool isCopy(ExecStatusType status)
{
    return status == PGRES_COPY_IN || status == PGRES_COPY_OUT || status == PGRES_COPY_BOTH;
}

QString placeOf(const PGconn *connection)
{
    const QString host = QString::fromUtf8(PQhost(connection));
    const QString port = QString::fromUtf8(PQport(connection));
    return host.startsWith(u'/') || port.isEmpty() ? host : host + u':' + port;
}

} // namespace

QString QueryRows::text(std::size_t row, const QString &column) const
{
    const auto index = columns.indexOf(column);
    if (index < 0 || row >= rows.size())
        return {};
    return rows[row][static_cast<std::size_t>(index)].value_or(QString());
}

bool QueryRows::isNull(std::size_t row, const QString &column) const
{
    const auto index = columns.indexOf(column);
    return index < 0 || row >= rows.size() || !rows[row][static_cast<std::size_t>(index)];
}

struct PostgreSql::Private
{
    enum class Wait { Answered, Lost, Cancelled, TimedOut };

    PgConnection connection;
    Redactor redactor;
    Progress *progress = nullptr; // of the statement that runs, for its notices

    static void passNotice(void *self, const PGresult *notice);
    Error redacted(Error error) const;
    Error lastConnectError() const;
    tl::unexpected<Error> lost() const;
    Result<void> waitUntilConnected(QDeadlineTimer deadline, Progress &waiting) const;
    Result<void> setUpSession(const ConnectOptions &options, Progress &waiting);
    Result<void> applySettings(const QStringList &settings, Progress &waiting);
    Result<QueryRows> run(const QString &sql, const std::vector<std::optional<QString>> &parameters,
        Progress &waiting, int timeoutMs);
    Result<void> send(
        const QString &sql, const std::vector<std::optional<QString>> &parameters) const;
    Result<QueryRows> answerWithin(int timeoutMs, Progress &waiting);
    Wait waitForAnswer(QDeadlineTimer deadline, Progress *waiting) const;
    std::future<void> requestCancel() const;
    Result<QueryRows> takeAnswer();
    Result<QueryRows> interrupted(Wait why, int timeoutMs);
};

void PostgreSql::Private::passNotice(void *self, const PGresult *notice)
{
    const auto *d = static_cast<Private *>(self);
    if (!d->progress)
        return;
    Event event;
    event.kind = Event::Kind::Notice;
    event.text =
        d->redactor.redact(QString::fromUtf8(PQresultErrorField(notice, PG_DIAG_MESSAGE_PRIMARY)));
    d->progress->report(event);
}

Error PostgreSql::Private::redacted(Error error) const
{
    error.message = redactor.redact(error.message);
    error.detail = redactor.redact(error.detail);
    return error;
}

Error PostgreSql::Private::lastConnectError() const
{
    ConnectFailure failed;
    failed.text = QString::fromUtf8(PQerrorMessage(connection.get()));
    failed.place = placeOf(connection.get());
    failed.user = QString::fromUtf8(PQuser(connection.get()));
    failed.database = QString::fromUtf8(PQdb(connection.get()));
    failed.passwordNeeded = PQconnectionNeedsPassword(connection.get());
    return redacted(connectError(failed));
}

tl::unexpected<Error> PostgreSql::Private::lost() const
{
    QueryFailure failed;
    failed.text = QString::fromUtf8(PQerrorMessage(connection.get()));
    return tl::unexpected(redacted(queryError(failed)));
}

Result<void> PostgreSql::Private::waitUntilConnected(
    QDeadlineTimer deadline, Progress &waiting) const
{
    PostgresPollingStatusType wanted = PGRES_POLLING_WRITING;
    while (wanted != PGRES_POLLING_OK) {
        if (wanted == PGRES_POLLING_FAILED)
            return tl::unexpected(lastConnectError());
        if (waiting.cancelled())
            return failure(ErrorKind::Cancelled, u"Connecting was cancelled."_s);
        if (deadline.hasExpired())
            return tl::unexpected(connectTimedOut(placeOf(connection.get())));
        if (pollSocket(connection.get(), wanted == PGRES_POLLING_READING ? POLLIN : POLLOUT))
            wanted = PQconnectPoll(connection.get());
    }
    return {};
}

// Set once connected instead of in the start-up packet: there an unknown setting ends the
// connection, poolers refuse "options", and the URL may have options of its own. A server whose
// platform cannot watch its clients refuses the last setting; then all others are set without it.
// SET takes the server a third of the time that as many calls of set_config() take.
Result<void> PostgreSql::Private::setUpSession(const ConnectOptions &options, Progress &waiting)
{
    QStringList settings {u"lock_timeout = '5s'"_s, u"statement_timeout = 0"_s,
        u"idle_in_transaction_session_timeout = 0"_s};
    if (options.readOnly)
        settings += u"default_transaction_read_only = on"_s;
    if (PQserverVersion(connection.get()) < 140'000)
        return applySettings(settings, waiting);
    settings += u"idle_session_timeout = 0"_s;
    const Result<void> applied = applySettings(
        settings + QStringList {u"client_connection_check_interval = '1s'"_s}, waiting);
    return applied || applied.error().code != u"22023"_s ? applied
                                                         : applySettings(settings, waiting);
}

Result<void> PostgreSql::Private::applySettings(const QStringList &settings, Progress &waiting)
{
    const QString statements = u"SET "_s + settings.join(u"; SET "_s); // all or none
    if (!PQsendQuery(connection.get(), statements.toUtf8().constData()))
        return lost();
    return answerWithin(cancelGraceMs, waiting).map([](const QueryRows &) {});
}

Result<QueryRows> PostgreSql::Private::run(const QString &sql,
    const std::vector<std::optional<QString>> &parameters, Progress &waiting, int timeoutMs)
{
    if (const Result<void> sent = send(sql, parameters); !sent)
        return tl::unexpected(sent.error());
    return answerWithin(timeoutMs, waiting);
}

Result<QueryRows> PostgreSql::Private::answerWithin(int timeoutMs, Progress &waiting)
{
    const QDeadlineTimer deadline =
        timeoutMs < 0 ? QDeadlineTimer(QDeadlineTimer::Forever) : QDeadlineTimer(timeoutMs);
    const Wait outcome = waitForAnswer(deadline, &waiting);
    if (outcome == Wait::Cancelled || outcome == Wait::TimedOut)
        return interrupted(outcome, timeoutMs);
    return takeAnswer();
}

Result<void> PostgreSql::Private::send(
    const QString &sql, const std::vector<std::optional<QString>> &parameters) const
{
    std::vector<QByteArray> texts;
    texts.reserve(parameters.size());
    std::vector<const char *> values;
    for (const auto &parameter : parameters) {
        texts.push_back(parameter.value_or(QString()).toUtf8());
        values.push_back(parameter ? texts.back().constData() : nullptr);
    }
    if (PQsendQueryParams(connection.get(), sql.toUtf8().constData(),
            static_cast<int>(values.size()), nullptr, values.data(), nullptr, nullptr, 0))
        return {};
    return lost();
}

PostgreSql::Private::Wait PostgreSql::Private::waitForAnswer(
    QDeadlineTimer deadline, Progress *waiting) const
{
    PGconn *const c = connection.get();
    while (true) {
        const int unsent = PQflush(c);
        if (unsent < 0)
            return Wait::Lost;
        if (unsent == 0 && !PQisBusy(c))
            return Wait::Answered;
        if (waiting && waiting->cancelled())
            return Wait::Cancelled;
        if (deadline.hasExpired())
            return Wait::TimedOut;
        const short events = unsent > 0 ? POLLIN | POLLOUT : POLLIN;
        if (pollSocket(c, events) && !PQconsumeInput(c))
            return Wait::Lost;
    }
}

// PQcancel blocks until the server closes the second connection, which a frozen server never does;
// so it gets a thread that owns all it needs, and we wait for its end with a limit of our own. The
// server closes it after it signalled the session, so nothing is cancelled once the future is
// ready.
std::future<void> PostgreSql::Private::requestCancel() const
{
    std::packaged_task<void()> request([cancel = PgCancel(PQgetCancel(connection.get()))] {
        std::array<char, 256> reason {};
        if (cancel)
            PQcancel(cancel.get(), reason.data(), static_cast<int>(reason.size()));
    });
    std::future<void> done = request.get_future();
    std::thread(std::move(request)).detach();
    return done;
}

Result<QueryRows> PostgreSql::Private::takeAnswer()
{
    Result<QueryRows> answer = QueryRows();
    while (true) {
        if (waitForAnswer(QDeadlineTimer(cancelGraceMs), nullptr) == Wait::TimedOut)
            return interrupted(Wait::TimedOut, cancelGraceMs);
        const PgResult result(PQgetResult(connection.get()));
        if (!result)
            return answer;
        const ExecStatusType status = PQresultStatus(result.get());
        if (isCopy(status)) {
            connection.reset();
            return failure(ErrorKind::Database, u"COPY cannot be run this way. Use psql for it."_s,
                {}, u"copy"_s);
        }
        if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK)
            answer = rowsOf(result.get());
        else
            answer = tl::unexpected(redacted(queryError(failureOf(result.get()))));
    }
}

// A statement that ended before the cancel reached it has its answer, and that counts. The cancel
// is still on its way then and would hit the next statement, which may be the one that puts
// everything back: it is waited for, and a connection whose cancel is still out is used no more.
Result<QueryRows> PostgreSql::Private::interrupted(Wait why, int timeoutMs)
{
    const bool cancelled = why == Wait::Cancelled;
    const std::future<void> request = requestCancel();
    if (waitForAnswer(QDeadlineTimer(cancelGraceMs), nullptr) == Wait::TimedOut) {
        connection.reset();
        return failure(cancelled ? ErrorKind::Cancelled : ErrorKind::Database,
            u"The server did not answer within %1 s and does not react to a cancel. Whether the "
            "statement is still running there is not known."_s.arg(
                ((cancelled ? 0 : timeoutMs) + cancelGraceMs) / 1'000),
            {}, u"no_answer"_s);
    }
    Result<QueryRows> answer = takeAnswer();
    if (request.wait_for(std::chrono::milliseconds(cancelGraceMs)) != std::future_status::ready)
        connection.reset();
    if (answer || answer.error().code != u"57014"_s)
        return answer;
    if (cancelled)
        return failure(ErrorKind::Cancelled, u"Cancelled."_s, answer.error().detail, u"57014"_s);
    return failure(ErrorKind::Database,
        u"The server did not answer within %1 s, and the statement was cancelled. Try again, or "
        "see what the server is busy with."_s.arg(timeoutMs / 1'000.0),
        answer.error().detail, u"timeout"_s);
}

Result<PostgreSql> PostgreSql::connect(
    const DatabaseUrl &url, const ConnectOptions &options, Progress &progress)
{
    const EnglishMessages english;
    const int seconds = url.keywords.value(u"connect_timeout"_s).toInt();
    const QDeadlineTimer deadline(seconds > 0 ? seconds * 1'000 : options.connectTimeoutMs);
    if (const Result<void> found = waitForHosts(url.keywords, deadline, progress); !found)
        return tl::unexpected(found.error());
    auto d = std::make_unique<Private>();
    d->redactor.addSecret(url.keywords.value(u"password"_s));
    {
        const PgKeywords keywords(url, options);
        d->connection.reset(PQconnectStartParams(keywords.names(), keywords.values(), 0));
    }
    PGconn *const c = d->connection.get();
    if (!c || PQstatus(c) == CONNECTION_BAD)
        return tl::unexpected(d->lastConnectError());
    PQsetErrorVerbosity(c, PQERRORS_VERBOSE);
    PQsetNoticeReceiver(c, &Private::passNotice, d.get());
    const Result<void> ready = d->waitUntilConnected(deadline, progress).and_then([&] {
        PQsetErrorVerbosity(c, PQERRORS_DEFAULT);
        PQsetnonblocking(c, 1);
        return d->setUpSession(options, progress);
    });
    if (!ready)
        return tl::unexpected(ready.error());
    return PostgreSql(std::move(d));
}

PostgreSql::PostgreSql(std::unique_ptr<Private> data)
    : d(std::move(data))
{
}
PostgreSql::PostgreSql(PostgreSql &&) noexcept = default;
PostgreSql &PostgreSql::operator=(PostgreSql &&) noexcept = default;
PostgreSql::~PostgreSql() = default;

Result<QueryRows> PostgreSql::query(const QString &sql,
    const std::vector<std::optional<QString>> &parameters, Progress &progress, int timeoutMs)
{
    if (!d->connection || PQstatus(d->connection.get()) != CONNECTION_OK)
        return d->lost();
    const EnglishMessages english;
    d->progress = &progress;
    const auto forget = qScopeGuard([this] { d->progress = nullptr; });
    return d->run(sql, parameters, progress, timeoutMs);
}

Result<QueryRows> PostgreSql::query(const QString &sql, Progress &progress)
{
    return query(sql, {}, progress);
}

int PostgreSql::backendPid() const
{
    return PQbackendPID(d->connection.get());
}

int PostgreSql::serverVersion() const
{
    return PQserverVersion(d->connection.get());
}

QString PostgreSql::databaseName() const
{
    return QString::fromUtf8(PQdb(d->connection.get()));
}

QString PostgreSql::place() const
{
    return placeOf(d->connection.get());
}

bool PostgreSql::alive() const
{
    PGconn *const c = d->connection.get();
    if (!c || PQstatus(c) != CONNECTION_OK)
        return false;
    // A server that went away has left an end of file on the socket; reading it says so.
    return !socketReady(c, POLLIN, 0) || PQconsumeInput(c);
}

QString PostgreSql::quoteIdentifier(const QString &name) const
{
    const QByteArray text = name.toUtf8();
    const PgText quoted(PQescapeIdentifier(
        d->connection.get(), text.constData(), static_cast<std::size_t>(text.size())));
    return quoted ? QString::fromUtf8(quoted.get()) : QString();
}

QString PostgreSql::quoteLiteral(const QString &text) const
{
    const QByteArray bytes = text.toUtf8();
    const PgText quoted(PQescapeLiteral(
        d->connection.get(), bytes.constData(), static_cast<std::size_t>(bytes.size())));
    return quoted ? QString::fromUtf8(quoted.get()) : QString();
}

} // namespace migrations
