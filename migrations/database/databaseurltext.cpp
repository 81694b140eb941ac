// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/database/databaseurl.h"

#include <QDir>
#include <QFileInfo>
#include <QHash>
#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

// How a database URL is named to people.
namespace migrations {

namespace {

// Where libpq goes when the URL names no host.
QStringList effectiveHosts(const DatabaseUrl &url)
{
    QString hosts = url.keywords.value(u"host"_s, url.keywords.value(u"hostaddr"_s));
    if (hosts.isEmpty())
        hosts = qEnvironmentVariable("PGHOST");
    QStringList list;
    for (const QString &host : hosts.split(u',')) // an "@" means a piece of the password
        list.append(host.startsWith(u'@') ? host : host.mid(host.lastIndexOf(u'@') + 1));
    return list;
}

bool isLocalHost(const QString &host)
{
    if (host.isEmpty() || host.startsWith(u'/') || host.startsWith(u'@'))
        return true;
    const QString lower = host.toLower();
    static const QRegularExpression loopback(u"^127(\\.\\d{1,3}){3}$"_s);
    return lower == u"localhost" || lower.endsWith(u".localhost") || lower == u"::1"
        || loopback.match(lower).hasMatch();
}

QString hostWithPort(const QString &host, const QString &port)
{
    if (host.isEmpty())
        return port.isEmpty() ? u"the local socket"_s : u"the local socket, port "_s + port;
    if (port.isEmpty() || port == u"5432")
        return host;
    return (host.contains(u':') ? u"[%1]:%2"_s : u"%1:%2"_s).arg(host, port);
}

} // namespace

QString DatabaseUrl::databaseName() const
{
    if (dialect == Dialect::Sqlite)
        return file.isEmpty() ? u":memory:"_s : QFileInfo(file).fileName();
    // libpq's own defaults, in its order
    const QString user = keywords.value(u"user"_s, qEnvironmentVariable("PGUSER"));
    const QString fromEnvironment = qEnvironmentVariable("PGDATABASE", user);
    return keywords.value(u"dbname"_s, fromEnvironment);
}

QString DatabaseUrl::hostText() const
{
    if (dialect == Dialect::Sqlite)
        return file.isEmpty() ? u"memory"_s : QDir::cleanPath(QFileInfo(file).path());
    const QStringList hosts = effectiveHosts(*this);
    const QStringList ports = keywords.value(u"port"_s, qEnvironmentVariable("PGPORT")).split(u',');
    QStringList texts;
    for (qsizetype i = 0; i < hosts.size(); ++i)
        texts.append(hostWithPort(hosts[i], ports.size() == 1 ? ports[0] : ports.value(i)));
    return texts.join(u", ");
}

QString DatabaseUrl::display() const
{
    if (dialect == Dialect::Sqlite && file.isEmpty())
        return u"a database in memory"_s;
    if (dialect == Dialect::Sqlite)
        return QFileInfo(file).path() == u"." ? databaseName()
                                              : databaseName() + u" in " + hostText();
    const QString name = databaseName();
    return (name.isEmpty() ? u"the user's own database"_s : name) + u" on " + hostText();
}

bool DatabaseUrl::isLocal() const
{
    if (dialect == Dialect::Sqlite)
        return true;
    // A service file can name any host, and hostaddr is where the connection really goes.
    if (keywords.contains(u"service"_s))
        return false;
    QStringList hosts = effectiveHosts(*this);
    if (keywords.contains(u"hostaddr"_s))
        hosts = keywords.value(u"hostaddr"_s).split(u',');
    return std::all_of(hosts.begin(), hosts.end(), isLocalHost);
}

QString warningText(const QString &code)
{
    static const QHash<QString, QString> texts {
        {u"libpq_uri_reads_it_differently"_s,
            u"psql and other PostgreSQL tools read this URL differently from SQLAlchemy. Spiritsafe reads it as SQLAlchemy does; percent-encode special characters so that all agree."_s},
        {u"percent_not_decoded"_s,
            u"SQLAlchemy does not decode percent escapes in the host, the database name or the file. Write the name itself if the escape was not meant literally."_s},
        {u"default_host"_s,
            u"The URL names no host, so the PostgreSQL client's default is used: PGHOST or the local socket."_s},
        {u"default_user"_s,
            u"The URL names no user, so the PostgreSQL client's default is used: PGUSER or the name of the system user."_s},
        {u"default_dbname"_s,
            u"The URL names no database, so the PostgreSQL client's default is used: PGDATABASE or the user's name."_s},
        {u"at_sign_in_host"_s,
            u"The host contains an @ sign, most likely from the password. Write the @ of the password as %40."_s},
        {u"port_zero"_s, u"Port 0 is ignored and the default port is used. Write the real port."_s},
        {u"sqlalchemy_rejects_scheme_postgres"_s,
            u"SQLAlchemy refuses postgres://, so env.py has to rewrite it. Write postgresql:// unless it does."_s},
        {u"sqlalchemy_rejects_scheme_case"_s,
            u"SQLAlchemy accepts the scheme in small letters only. Write postgresql:// or sqlite://."_s},
        {u"asyncpg_rejects_sslmode"_s,
            u"asyncpg does not know sslmode. Write ssl=… with the same value."_s},
        {u"asyncpg_rejects_ssl_true"_s, u"asyncpg refuses ssl=true in a URL. Write ssl=require."_s},
        {u"trailing_whitespace"_s,
            u"The URL ends with white space, which becomes part of its last value. Remove it."_s},
        {u"windows_path"_s, u"The file is a Windows path, which this system cannot open."_s},
    };
    if (code.startsWith(u"unknown_parameter:"))
        return u"The parameter \"%1\" is not one that PostgreSQL's client knows; it is left out here, and the driver may refuse it."_s
            .arg(code.section(u':', 1));
    return texts.value(code, code);
}

} // namespace migrations
