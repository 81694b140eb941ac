// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/faultproxy.h"

#include <QFile>
#include <QTemporaryDir>
#include <QtEndian>
#include <QUrl>

#include <array>
#include <atomic>
#include <fcntl.h>
#include <list>
#include <mutex>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <thread>
#include <unistd.h>
#include <vector>

using namespace Qt::StringLiterals;

namespace tests {

namespace {

constexpr int sliceMs = 20;
constexpr int enoughBuffered = 1 << 20;
constexpr quint32 cancelRequest = 80877102;

const QString socketName = u"/.s.PGSQL.5432"_s;

sockaddr_un addressOf(const QString &folder)
{
    sockaddr_un address {};
    address.sun_family = AF_UNIX;
    const QByteArray path = QFile::encodeName(folder + socketName);
    if (path.size() >= qsizetype(sizeof address.sun_path))
        qFatal("the socket's path is too long: %s", path.constData());
    std::copy(path.begin(), path.end(), address.sun_path);
    return address;
}

int makeSocket()
{
    return ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
}

bool isIn(const sockaddr_un &address, int fd, int (*call)(int, const sockaddr *, socklen_t))
{
    return call(fd, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0;
}

qint64 processBehind(int fd)
{
    ucred credentials {};
    socklen_t size = sizeof credentials;
    ::getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &credentials, &size);
    return credentials.pid;
}

// A start-up packet holds name, value, name, value, each ended by a zero.
QString applicationIn(const QByteArray &packet)
{
    const QList<QByteArray> parts = packet.mid(8).split('\0');
    for (qsizetype i = 0; i + 1 < parts.size(); i += 2) {
        if (parts.at(i) == "application_name")
            return QString::fromUtf8(parts.at(i + 1));
    }
    return {};
}

struct Connection
{
    int client = -1;
    int server = -1;
    qint64 process = 0;
    QString application;
    bool started = false; // its start-up packet is through
    bool plain = false; // a cancel request: nothing to understand
    bool deaf = false; // answers are dropped; cut when the server is ready again
    bool cut = false;
    QByteArray fromClient; // not yet a whole message
    QByteArray fromServer;
    QByteArray toServer;
    QByteArray toClient;

    void close()
    {
        for (int *fd : {&client, &server}) {
            if (*fd >= 0)
                ::close(*fd);
            *fd = -1;
        }
    }
};

// The first whole message of a buffer, taken out; empty: not there yet. Each is a byte of type and
// a length that counts itself; the first packet of a client has no type.
QByteArray takeMessage(QByteArray &buffer, bool typed)
{
    const qsizetype head = typed ? 5 : 4;
    if (buffer.size() < head)
        return {};
    const qsizetype size = qFromBigEndian<quint32>(buffer.constData() + head - 4) + (typed ? 1 : 0);
    if (buffer.size() < size)
        return {};
    const QByteArray message = buffer.first(size);
    buffer.remove(0, size);
    return message;
}

// False: the other end is gone.
bool readInto(QByteArray &buffer, int fd)
{
    std::array<char, 1 << 16> chunk {};
    const ssize_t size = ::read(fd, chunk.data(), chunk.size());
    if (size < 0)
        return errno == EAGAIN || errno == EINTR;
    buffer.append(chunk.data(), size);
    return size > 0;
}

bool writeFrom(QByteArray &buffer, int fd)
{
    while (!buffer.isEmpty()) {
        const ssize_t size =
            ::send(fd, buffer.constData(), std::size_t(buffer.size()), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (size < 0)
            return errno == EAGAIN || errno == EINTR;
        buffer.remove(0, size);
    }
    return true;
}

} // namespace

struct FaultProxy::Private
{
    QTemporaryDir folder;
    QString serverFolder;
    int listening = -1;
    std::list<Connection> connections;
    std::mutex guard; // of plan
    Plan plan;
    std::atomic<int> count = 0;
    std::atomic<bool> happened = false;
    std::atomic<bool> frozen = false;
    std::atomic<bool> ended = false;
    std::thread thread;

