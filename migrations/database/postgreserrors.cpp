// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/database/postgreserrors.h"

#include <QRegularExpression>

#include <array>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

// "FATAL:  3D000: database …": verbose texts name the SQLSTATE after the severity. The last one
// counts, since libpq tries several addresses and lists what each said.
QString sqlStateIn(const QString &text)
{
    static const QRegularExpression pattern(u"[A-Z]+:  ([0-9A-Z]{5}): "_s);
    QString state;
    for (auto matches = pattern.globalMatch(text); matches.hasNext();)
        state = matches.next().captured(1);
    return state;
}

QString withoutSourceLocation(QString text)
{
    static const QRegularExpression pattern(u"\\n?LOCATION:  [^\\n]*"_s);
    return text.remove(pattern).trimmed();
}

struct Words
{
    QString code;
    QString message;
};

Words wordsForState(const QString &state, const ConnectFailure &failed)
{
    if (state == u"28P01"_s) {
        return {state,
            u"The server at %1 does not accept the password of user \"%2\". Correct the user or "
            "the password in DATABASE_URL."_s.arg(failed.place, failed.user)};
    }
    if (state.startsWith(u"28"_s)) {
        return {state,
            u"The server at %1 does not let user \"%2\" connect to database \"%3\". Check that the "
            "role exists and that pg_hba.conf allows it from here."_s.arg(
                failed.place, failed.user, failed.database)};
    }
    if (state == u"3D000"_s) {
        return {state,
            u"There is no database \"%1\" on the server at %2. Create it, or correct its name in "
            "DATABASE_URL."_s.arg(failed.database, failed.place)};
    }
    if (state == u"42501"_s) {
        return {state,
            u"User \"%1\" has no right to connect to database \"%2\". Ask its owner to grant "
            "CONNECT."_s.arg(failed.user, failed.database)};
    }
    if (state == u"53300"_s) {
        return {state,
            u"The server at %1 has no connection left. Close some, or try again in a moment."_s.arg(
                failed.place)};
    }
    if (state == u"57P03"_s || state == u"57P01"_s) {
        return {state,
            u"The server at %1 is starting up or shutting down. Try again in a moment."_s.arg(
                failed.place)};
    }
    return {state,
        u"The server at %1 refused the connection. The detail has its own words."_s.arg(
            failed.place)};
}

struct ClientCause
{
    const char *text; // in libpq's message
    const char *code;
    const char *message; // %1: the place
};

// Causes that never reached a server have no SQLSTATE, only libpq's words (in the C locale).
constexpr std::array clientCauses {
    ClientCause {"could not translate host name", "name_unknown",
        "The host name of %1 is not known. Correct it in DATABASE_URL, or check the network and "
        "its VPN."},
    ClientCause {"Connection refused", "unreachable",
        "No PostgreSQL server answers at %1. Start it, or correct the host and the port in "
        "DATABASE_URL."},
    ClientCause {"No such file or directory", "unreachable",
        "No PostgreSQL server listens in the socket folder %1. Start it, or name its host in "
        "DATABASE_URL."},
    ClientCause {"Permission denied", "unreachable",
        "The socket in %1 may not be opened by this user. Connect over a host name, or ask for "
        "access to the folder."},
    ClientCause {"Network is unreachable", "unreachable",
        "The network of %1 cannot be reached from here. Check the network and its VPN."},
    ClientCause {"No route to host", "unreachable",
        "There is no way to %1 from here. Check the network, its VPN and the firewall."},
    ClientCause {"timed out", "timeout",
        "The server at %1 did not answer in time. Check the host, the port and the firewall."},
    ClientCause {"timeout expired", "timeout",
        "The server at %1 did not answer in time. Check the host, the port and the firewall."},
    ClientCause {"certificate", "tls",
        "The TLS certificate of %1 was not accepted. Check sslmode, sslrootcert and the host name "
        "in DATABASE_URL."},
    ClientCause {"SSL", "tls",
        "No TLS connection to %1 could be made. Check sslmode in DATABASE_URL and the server's "
        "TLS settings."},
    ClientCause {"server closed the connection", "connection_lost",
        "The server at %1 closed the connection at once. Check that a PostgreSQL server listens "
        "there, and its log."},
};

Words wordsForClient(const ConnectFailure &failed)
{
    if (failed.passwordNeeded) {
        return {u"no_password"_s,
            u"The server at %1 asks for a password of user \"%2\", and DATABASE_URL has none. Add "
            "it there or to ~/.pgpass."_s.arg(failed.place, failed.user)};
    }
    for (const ClientCause &cause : clientCauses) {
        if (failed.text.contains(QLatin1StringView(cause.text))) {
            return {QString::fromLatin1(cause.code),
                QString::fromLatin1(cause.message).arg(failed.place)};
        }
    }
    return {u"not_connected"_s,
        u"The database at %1 could not be connected to. The detail has libpq's own words."_s.arg(
            failed.place)};
}

Words wordsForQuery(const QueryFailure &failed)
{
    const QString &state = failed.sqlState;
    if (state == u"55P03"_s) {
        return {state,
            u"Another session holds a lock that is needed here. Wait for it to end, or end it, "
            "and try again."_s};
    }
    if (state == u"42501"_s) {
        return {state,
            u"The database user lacks a right: %1. Ask the owner to grant it, or connect as "
            "another user."_s.arg(failed.primary)};
    }
    if (state == u"25006"_s) {
        return {state,
            u"This session may only read: %1. Connect to the primary server, or without "
            "default_transaction_read_only."_s.arg(failed.primary)};
    }
    if (state.isEmpty() || state.startsWith(u"08"_s) || state.startsWith(u"57P"_s)) {
        return {state.isEmpty() ? u"connection_lost"_s : state,
            u"The connection to the server was lost. Refresh to see what is in the database."_s};
    }
    return {state,
        u"The server refused a statement: %1 (%2). The detail has its own words."_s.arg(
            failed.primary, state)};
}

} // namespace

Error connectError(const ConnectFailure &failed)
{
    const QString state = sqlStateIn(failed.text);
    const Words words = state.isEmpty() ? wordsForClient(failed) : wordsForState(state, failed);
    return {ErrorKind::Database, words.message, withoutSourceLocation(failed.text), words.code};
}

Error connectTimedOut(const QString &place)
{
    ConnectFailure failed;
    failed.text = u"timeout expired"_s;
    failed.place = place;
    return connectError(failed);
}

Error queryError(const QueryFailure &failed)
{
    const Words words = wordsForQuery(failed);
    return {ErrorKind::Database, words.message, withoutSourceLocation(failed.text), words.code};
}

} // namespace migrations
