// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/base/error.h"
#include "migrations/base/progress.h"
#include "migrations/base/redactor.h"

#include <QJsonObject>
#include <QMap>

#include <functional>
#include <memory>

namespace migrations {

struct HelperOptions
{
    QString interpreter; // executable
    QString workingDirectory; // the project's root
    QMap<QString, QString> variables; // on top of ours; secrets travel here, never in argv
    Redactor redactor;
    int startTimeoutMs = 60'000;
    int cancelGraceMs = 10'000; // from being asked to stop to being killed
    QByteArray source; // a Python text that speaks the protocol instead of ours; for tests
};

struct HelperVersions
{
    int protocol = 0;
    QString python;
    QString alembic;
    QString sqlalchemy;

    bool operator==(const HelperVersions &) const = default;
};

// {"id","method","params"} -> {"id","event",…}* {"id","result"} | {"id","error":{kind,code,message,
// detail}}; {"cancel":id} while it runs; {"id","ask":{…}} is answered by {"answered":id,"yes"};
// first of all {"protocol","python","alembic","sqlalchemy"}.
// The Python process that holds the project's Alembic. Protocol (docs/architecture.md, "The
// helper"): one JSON object a line over a private pipe; the project's own prints never reach it.
// One call at a time, from the thread that made it.
class Helper
{
public:
    // Returns when the process runs; its imports go on in the background (the first call waits for
    // them). Errors: ErrorKind::Helper.
    static Result<Helper> start(const HelperOptions &options);
    Helper(Helper &&) noexcept;
    Helper &operator=(Helper &&) noexcept;
    ~Helper(); // ends the process

    // Waits for the greeting. Wrong protocol, death, garbage, time-out: ErrorKind::Helper with the
    // tail of the output as detail.
    Result<HelperVersions> versions(Progress &progress);
    // One request, any number of events (given to progress), exactly one answer. While it waits it
    // asks progress.cancelled() every 50 ms; once true the helper is asked to stop (it sends itself
    // SIGINT), and killed when it has not answered within cancelGraceMs, or at once when progress
    // is given up: ErrorKind::Cancelled, code "killed". Other errors of the helper itself are
    // ErrorKind::Helper, code "died", "garbage", "oversize", "protocol", "timeout", "no_alembic";
    // after them each later call is answered with the same error.
    Result<QJsonObject> call(const QString &method, const QJsonObject &parameters,
        Progress &progress, int timeoutMs = -1);
    // Called while a call waits, with what the helper asks for; its answer is given back. Absent:
    // yes to everything.
    void setAsked(std::function<bool(const QJsonObject &)> asked);
    bool alive() const;
    qint64 processId() const;
    QString tail() const; // the last lines the project printed, redacted
    void kill();

private:
    struct Private;
    explicit Helper(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

} // namespace migrations
