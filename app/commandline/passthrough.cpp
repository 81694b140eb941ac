// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/commandline/passthrough.h"

#include <QProcess>
#include <QProcessEnvironment>

#include <array>
#include <atomic>
#include <csignal>

using namespace Qt::StringLiterals;
using migrations::AlembicCommand;
using migrations::Redactor;

namespace app {

namespace {

constexpr int promptAfterMs = 50; // a line that is not ended within this is a question
constexpr int signalBase = 128; // a shell's exit code of what a signal ended

std::atomic<pid_t> receiver = 0;
std::atomic<int> early = 0; // came before the process was there
static_assert(std::atomic<pid_t>::is_always_lock_free);

void passOn(int signal, siginfo_t *information, void *)
{
    if (information->si_code > 0) // from the terminal, which sends it to its whole group
        return;
    const pid_t process = receiver;
    if (process > 0)
        ::kill(process, signal);
    else
        early = signal;
}

// While it lives, signals go to the process.
class PassedSignals
{
public:
    PassedSignals()
    {
        struct sigaction action = {};
        action.sa_sigaction = passOn;
        action.sa_flags = SA_SIGINFO | SA_RESTART;
        ::sigemptyset(&action.sa_mask);
        for (const int signal : passed)
            ::sigaction(signal, &action, nullptr);
    }
    ~PassedSignals()
    {
        receiver = 0;
        for (const int signal : passed)
            ::signal(signal, SIG_DFL); // NOLINT(performance-no-int-to-ptr)
    }
    Q_DISABLE_COPY_MOVE(PassedSignals)

    static void sendTo(qint64 process)
    {
        receiver = pid_t(process);
        if (const int signal = early.exchange(0))
            ::kill(pid_t(process), signal);
    }

private:
    static constexpr std::array passed {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2};
};

// One of its streams: whole lines go on at once, so that no secret is cut in two.
class Relay
{
public:
    Relay(Output &output, const Redactor &redactor)
        : m_output(&output)
        , m_redactor(&redactor)
    {
    }

    void take(const QByteArray &bytes)
    {
        m_held += bytes;
        write(bytes.isEmpty() ? m_held.size() : m_held.lastIndexOf('\n') + 1);
    }
    void end() { write(m_held.size()); }

private:
    void write(qsizetype size)
    {
        if (size == 0)
            return;
        const QByteArray bytes = m_held.first(size);
        m_held.remove(0, size);
        const QString text = QString::fromUtf8(bytes);
        const QString shown = m_redactor->redact(text);
        m_output->write(shown == text ? bytes : shown.toUtf8());
        m_output->flush();
    }

    Output *m_output;
    const Redactor *m_redactor;
    QByteArray m_held;
};

void prepare(QProcess &process, const AlembicCommand &command)
{
    auto environment = QProcessEnvironment::systemEnvironment();
    for (auto it = command.variables.cbegin(); it != command.variables.cend(); ++it)
        environment.insert(it.key(), it.value());
    process.setProcessEnvironment(environment);
    process.setWorkingDirectory(command.workingDirectory);
    process.setInputChannelMode(QProcess::ForwardedInputChannel);
    process.setProgram(command.interpreter);
    process.setArguments(command.arguments);
}

void relayOutput(QProcess &process, Console &console, const Redactor &redactor)
{
    Relay out(console.out, redactor);
    Relay error(console.error, redactor);
    while (process.state() != QProcess::NotRunning) {
        process.waitForReadyRead(promptAfterMs);
        out.take(process.readAllStandardOutput());
        error.take(process.readAllStandardError());
    }
    out.take(process.readAllStandardOutput());
    error.take(process.readAllStandardError());
    out.end();
    error.end();
}

} // namespace

migrations::Result<int> passThrough(const AlembicCommand &command, Console &console)
{
    const PassedSignals signals;
    QProcess process;
    prepare(process, command);
    process.start();
    if (!process.waitForStarted())
        return migrations::failure(migrations::ErrorKind::Helper,
            u"%1 could not be started. Choose another Python interpreter."_s.arg(
                command.interpreter),
            process.errorString(), u"start_failed"_s);
    PassedSignals::sendTo(process.processId());
    relayOutput(process, console, command.redactor);
    // Qt gives the number of the signal as the exit code of what it calls a crash.
    return process.exitStatus() == QProcess::CrashExit ? signalBase + process.exitCode()
                                                       : process.exitCode();
}

} // namespace app
