// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/base/error.h"

namespace migrations {

// What libpq and the server said, as an Error whose message a person can act on. The texts are
// libpq's in the C locale, not yet redacted.

struct ConnectFailure
{
    QString text; // PQerrorMessage with PQERRORS_VERBOSE, which carries the SQLSTATE
    QString place; // "db1:6432", or the socket's folder
    QString user;
    QString database;
    bool passwordNeeded = false; // PQconnectionNeedsPassword
};
Error connectError(const ConnectFailure &failed);
Error connectTimedOut(const QString &place);

struct QueryFailure
{
    QString sqlState; // empty when libpq itself failed
    QString primary; // PG_DIAG_MESSAGE_PRIMARY
    QString text; // PQresultErrorMessage
};
Error queryError(const QueryFailure &failed);

} // namespace migrations
