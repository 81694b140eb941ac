// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/alembic/helperlink.h"

#include "migrations/alembic/helpersource.h"

#include <QJsonDocument>

#include <array>
#include <cerrno>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {
constexpr int sliceMs = 50;
constexpr int endMs = 1'000; // for an orderly end, atexit functions included
constexpr qsizetype chunkSize = 1 << 18;
constexpr qsizetype lineLimit = 16 << 20;

// Up to a chunk; nullopt: nothing there now; empty: the other end is closed.
std::optional<QByteArray> readChunk(int fd)
{
    QByteArray chunk(chunkSize, Qt::Uninitialized);
    const ssize_t size = ::read(fd, chunk.data(), std::size_t(chunk.size()));
    if (size < 0 && (errno == EAGAIN || errno == EINTR))
        return std::nullopt;
    chunk.truncate(qMax<ssize_t>(size, 0));
    return chunk;
}
} // namespace

Result<HelperLink> HelperLink::start(const HelperOptions &options)
{
    auto child = Child::spawn({.program = options.interpreter,
        .arguments = {u"-u"_s, u"-c"_s, helperBootstrap()},
        .workingDirectory = options.workingDirectory,
        .variables = options.variables});
    if (!child)
        return tl::unexpected(child.error());
    HelperLink link(std::move(*child));
    link.m_outgoing = helperModules(options.source);
    link.write(); // most of it fits, so that the imports begin now
    return link;
}

HelperLink::HelperLink(Child child)
    : m_child(std::move(child))
{
}

HelperLink::~HelperLink()
{
    if (!m_child.running())
        return;
    m_child.closeOutput(); // what it prints now nobody reads, and must not block it
    m_child.closeChannel();
    m_child.waitForEnd(endMs);
}

void HelperLink::send(const QJsonObject &message)
{
    m_outgoing += QJsonDocument(message).toJson(QJsonDocument::Compact) + '\n';
}

Result<std::optional<QByteArray>> HelperLink::nextLine()
{
    if (auto line = takeLine())
        return line;
    wait();
    if (auto line = takeLine())
        return line;
    if (m_incoming.size() > lineLimit)
        return failure(ErrorKind::Helper,
            u"The helper process sent a message of more than %1 MB."_s.arg(lineLimit >> 20), tail(),
            u"oversize"_s);
    if (m_closed || !m_child.running())
        return tl::unexpected(died());
    return std::optional<QByteArray>();
}

std::optional<QByteArray> HelperLink::takeLine()
{
    const qsizetype end = m_incoming.indexOf('\n', m_searched);
    m_searched = m_incoming.size();
    if (end < 0 || end > lineLimit)
        return std::nullopt;
    QByteArray line = m_incoming.first(end);
    m_incoming.remove(0, end + 1);
    m_searched = 0;
    return line;
}

void HelperLink::wait()
{
    std::array<pollfd, 2> fds {pollfd {.fd = m_child.channel(), .events = POLLIN, .revents = 0},
        pollfd {.fd = m_child.output(), .events = POLLIN, .revents = 0}};
    if (!m_outgoing.isEmpty())
        fds[0].events |= POLLOUT;
    if (::poll(fds.data(), fds.size(), sliceMs) <= 0)
        return;
    if (fds[1].revents != 0)
        drainOutput();
    if (fds[0].revents & POLLOUT)
        write();
    if (fds[0].revents & (POLLIN | POLLHUP | POLLERR))
        read();
}

void HelperLink::write()
{
    while (!m_outgoing.isEmpty()) {
        const ssize_t size = ::send(m_child.channel(), m_outgoing.constData(),
            std::size_t(m_outgoing.size()), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (size <= 0)
            return; // full, or closed: reading will tell
        m_outgoing.remove(0, size);
    }
}

void HelperLink::read()
{
    const auto chunk = readChunk(m_child.channel());
    if (!chunk)
        return;
    m_closed = chunk->isEmpty();
    m_incoming += *chunk;
}

void HelperLink::drainOutput()
{
    const auto chunk = readChunk(m_child.output());
    if (!chunk)
        return;
    if (!chunk->isEmpty()) {
        m_printed += m_tail.add(*chunk);
        return;
    }
    m_printed += m_tail.finish();
    m_child.closeOutput(); // the project closed its descriptors 1 and 2
}

QStringList HelperLink::takePrinted()
{
    m_printed += m_tail.leftOut();
    return std::exchange(m_printed, {});
}

QString HelperLink::tail() const
{
    return m_tail.text();
}

bool HelperLink::alive() const
{
    return m_child.running();
}

void HelperLink::kill()
{
    m_child.kill();
}

// Its last words are still in the pipe; processes that it started may keep that open.
Error HelperLink::died()
{
    if (!m_child.waitForEnd(endMs))
        m_child.kill();
    for (int reads = 0; reads < 16 && m_child.output() >= 0; ++reads) {
        const auto chunk = readChunk(m_child.output());
        if (!chunk || chunk->isEmpty())
            break;
        m_printed += m_tail.add(*chunk);
    }
    m_printed += m_tail.finish();
    return {ErrorKind::Helper,
        u"The helper process ended in the middle (%1). See what it printed, and look at the "
        u"database "
        "before you run it again."_s.arg(m_child.ending()),
        tail(), u"died"_s};
}

} // namespace migrations
