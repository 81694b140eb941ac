// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/alembic/child.h"

#include <QDeadlineTimer>
#include <QFile>
#include <QProcessEnvironment>
#include <QStandardPaths>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

constexpr int privateDescriptor = 3;

// Everything the new process needs, made before fork(): after it only async-signal-safe calls
// are allowed, which excludes every allocation.
struct Image
{
    QByteArray program;
    QByteArray directory;
    std::vector<QByteArray> texts;
    std::vector<char *> arguments;
    std::vector<char *> variables;
    pid_t parent = 0;
};

std::vector<char *> pointers(std::vector<QByteArray> &texts, std::size_t first)
{
    std::vector<char *> result;
    for (std::size_t i = first; i < texts.size(); ++i)
        result.push_back(texts[i].data());
    result.push_back(nullptr);
    return result;
}

Image imageOf(const ChildRequest &request, const QString &program)
{
    Image image {.program = QFile::encodeName(program),
        .directory = QFile::encodeName(request.workingDirectory),
        .parent = ::getpid()};
    auto environment = QProcessEnvironment::systemEnvironment();
    for (auto it = request.variables.cbegin(); it != request.variables.cend(); ++it)
        environment.insert(it.key(), it.value());
    std::vector<QByteArray> arguments {image.program};
    for (const QString &argument : request.arguments)
        arguments.push_back(argument.toLocal8Bit());
    const std::size_t count = arguments.size();
    image.texts = std::move(arguments);
    for (const QString &variable : environment.toStringList())
        image.texts.push_back(variable.toLocal8Bit());
    image.variables = pointers(image.texts, count);
    image.arguments = pointers(image.texts, 0);
    image.arguments[count] = nullptr;
    return image;
}

[[noreturn]] void giveUp(int report)
{
    const int error = errno;
    [[maybe_unused]] const auto written = ::write(report, &error, sizeof error);
    ::_exit(127);
}

void resetSignals()
{
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGCHLD})
        ::signal(number, SIG_DFL); // NOLINT(performance-no-int-to-ptr)
}

// Runs in the child. The four descriptors of ours are all above 3 (see spawn).
[[noreturn]] void becomeImage(const Image &image, int channel, int output, int nothing, int report)
{
    ::setsid(); // a terminal's Ctrl+C is ours to pass on, and kill() reaches what it starts
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != image.parent)
        ::_exit(127);
    const rlimit noCore {0, 0};
    ::setrlimit(RLIMIT_CORE, &noCore);
    resetSignals();
    if (::dup2(nothing, STDIN_FILENO) < 0 || ::dup2(output, STDOUT_FILENO) < 0
        || ::dup2(output, STDERR_FILENO) < 0 || ::dup2(channel, privateDescriptor) < 0)
        giveUp(report);
    if (::chdir(image.directory.constData()) != 0)
        giveUp(report);
    ::close_range(privateDescriptor + 1, ~0U, CLOSE_RANGE_CLOEXEC);
    ::execve(image.program.constData(), image.arguments.data(), image.variables.data());
    giveUp(report);
}

// Out of the way of the descriptors that the child replaces.
Descriptor above(int fd)
{
    const Descriptor low(fd);
    return Descriptor(::fcntl(fd, F_DUPFD_CLOEXEC, privateDescriptor + 1));
}

struct Pair
{
    Descriptor ours;
    Descriptor theirs;
};

Pair makeSocket()
{
    std::array<int, 2> fds {-1, -1};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds.data()) != 0)
        return {};
    return {above(fds[0]), above(fds[1])};
}

Pair makePipe()
{
    std::array<int, 2> fds {-1, -1};
    if (::pipe2(fds.data(), O_CLOEXEC) != 0)
        return {};
    return {above(fds[0]), above(fds[1])};
}

tl::unexpected<Error> startFailure(const QString &program, int error)
{
    return failure(ErrorKind::Helper,
        u"%1 could not be started: %2. Choose another Python interpreter."_s.arg(
            program, QString::fromLocal8Bit(std::strerror(error))),
        {}, u"start_failed"_s);
}

QString located(const ChildRequest &request)
{
    if (request.program.contains(u'/') || request.program.isEmpty())
        return request.program;
    return QStandardPaths::findExecutable(request.program);
}

