// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// For postgresql.cpp alone: libpq's handles as owned values, and its socket.

#include <libpq-fe.h>

#include <QtGlobal>

#include <clocale>
#include <locale.h>
#include <memory>
#include <poll.h>

namespace migrations {

struct PgConnectionEnd
{
    void operator()(PGconn *connection) const { PQfinish(connection); }
};
using PgConnection = std::unique_ptr<PGconn, PgConnectionEnd>;

struct PgResultEnd
{
    void operator()(PGresult *result) const { PQclear(result); }
};
using PgResult = std::unique_ptr<PGresult, PgResultEnd>;

struct PgCancelEnd
{
    void operator()(PGcancel *cancel) const { PQfreeCancel(cancel); }
};
using PgCancel = std::unique_ptr<PGcancel, PgCancelEnd>;

struct PgTextEnd
{
    void operator()(char *text) const { PQfreemem(text); }
};
using PgText = std::unique_ptr<char, PgTextEnd>;

// libpq's and the system's messages in English while it lives, on this thread alone: they are told
// apart by their words.
class EnglishMessages
{
public:
    EnglishMessages()
        : m_english(::newlocale(LC_ALL_MASK, "C", nullptr))
        , m_before(::uselocale(m_english))
    {
    }
    ~EnglishMessages()
    {
        ::uselocale(m_before);
        ::freelocale(m_english);
    }
    Q_DISABLE_COPY_MOVE(EnglishMessages)

private:
    locale_t m_english;
    locale_t m_before;
};

// True when the socket is ready, or broken, which the next call to libpq tells.
inline bool socketReady(const PGconn *connection, short events, int waitMs)
{
    pollfd descriptor {PQsocket(connection), events, 0};
    return descriptor.fd < 0 || ::poll(&descriptor, 1, waitMs) > 0;
}

// One slice of waiting: as long as a person may wait for Cancel to be noticed.
inline bool pollSocket(const PGconn *connection, short events)
{
    return socketReady(connection, events, 50);
}

} // namespace migrations
