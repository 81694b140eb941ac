// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/lifecycle/pgaccess.h"

#include <QDir>
#include <QUuid>

#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

// libpq's keywords and their variables (PostgreSQL manual, "Environment Variables").
constexpr std::array<std::pair<const char *, const char *>, 27> variables {{
    {"host", "PGHOST"},
    {"hostaddr", "PGHOSTADDR"},
    {"port", "PGPORT"},
    {"user", "PGUSER"},
    {"dbname", "PGDATABASE"},
    {"passfile", "PGPASSFILE"},
    {"require_auth", "PGREQUIREAUTH"},
    {"channel_binding", "PGCHANNELBINDING"},
    {"service", "PGSERVICE"},
    {"options", "PGOPTIONS"},
    {"sslmode", "PGSSLMODE"},
    {"requiressl", "PGREQUIRESSL"},
    {"sslcompression", "PGSSLCOMPRESSION"},
    {"sslcert", "PGSSLCERT"},
    {"sslkey", "PGSSLKEY"},
    {"sslrootcert", "PGSSLROOTCERT"},
    {"sslcrl", "PGSSLCRL"},
    {"sslcrldir", "PGSSLCRLDIR"},
    {"sslsni", "PGSSLSNI"},
    {"requirepeer", "PGREQUIREPEER"},
    {"ssl_min_protocol_version", "PGSSLMINPROTOCOLVERSION"},
    {"ssl_max_protocol_version", "PGSSLMAXPROTOCOLVERSION"},
    {"gssencmode", "PGGSSENCMODE"},
    {"krbsrvname", "PGKRBSRVNAME"},
    {"gsslib", "PGGSSLIB"},
    {"connect_timeout", "PGCONNECT_TIMEOUT"},
    {"target_session_attrs", "PGTARGETSESSIONATTRS"},
}};

// They have no variable and change nothing about where a connection leads.
bool mayBeLeftOut(const QString &keyword)
{
    return keyword == "password"_L1 || keyword.startsWith("keepalives"_L1)
        || keyword == "tcp_user_timeout"_L1 || keyword == "application_name"_L1
        || keyword == "fallback_application_name"_L1 || keyword == "client_encoding"_L1
        || keyword == "load_balance_hosts"_L1;
}

const char *variableOf(const QString &keyword)
{
    for (const auto &[name, variable] : variables) {
        if (keyword == QLatin1StringView(name))
            return variable;
    }
    return nullptr;
}

QString escaped(QString field)
{
    return field.replace(u'\\', u"\\\\"_s).replace(u':', u"\\:"_s);
}

QString orAny(const QString &field)
{
    return field.isEmpty() ? u"*"_s : escaped(field);
}

// A socket in libpq's default folder is looked up as "localhost".
QStringList hostsOf(const DatabaseUrl &url)
{
    QString hosts = url.keywords.value(u"host"_s);
    if (hosts.isEmpty())
        hosts = url.keywords.value(u"hostaddr"_s);
    QStringList names = hosts.split(u',');
    for (const QString &host : hosts.split(u',')) {
        if (host.startsWith(u'/'))
            names += u"localhost"_s;
    }
    names.removeDuplicates();
    return names;
}

QString runtimeFolder()
{
    const QString own = qEnvironmentVariable("XDG_RUNTIME_DIR");
    return own.isEmpty() || !QDir(own).exists() ? QDir::tempPath() : own;
}

} // namespace

QByteArray passFileText(const DatabaseUrl &url, const QString &database)
{
    const QString password = url.keywords.value(u"password"_s);
    const QStringList ports = url.keywords.value(u"port"_s).split(u',');
    QString text;
    for (const QString &host : hostsOf(url)) {
        const QString port = ports.size() == 1 ? ports.first() : QString();
        text += orAny(host) + u':' + orAny(port) + u':' + orAny(database) + u':'
            + orAny(url.keywords.value(u"user"_s)) + u':' + escaped(password) + u'\n';
    }
    return text.toUtf8();
}

PgAccess::PgAccess(PgAccess &&other) noexcept
    : m_environment(std::move(other.m_environment))
    , m_passFile(std::move(other.m_passFile))
    , m_folder(std::exchange(other.m_folder, {}))
{
}

PgAccess &PgAccess::operator=(PgAccess &&other) noexcept
{
    std::swap(m_environment, other.m_environment);
    std::swap(m_passFile, other.m_passFile);
    std::swap(m_folder, other.m_folder);
    return *this;
}

PgAccess::~PgAccess()
{
    m_passFile.reset();
    if (!m_folder.isEmpty())
        QDir().rmdir(m_folder);
}

// The variables of our own process count where the URL is silent, as they do for our connections;
// what could hold a secret or turn the output into another language does not go along.
Result<PgAccess> PgAccess::to(
    const DatabaseUrl &url, const QString &database, const QString &applicationName)
{
    PgAccess access;
    access.m_environment = QProcessEnvironment::systemEnvironment();
    access.m_environment.remove(u"DATABASE_URL"_s);
    access.m_environment.insert(u"LC_ALL"_s, u"C"_s);
    access.m_environment.insert(u"PGAPPNAME"_s, applicationName);
    for (auto it = url.keywords.cbegin(); it != url.keywords.cend(); ++it) {
        if (const char *variable = variableOf(it.key()))
            access.m_environment.insert(QString::fromLatin1(variable), it.value());
        else if (!mayBeLeftOut(it.key()))
            return failure(ErrorKind::Refused,
                u"DATABASE_URL says %1, which pg_dump cannot be told without showing it to others "
                "on this machine. Take it out of the URL."_s.arg(it.key()),
                {}, u"no_variable"_s);
    }
    if (!database.isEmpty())
        access.m_environment.insert(u"PGDATABASE"_s, database);
    if (url.keywords.value(u"password"_s).isEmpty())
        return access;
    if (const Result<> written = access.writePassFile(url, database); !written)
        return tl::unexpected(written.error());
    return access;
}

Result<> PgAccess::writePassFile(const DatabaseUrl &url, const QString &database)
{
    // It would count more than the file.
    m_environment.remove(u"PGPASSWORD"_s);
    const QString folder =
        runtimeFolder() + u"/spiritsafe-"_s + QUuid::createUuid().toString(QUuid::WithoutBraces);
    return PrivateFolder::open(folder)
        .and_then([&](const PrivateFolder &opened) {
            m_folder = folder;
            return opened.create(u"pgpass"_s);
        })
        .and_then([&](PrivateFile file) -> Result<> {
            m_passFile.emplace(std::move(file));
            m_environment.insert(u"PGPASSFILE"_s, m_passFile->path());
            const QString name = database.isEmpty() ? url.keywords.value(u"dbname"_s) : database;
            return m_passFile->write(passFileText(url, name));
        });
}

} // namespace migrations