// What exec's failure left in the report pipe; 0: it succeeded and closed the pipe.
int reported(const Descriptor &report)
{
    int error = 0;
    ssize_t size = 0;
    do
        size = ::read(report.fd(), &error, sizeof error);
    while (size < 0 && errno == EINTR);
    return size == sizeof error ? error : 0;
}

} // namespace

Descriptor &Descriptor::operator=(Descriptor &&other) noexcept
{
    if (this != &other) {
        close();
        m_fd = std::exchange(other.m_fd, -1);
    }
    return *this;
}

void Descriptor::close()
{
    if (m_fd >= 0)
        ::close(std::exchange(m_fd, -1));
}

Result<Child> Child::spawn(const ChildRequest &request)
{
    const QString program = located(request);
    Pair channel = makeSocket();
    Pair output = makePipe();
    Pair report = makePipe();
    const Descriptor nothing = above(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    for (const int fd : {channel.ours.fd(), channel.theirs.fd(), output.ours.fd(),
             output.theirs.fd(), report.ours.fd(), report.theirs.fd(), nothing.fd()}) {
        if (fd < 0)
            return startFailure(request.program, errno);
    }
    const Image image = imageOf(request, program);
    const pid_t pid = ::fork();
    if (pid < 0)
        return startFailure(request.program, errno);
    if (pid == 0)
        becomeImage(
            image, channel.theirs.fd(), output.theirs.fd(), nothing.fd(), report.theirs.fd());
    report.theirs.close();
    Child child(pid, std::move(channel.ours), std::move(output.ours));
    if (const int error = reported(report.ours))
        return startFailure(request.program, error);
    return child;
}

Child::Child(pid_t pid, Descriptor channel, Descriptor output)
    : m_pid(pid)
    , m_channel(std::move(channel))
    , m_output(std::move(output))
{
    for (const int fd : {m_channel.fd(), m_output.fd()})
        ::fcntl(fd, F_SETFL, ::fcntl(fd, F_GETFL) | O_NONBLOCK);
}

Child::Child(Child &&other) noexcept
    : m_pid(std::exchange(other.m_pid, -1))
    , m_status(other.m_status)
    , m_channel(std::move(other.m_channel))
    , m_output(std::move(other.m_output))
{
}

Child &Child::operator=(Child &&other) noexcept
{
    if (this != &other) {
        kill();
        m_pid = std::exchange(other.m_pid, -1);
        m_status = other.m_status;
        m_channel = std::move(other.m_channel);
        m_output = std::move(other.m_output);
    }
    return *this;
}

Child::~Child()
{
    kill();
}

void Child::reaped(int status)
{
    m_status = status;
}

bool Child::running()
{
    if (m_pid < 0 || m_status)
        return false;
    int status = 0;
    const pid_t ended = ::waitpid(m_pid, &status, WNOHANG);
    if (ended == m_pid)
        reaped(status);
    else if (ended < 0 && errno == ECHILD)
        reaped(0); // somebody else waits for all children
    return !m_status;
}

bool Child::waitForEnd(int timeoutMs)
{
    const QDeadlineTimer deadline(timeoutMs);
    while (running()) {
        if (deadline.hasExpired())
            return false;
        ::usleep(2'000);
    }
    return true;
}

void Child::kill()
{
    if (m_pid < 0)
        return;
    if (!m_status) {
        ::kill(-m_pid, SIGKILL); // its whole session; not after reaping: the id may be another's
        ::kill(m_pid, SIGKILL); // it may not have got to setsid()
        int status = 0;
        while (::waitpid(m_pid, &status, 0) < 0 && errno == EINTR) { }
        reaped(status);
    }
    m_channel.close();
}

QString Child::ending() const
{
    if (!m_status)
        return {};
    if (WIFSIGNALED(*m_status)) {
        const int number = WTERMSIG(*m_status);
        return u"signal %1 (%2)"_s.arg(number).arg(QString::fromLocal8Bit(::strsignal(number)));
    }
    return u"exit code %1"_s.arg(WEXITSTATUS(*m_status));
}

} // namespace migrations
