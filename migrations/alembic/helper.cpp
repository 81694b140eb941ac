// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/alembic/helper.h"

#include "migrations/alembic/helperlink.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {
constexpr int protocolVersion = 1;

// Whether the caller wants to stop, and what has been done about it.
class Cancelling
{
public:
    Cancelling(Progress &progress, int graceMs)
        : m_progress(progress)
        , m_graceMs(graceMs)
    {
    }

    // True once: the moment to ask the helper.
    bool begins()
    {
        if (m_asked || !m_progress.cancelled())
            return false;
        m_asked = true;
        m_grace = QDeadlineTimer(m_graceMs);
        return true;
    }
    bool graceIsOver() const { return m_asked && (m_grace.hasExpired() || m_progress.givenUp()); }

private:
    Progress &m_progress;
    int m_graceMs;
    bool m_asked = false;
    QDeadlineTimer m_grace;
};
} // namespace

struct Helper::Private
{
    HelperOptions options;
    HelperLink link;
    std::optional<HelperVersions> versions;
    std::optional<Error> dead; // what ended it; the answer to each later call
    int lastId = 0;
    std::function<bool(const QJsonObject &)> asked;

    Error die(Error error);
    Error die(const QString &code, const QString &message);
    Result<HelperVersions> greeted(const QJsonObject &greeting);
    Result<HelperVersions> waitForGreeting(Progress &progress);
    Result<QJsonObject> waitForAnswer(int id, Progress &progress, int timeoutMs);
    Result<std::optional<QJsonObject>> next(HelperEvents &events);
    tl::unexpected<Error> killed();
    void answer(int id, const QJsonObject &question);
};

void Helper::Private::answer(int id, const QJsonObject &question)
{
    link.send({{u"answered"_s, id}, {u"yes"_s, !asked || asked(question)}});
}

Error Helper::Private::die(Error error)
{
    link.kill();
    error.detail = options.redactor.redact(error.detail);
    dead = error;
    return error;
}

Error Helper::Private::die(const QString &code, const QString &message)
{
    return die({ErrorKind::Helper, message, link.tail(), code});
}