    void run();
    void accept();
    void serve(Connection &connection, short client, short server);
    void fromClient(Connection &connection);
    void fromServer(Connection &connection);
    void startUp(Connection &connection);
    bool forward(Connection &connection, const QByteArray &message); // false: stop here
};

void FaultProxy::Private::accept()
{
    const int client = ::accept4(listening, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (client < 0)
        return;
    const int server = makeSocket();
    if (!isIn(addressOf(serverFolder), server, ::connect)) {
        ::close(client);
        ::close(server);
        return;
    }
    connections.push_back({.client = client, .server = server, .process = processBehind(client)});
}

void FaultProxy::Private::startUp(Connection &connection)
{
    const QByteArray packet = takeMessage(connection.fromClient, false);
    if (packet.isEmpty())
        return;
    connection.started = true;
    connection.plain =
        packet.size() >= 8 && qFromBigEndian<quint32>(packet.constData() + 4) == cancelRequest;
    connection.application = applicationIn(packet);
    connection.toServer += packet;
}

bool FaultProxy::Private::forward(Connection &connection, const QByteArray &message)
{
    const char type = message.front();
    if (type == 'Q' || type == 'P') {
        const QByteArray body = message.mid(5);
        const Statement statement {connection.application, connection.process,
            type == 'Q' ? body.chopped(1) : body.split('\0').value(1)};
        const std::lock_guard lock(guard);
        if ((!plan.counts || plan.counts(statement)) && ++count == plan.at) {
            happened = true;
            if (plan.act)
                plan.act(statement);
            connection.cut = plan.fault == Fault::CutBefore;
            connection.deaf = plan.fault == Fault::CutAfter;
            frozen = plan.fault == Fault::Freeze;
            if (connection.cut)
                return false;
        }
    }
    connection.toServer += message;
    return !frozen;
}

void FaultProxy::Private::fromClient(Connection &connection)
{
    if (!connection.started)
        startUp(connection);
    if (connection.plain)
        connection.toServer += std::exchange(connection.fromClient, {});
    while (connection.started && !connection.plain) {
        const QByteArray message = takeMessage(connection.fromClient, true);
        if (message.isEmpty() || !forward(connection, message))
            return;
    }
}

void FaultProxy::Private::fromServer(Connection &connection)
{
    if (!connection.deaf) {
        connection.toClient += std::exchange(connection.fromServer, {});
        return;
    }
    for (QByteArray message = takeMessage(connection.fromServer, true); !message.isEmpty();
         message = takeMessage(connection.fromServer, true))
        connection.cut = connection.cut || message.front() == 'Z'; // ready for the next query
}

void FaultProxy::Private::serve(Connection &connection, short client, short server)
{
    bool open = true;
    if (client & (POLLIN | POLLHUP | POLLERR)) {
        open = readInto(connection.fromClient, connection.client);
        fromClient(connection);
    }
    if (!frozen && open && (server & (POLLIN | POLLHUP | POLLERR))) {
        open = readInto(connection.fromServer, connection.server);
        fromServer(connection);
    }
    if (frozen)
        return;
    const bool sent = writeFrom(connection.toServer, connection.server);
    const bool passed = writeFrom(connection.toClient, connection.client);
    if (!open || !sent || !passed || connection.cut)
        connection.close();
}

void FaultProxy::Private::run()
{
    while (!ended) {
        if (frozen) {
            std::this_thread::sleep_for(std::chrono::milliseconds(sliceMs));
            continue;
        }
        std::vector<pollfd> fds {{.fd = listening, .events = POLLIN, .revents = 0}};
        for (const Connection &one : connections) {
            const auto room = [](const QByteArray &buffer) {
                return short(buffer.size() < enoughBuffered ? POLLIN : 0);
            };
            const auto wish = [](const QByteArray &buffer) {
                return short(buffer.isEmpty() ? 0 : POLLOUT);
            };
            fds.push_back({one.client, short(room(one.toServer) | wish(one.toClient)), 0});
            fds.push_back({one.server, short(room(one.toClient) | wish(one.toServer)), 0});
        }
        if (::poll(fds.data(), fds.size(), sliceMs) <= 0)
            continue;
        std::size_t i = 1;
        for (Connection &one : connections) {
            serve(one, fds[i].revents, fds[i + 1].revents);
            i += 2;
            if (frozen)
                break;
        }
        connections.remove_if([](const Connection &one) { return one.client < 0; });
        if (fds[0].revents != 0)
            accept();
    }
    for (Connection &one : connections)
        one.close();
}

FaultProxy::FaultProxy(const QString &serverFolder)
    : d(std::make_unique<Private>())
{
    d->serverFolder = serverFolder;
    // Others connect too: the user that a private server runs as, in the tests of rights.
    ::chmod(QFile::encodeName(d->folder.path()).constData(), 0755);
    d->listening = makeSocket();
    if (!isIn(addressOf(d->folder.path()), d->listening, ::bind) || ::listen(d->listening, 64) != 0)
        qFatal("the proxy cannot listen in %s", qPrintable(d->folder.path()));
    d->thread = std::thread([this] { d->run(); });
}

FaultProxy::~FaultProxy()
{
    d->ended = true;
    d->thread.join();
    ::close(d->listening);
}

QString FaultProxy::folder() const
{
    return d->folder.path();
}

QString FaultProxy::through(const QString &url) const
{
    QString text = url;
    for (const QString &there :
        {d->serverFolder, QString::fromLatin1(QUrl::toPercentEncoding(d->serverFolder))})
        text.replace(there, d->folder.path());
    if (text == url)
        qFatal("%s does not lead to %s", qPrintable(url), qPrintable(d->serverFolder));
    return text;
}

void FaultProxy::arm(const Plan &plan)
{
    const std::lock_guard lock(d->guard);
    d->plan = plan;
    d->count = 0;
    d->happened = false;
}

int FaultProxy::counted() const
{
    return d->count;
}

bool FaultProxy::happened() const
{
    return d->happened;
}

void FaultProxy::thaw()
{
    d->frozen = false;
}

} // namespace tests
