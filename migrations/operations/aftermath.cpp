// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/operations/aftermath.h"

#include <QDeadlineTimer>
#include <QThread>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

// No connection, or a server that stops or starts (SQLSTATE classes 08 and 57).
bool mayComeBack(const Error &error)
{
    static const QStringList words {u"unreachable"_s, u"timeout"_s, u"connection_lost"_s,
        u"no_answer"_s, u"not_connected"_s, u"name_unknown"_s};
    return error.kind == ErrorKind::Database
        && (words.contains(error.code) || error.code.startsWith(u"08"_s)
            || error.code.startsWith(u"57"_s));
}

} // namespace

std::optional<int> waitForBackendToEnd(PostgreSql &connection, int pid, int forMs)
{
    if (pid == 0)
        return std::nullopt;
    NoProgress quiet;
    const QDeadlineTimer deadline(forMs);
    while (true) {
        const Result<bool> exists = backendExists(connection, pid, quiet);
        if (!exists || !*exists)
            return std::nullopt;
        if (deadline.hasExpired())
            return pid;
        std::ignore = cancelBackend(connection, pid, quiet);
        QThread::msleep(20);
    }
}

Result<DatabaseReading> readUntilItAnswers(const std::function<Result<DatabaseReading>()> &read,
    int patienceMs, const std::function<void()> &beforeAnother)
{
    const QDeadlineTimer deadline(patienceMs);
    unsigned long pauseMs = 50;
    Result<DatabaseReading> reading = read();
    while (!reading && mayComeBack(reading.error()) && !deadline.hasExpired()) {
        beforeAnother();
        QThread::msleep(pauseMs);
        pauseMs = std::min(pauseMs * 2, 2'000UL);
        reading = read();
    }
    return reading;
}

} // namespace migrations
