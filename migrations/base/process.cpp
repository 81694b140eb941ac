// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/base/process.h"

#include <QDeadlineTimer>
#include <QProcess>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

constexpr int pollMs = 50;

Error failedToStart(const ProcessRequest &request, const QProcess &process)
{
    return {ErrorKind::Helper, u"%1 could not be started."_s.arg(request.program),
        process.errorString(), u"not_started"_s};
}

void end(QProcess &process)
{
    process.terminate();
    if (!process.waitForFinished(1'000)) {
        process.kill();
        process.waitForFinished(5'000);
    }
}

// nullopt: it ended by itself.
std::optional<Error> awaitEnd(QProcess &process, const ProcessRequest &request, Progress &progress)
{
    const QDeadlineTimer deadline(request.timeoutMs);
    while (process.state() != QProcess::NotRunning && !process.waitForFinished(pollMs)) {
        if (progress.cancelled()) {
            end(process);
            return Error {ErrorKind::Cancelled, u"%1 was cancelled."_s.arg(request.program), {},
                u"cancelled"_s};
        }
        if (deadline.hasExpired()) {
            end(process);
            return Error {ErrorKind::Helper,
                u"%1 did not end within %2 s."_s.arg(request.program).arg(request.timeoutMs / 1000),
                QString::fromUtf8(process.readAllStandardError()), u"timeout"_s};
        }
    }
    return std::nullopt;
}

} // namespace

Result<ProcessOutput> runProcess(const ProcessRequest &request, Progress &progress)
{
    QProcess process;
    process.setProgram(request.program);
    process.setArguments(request.arguments);
    process.setWorkingDirectory(request.workingDirectory);
    process.setProcessEnvironment(request.environment);
    process.start();
    if (!process.waitForStarted(request.timeoutMs))
        return tl::unexpected(failedToStart(request, process));
    process.write(request.input);
    process.closeWriteChannel();
    if (const std::optional<Error> error = awaitEnd(process, request, progress))
        return tl::unexpected(*error);
    if (process.exitStatus() == QProcess::CrashExit)
        return failure(ErrorKind::Helper, u"%1 was ended by a signal."_s.arg(request.program),
            QString::fromUtf8(process.readAllStandardError()), u"crashed"_s);
    return ProcessOutput {
        process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

} // namespace migrations
