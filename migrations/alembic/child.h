// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/base/error.h"

#include <QMap>
#include <QStringList>

#include <optional>
#include <sys/types.h>
#include <utility>

namespace migrations {

// Owns a file descriptor.
class Descriptor
{
public:
    Descriptor() = default;
    explicit Descriptor(int fd)
        : m_fd(fd)
    {
    }
    Descriptor(Descriptor &&other) noexcept
        : m_fd(std::exchange(other.m_fd, -1))
    {
    }
    Descriptor &operator=(Descriptor &&other) noexcept;
    Descriptor(const Descriptor &) = delete;
    Descriptor &operator=(const Descriptor &) = delete;
    ~Descriptor() { close(); }

    int fd() const { return m_fd; }
    void close();

private:
    int m_fd = -1;
};

struct ChildRequest
{
    QString program; // path, or a name to be found in PATH
    QStringList arguments;
    QString workingDirectory;
    QMap<QString, QString> variables; // on top of ours
};

// A process of its own session with a private socket at its descriptor 3, its descriptors 1 and 2
// on one pipe, nothing at 0, and no other descriptor of ours. It gets SIGKILL when the thread that
// started it ends, writes no core, and is killed and reaped, with the processes it started, by the
// destructor. QProcess cannot give it the socket, and needs an event loop.
class Child
{
public:
    // Errors: ErrorKind::Helper, code "start_failed": the program is missing, or cannot be
    // executed.
    static Result<Child> spawn(const ChildRequest &request);
    Child(Child &&other) noexcept;
    Child &operator=(Child &&other) noexcept;
    Child(const Child &) = delete;
    Child &operator=(const Child &) = delete;
    ~Child();

    pid_t pid() const { return m_pid; } // stays known after the end
    int channel() const { return m_channel.fd(); } // non-blocking
    int output() const { return m_output.fd(); } // non-blocking
    void closeChannel() { m_channel.close(); }
    void closeOutput() { m_output.close(); }

    bool running(); // reaps it when it has ended
    bool waitForEnd(int timeoutMs);
    void kill(); // SIGKILL to it and to what it started; waits
    QString ending() const; // "exit code 3", "signal 9 (Killed)"; empty while it runs

private:
    Child(pid_t pid, Descriptor channel, Descriptor output);
    void reaped(int status);

    pid_t m_pid = -1;
    std::optional<int> m_status; // of waitpid
    Descriptor m_channel;
    Descriptor m_output;
};

} // namespace migrations
