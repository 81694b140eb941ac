// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/lifecycle/toolprocess.h"

#include <QFileInfo>
#include <QProcess>

#include <csignal>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

constexpr int pollMs = 40;
constexpr int endMs = 5'000;
constexpr qsizetype keptLines = 40;

// Between fork and exec: only async-signal-safe calls.
void prepareChild(int input, int output, pid_t parent)
{
    const rlimit none {0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (::getppid() != parent)
        ::_exit(127);
    if (input >= 0)
        ::dup2(input, STDIN_FILENO);
    if (output >= 0)
        ::dup2(output, STDOUT_FILENO);
}

// "pg_dump: dumping contents of …" is what it does; these words are what went wrong.
bool isComplaint(const QString &line)
{
    for (const QLatin1StringView word :
        {"error:"_L1, "detail:"_L1, "hint:"_L1, "warning:"_L1, "Command was:"_L1, "from TOC"_L1,
            "while "_L1, "ERROR:"_L1, "DETAIL:"_L1, "HINT:"_L1, "Query was:"_L1}) {
        if (line.contains(word))
            return true;
    }
    return false;
}

class Reader
{
public:
    explicit Reader(const ToolRun &run)
        : m_run(run)
    {
    }
    void take(const QByteArray &bytes)
    {
        m_buffer += bytes;
        for (qsizetype end = m_buffer.indexOf('\n'); end >= 0; end = m_buffer.indexOf('\n')) {
            line(QString::fromUtf8(m_buffer.left(end)));
            m_buffer.remove(0, end + 1);
        }
    }
    QString complaints()
    {
        if (!m_buffer.isEmpty())
            line(QString::fromUtf8(std::exchange(m_buffer, {})));
        return m_run.redactor.redact((m_complaints.isEmpty() ? m_last : m_complaints).join(u'\n'));
    }

private:
    static void keep(QStringList &lines, const QString &text)
    {
        lines.append(text.left(2'000));
        if (lines.size() > keptLines)
            lines.removeFirst();
    }
    void line(const QString &text)
    {
        keep(m_last, text);
        if (isComplaint(text))
            keep(m_complaints, text);
        if (m_run.line)
            m_run.line(text);
    }

    const ToolRun &m_run;
    QByteArray m_buffer;
    QStringList m_last;
    QStringList m_complaints;
};

void endTool(QProcess &process)
{
    process.terminate();
    if (!process.waitForFinished(endMs)) {
        process.kill();
        process.waitForFinished(endMs);
    }
}

QString nameOf(const ToolRun &run)
{
    return QFileInfo(run.program).fileName();
}

} // namespace

Result<ToolEnd> runTool(const ToolRun &run, Progress &progress)
{
    QProcess process;
    process.setProgram(run.program);
    process.setArguments(run.arguments);
    process.setProcessEnvironment(run.environment);
    if (run.input < 0)
        process.setStandardInputFile(QProcess::nullDevice());
    process.setChildProcessModifier([input = run.input, output = run.output, parent = ::getpid()] {
        prepareChild(input, output, parent);
    });
    process.start();
    if (!process.waitForStarted(endMs))
        return failure(ErrorKind::File, u"%1 could not be started."_s.arg(run.program),
            process.errorString(), u"not_started"_s);
    Reader reader(run);
    while (process.state() != QProcess::NotRunning) {
        process.waitForFinished(pollMs);
        reader.take(process.readAllStandardError());
        if (progress.cancelled()) {
            endTool(process);
            return failure(ErrorKind::Cancelled, u"Cancelled."_s, {}, u"cancelled"_s);
        }
    }
    reader.take(process.readAllStandardError());
    const QString complaints = reader.complaints();
    if (process.exitStatus() == QProcess::CrashExit)
        return failure(ErrorKind::File, u"%1 was ended from outside. Try again."_s.arg(nameOf(run)),
            complaints, u"crashed"_s);
    return ToolEnd {process.exitCode(), process.readAllStandardOutput(), complaints};
}

Result<ToolEnd> runToolToSuccess(const ToolRun &run, const QString &message, Progress &progress)
{
    Result<ToolEnd> end = runTool(run, progress);
    if (!end || end->exitCode == 0)
        return end;
    return failure(ErrorKind::Database, message, end->complaints, u"tool_failed"_s);
}

} // namespace migrations