// One slice: a message if one is there, nothing when 50 ms have passed.
Result<std::optional<QJsonObject>> Helper::Private::next(HelperEvents &events)
{
    auto line = link.nextLine();
    events.printed(link.takePrinted());
    if (!line)
        return tl::unexpected(die(line.error()));
    if (!*line)
        return std::optional<QJsonObject>();
    const QJsonDocument document = QJsonDocument::fromJson(**line);
    if (!document.isObject())
        return tl::unexpected(die({ErrorKind::Helper,
            u"The helper process sent something that is not a message. Run the operation again."_s,
            QString::fromUtf8((*line)->left(1'000)) + u'\n' + link.tail(), u"garbage"_s}));
    return std::optional(document.object());
}

Result<HelperVersions> Helper::Private::greeted(const QJsonObject &greeting)
{
    if (greeting.contains(u"error")) {
        const Error error = errorFromJson(greeting[u"error"].toObject(), options.redactor);
        return tl::unexpected(die({ErrorKind::Helper,
            u"Alembic cannot be loaded with %1: %2. Choose the project's own interpreter, or "
            u"install "
            "Alembic there."_s.arg(options.interpreter, error.message),
            link.tail(), error.code}));
    }
    if (greeting[u"protocol"].toInt() != protocolVersion)
        return tl::unexpected(die(u"protocol"_s,
            u"The helper process speaks another protocol (%1 instead of %2)."_s
                .arg(greeting[u"protocol"].toInt())
                .arg(protocolVersion)));
    versions = HelperVersions {.protocol = protocolVersion,
        .python = greeting[u"python"].toString(),
        .alembic = greeting[u"alembic"].toString(),
        .sqlalchemy = greeting[u"sqlalchemy"].toString()};
    return *versions;
}

Result<HelperVersions> Helper::Private::waitForGreeting(Progress &progress)
{
    if (dead)
        return tl::unexpected(*dead);
    if (versions)
        return *versions;
    HelperEvents events(options.redactor, progress);
    const QDeadlineTimer deadline(options.startTimeoutMs);
    while (true) {
        const auto message = next(events);
        if (!message)
            return tl::unexpected(message.error());
        if (*message)
            return greeted(**message);
        if (progress.cancelled())
            return failure(
                ErrorKind::Cancelled, u"Cancelled before anything was run."_s, {}, u"cancelled"_s);
        if (deadline.hasExpired())
            return tl::unexpected(die(u"timeout"_s,
                u"Python did not load Alembic within %1 seconds. See what it printed, and try again."_s
                    .arg(options.startTimeoutMs / 1'000)));
    }
}

tl::unexpected<Error> Helper::Private::killed()
{
    die(u"killed"_s, u"The helper process was ended because it did not stop when asked to."_s);
    dead->kind = ErrorKind::Cancelled;
    return tl::unexpected(*dead);
}

Result<QJsonObject> Helper::Private::waitForAnswer(int id, Progress &progress, int timeoutMs)
{
    HelperEvents events(options.redactor, progress);
    Cancelling cancelling(progress, options.cancelGraceMs);
    const QDeadlineTimer deadline(timeoutMs); // negative: for ever
    while (true) {
        const auto message = next(events);
        if (!message)
            return tl::unexpected(message.error());
        if (*message && (**message)[u"id"].toInt() != id)
            return tl::unexpected(
                die(u"garbage"_s, u"The helper process answered a call that was not made."_s));
        if (*message && (*message)->contains(u"event"))
            events.report(**message);
        else if (*message && (*message)->contains(u"ask"))
            answer(id, (**message)[u"ask"].toObject());
        else if (*message && (*message)->contains(u"error"))
            return tl::unexpected(
                errorFromJson((**message)[u"error"].toObject(), options.redactor));
        else if (*message)
            return (**message)[u"result"].toObject();
        if (cancelling.begins())
            link.send({{u"cancel"_s, id}});
        if (cancelling.graceIsOver())
            return killed();
        if (deadline.hasExpired())
            return tl::unexpected(die(u"timeout"_s,
                u"The helper process did not answer within %1 seconds and was ended."_s.arg(
                    timeoutMs / 1'000.0)));
    }
}

Result<Helper> Helper::start(const HelperOptions &options)
{
    auto link = HelperLink::start(options);
    if (!link)
        return tl::unexpected(link.error());
    return Helper(
        std::make_unique<Private>(Private {.options = options, .link = std::move(*link)}));
}

Helper::Helper(std::unique_ptr<Private> data)
    : d(std::move(data))
{
}

Helper::Helper(Helper &&) noexcept = default;
Helper &Helper::operator=(Helper &&) noexcept = default;
Helper::~Helper() = default;

Result<HelperVersions> Helper::versions(Progress &progress)
{
    return d->waitForGreeting(progress);
}

Result<QJsonObject> Helper::call(
    const QString &method, const QJsonObject &parameters, Progress &progress, int timeoutMs)
{
    if (const auto greeting = d->waitForGreeting(progress); !greeting)
        return tl::unexpected(greeting.error());
    const int id = ++d->lastId;
    d->link.send({{u"id"_s, id}, {u"method"_s, method}, {u"params"_s, parameters}});
    return d->waitForAnswer(id, progress, timeoutMs);
}

void Helper::setAsked(std::function<bool(const QJsonObject &)> asked)
{
    d->asked = std::move(asked);
}

bool Helper::alive() const
{
    return !d->dead && d->link.alive();
}

qint64 Helper::processId() const
{
    return d->link.processId();
}

QString Helper::tail() const
{
    return d->options.redactor.redact(d->link.tail());
}

void Helper::kill()
{
    if (!d->dead)
        d->die(u"killed"_s, u"The helper process was ended."_s);
}

} // namespace migrations
