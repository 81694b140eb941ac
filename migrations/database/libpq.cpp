// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Stands in for linking libpq: each function that we call is defined here and forwards to the real
// one, which is loaded at the first call. Another function needs another line.

#include "migrations/database/libpq.h"

#include "migrations/base/sharedlibrary.h"

#include <libpq-fe.h>

#define FORWARD(result, name, parameters, arguments)                                               \
    SPIRITSAFE_FORWARD("libpq.so.5", result, name, parameters, arguments)

using Texts = const char *const *;

// clang-format off
FORWARD(PGconn *, PQconnectStartParams, (Texts names, Texts values, int expand), (names, values, expand))
FORWARD(PGconn *, PQconnectdbParams, (Texts names, Texts values, int expand), (names, values, expand))
FORWARD(PGPing, PQpingParams, (Texts names, Texts values, int expand), (names, values, expand))
FORWARD(PostgresPollingStatusType, PQconnectPoll, (PGconn * c), (c))
FORWARD(void, PQfinish, (PGconn * c), (c))
FORWARD(PQconninfoOption *, PQconninfoParse, (const char *text, char **problem), (text, problem))
FORWARD(void, PQconninfoFree, (PQconninfoOption * options), (options))

FORWARD(ConnStatusType, PQstatus, (const PGconn *c), (c))
FORWARD(char *, PQerrorMessage, (const PGconn *c), (c))
FORWARD(char *, PQhost, (const PGconn *c), (c))
FORWARD(char *, PQport, (const PGconn *c), (c))
FORWARD(char *, PQuser, (const PGconn *c), (c))
FORWARD(char *, PQdb, (const PGconn *c), (c))
FORWARD(int, PQsocket, (const PGconn *c), (c))
FORWARD(int, PQbackendPID, (const PGconn *c), (c))
FORWARD(int, PQserverVersion, (const PGconn *c), (c))
FORWARD(int, PQconnectionNeedsPassword, (const PGconn *c), (c))
FORWARD(PGVerbosity, PQsetErrorVerbosity, (PGconn * c, PGVerbosity verbosity), (c, verbosity))
FORWARD(PQnoticeReceiver, PQsetNoticeReceiver, (PGconn * c, PQnoticeReceiver receiver, void *argument), (c, receiver, argument))
FORWARD(int, PQsetnonblocking, (PGconn * c, int on), (c, on))

FORWARD(PGresult *, PQexec, (PGconn * c, const char *sql), (c, sql))
FORWARD(int, PQsendQuery, (PGconn * c, const char *sql), (c, sql))
FORWARD(int, PQsendQueryParams, (PGconn * c, const char *sql, int count, const Oid *types, Texts values, const int *lengths, const int *formats, int format), (c, sql, count, types, values, lengths, formats, format))
FORWARD(int, PQflush, (PGconn * c), (c))
FORWARD(int, PQisBusy, (PGconn * c), (c))
FORWARD(int, PQconsumeInput, (PGconn * c), (c))
FORWARD(PGresult *, PQgetResult, (PGconn * c), (c))
FORWARD(PGcancel *, PQgetCancel, (PGconn * c), (c))
FORWARD(int, PQcancel, (PGcancel * cancel, char *reason, int size), (cancel, reason, size))
FORWARD(void, PQfreeCancel, (PGcancel * cancel), (cancel))

FORWARD(ExecStatusType, PQresultStatus, (const PGresult *r), (r))
FORWARD(char *, PQresultErrorMessage, (const PGresult *r), (r))
FORWARD(char *, PQresultErrorField, (const PGresult *r, int field), (r, field))
FORWARD(int, PQntuples, (const PGresult *r), (r))
FORWARD(int, PQnfields, (const PGresult *r), (r))
FORWARD(char *, PQfname, (const PGresult *r, int column), (r, column))
FORWARD(char *, PQcmdTuples, (PGresult * r), (r))
FORWARD(char *, PQgetvalue, (const PGresult *r, int row, int column), (r, row, column))
FORWARD(int, PQgetlength, (const PGresult *r, int row, int column), (r, row, column))
FORWARD(int, PQgetisnull, (const PGresult *r, int row, int column), (r, row, column))
FORWARD(void, PQclear, (PGresult * r), (r))

FORWARD(char *, PQescapeIdentifier, (PGconn * c, const char *text, size_t length), (c, text, length))
FORWARD(char *, PQescapeLiteral, (PGconn * c, const char *text, size_t length), (c, text, length))
FORWARD(void, PQfreemem, (void *memory), (memory))
// clang-format on

namespace migrations {

void loadLibpq()
{
    loadLibrary("libpq.so.5");
}

} // namespace migrations
