// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/database/databaseurl.h"

#include "migrations/database/libpqurl.h"

#include <QRegularExpression>
#include <QSet>

#include <optional>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

// The parts of a URL as SQLAlchemy's regular expression cuts them (engine/url.py, _parse_url).
struct Parts
{
    QString scheme;
    QString user;
    QString password;
    QString host;
    std::optional<QString> port; // "" is an error, absent is not
    QString database;
    QMap<QString, QStringList> query;
};

tl::unexpected<Error> refused(const QString &code, const QString &message)
{
    return failure(ErrorKind::Project, message, {}, code);
}

// urllib.parse.unquote: a "%" that is no escape stays.
QString unquoted(const QString &text)
{
    static const QRegularExpression escape(u"^%[0-9A-Fa-f]{2}"_s);
    QByteArray bytes;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QStringView rest = QStringView(text).mid(i, 3);
        if (text[i] == u'%' && escape.match(rest.toString()).hasMatch()) {
            bytes.append(static_cast<char>(rest.mid(1).toInt(nullptr, 16)));
            i += 2;
        } else if (text[i].isHighSurrogate()) {
            bytes.append(rest.left(2).toUtf8());
            ++i;
        } else {
            bytes.append(rest.left(1).toUtf8());
        }
    }
    return QString::fromUtf8(bytes);
}

// urllib.parse.parse_qsl: "+" is a space, a key without a value is left out.
QMap<QString, QStringList> parsedQuery(const QString &text)
{
    QMap<QString, QStringList> query;
    for (QString pair : text.split(u'&', Qt::SkipEmptyParts)) {
        pair.replace(u'+', u' ');
        const qsizetype equals = pair.indexOf(u'=');
        if (equals >= 0 && equals + 1 < pair.size())
            query[unquoted(pair.left(equals))].append(unquoted(pair.mid(equals + 1)));
    }
    return query;
}

std::optional<Parts> parsedParts(const QString &text)
{
    static const QRegularExpression pattern(
        u"^(?<name>[\\w+]+)://"
        "(?:(?<user>[^:/]*)(?::(?<password>[^@]*))?@)?"
        "(?:(?:\\[(?<ipv6>[^/?]+)\\]|(?<ipv4>[^/:?]+))?(?::(?<port>[^/?]*))?)?"
        "(?:/(?<database>[^?]*))?(?:\\?(?<query>.*))?"_s,
        QRegularExpression::UseUnicodePropertiesOption);
    const QRegularExpressionMatch match = pattern.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    Parts parts;
    parts.scheme = match.captured(u"name");
    parts.user = unquoted(match.captured(u"user"));
    parts.password = unquoted(match.captured(u"password"));
    const QString ipv4 = match.captured(u"ipv4");
    parts.host = ipv4.isEmpty() ? match.captured(u"ipv6") : ipv4;
    if (match.hasCaptured(u"port"))
        parts.port = match.captured(u"port");
    parts.database = match.captured(u"database");
    parts.query = parsedQuery(match.captured(u"query"));
    return parts;
}

bool hasEscape(const QString &text)
{
    static const QRegularExpression escape(u"%[0-9A-Fa-f]{2}"_s);
    return escape.match(text).hasMatch();
}

tl::unexpected<Error> portInvalid()
{
    return refused(u"port_invalid"_s,
        u"The port in DATABASE_URL is not a number. Write host:5432, or leave the colon out."_s);
}

Result<> checkPorts(const QString &ports)
{
    for (const QString &port : ports.split(u',')) {
        bool isNumber = port.isEmpty();
        const qlonglong number = port.isEmpty() ? 1 : port.trimmed().toLongLong(&isNumber);
        if (!isNumber)
            return portInvalid();
        if (number < 1 || number > 65535)
            return refused(u"port_out_of_range"_s,
                u"The port in DATABASE_URL is out of range. A port is a number from 1 to 65535."_s);
    }
    return {};
}

// PostgreSQL: the keywords that SQLAlchemy hands to its driver, in libpq's names.
class PostgreSqlReader
{
public:
    PostgreSqlReader(const Parts &parts, DatabaseUrl &url)
        : m_parts(parts)
        , m_url(url)
    {
    }

    Result<> read()
    {
        set(u"host"_s, m_parts.host);
        set(u"dbname"_s, m_parts.database);
        set(u"user"_s, m_parts.user);
        set(u"password"_s, m_parts.password);
        if (Result<> port = readPort(); !port)
            return port;
        if (Result<> hosts = readHosts(); !hosts)
            return hosts;
        for (auto entry = m_parts.query.begin(); entry != m_parts.query.end(); ++entry)
            readParameter(entry.key(), entry.value().last());
        addWarnings();
        return checkPorts(m_url.keywords.value(u"port"_s));
    }

private:
    void set(const QString &keyword, const QString &value)
    {
        if (!value.isEmpty())
            m_url.keywords.insert(keyword, value);
    }

    Result<> readPort()
    {
        if (!m_parts.port)
            return {};
        const QString text = m_parts.port->trimmed();
        if (text == u"0") {
            m_url.warnings.append(u"port_zero"_s);
            return {};
        }
        if (text.isEmpty() || text.contains(u','))
            return portInvalid();
        set(u"port"_s, text.startsWith(u'+') ? text.mid(1) : text);
        return checkPorts(text);
    }

    // ?host=h1:1&host=h2:2 is host=h1,h2 port=1,2.
    Result<> readHosts()
    {
        const QStringList tokens = m_parts.query.value(u"host"_s);
        if (tokens.size() < 2)
            return {};
        if (m_url.keywords.contains(u"port"_s) || m_parts.query.contains(u"port"_s))
            return refused(u"mixed_multihost"_s,
                u"DATABASE_URL names several hosts in two ways at once. Write either "
                "?host=h1:5432&host=h2:5432 or ?host=h1,h2&port=5432,5432."_s);
        QStringList hosts;
        QStringList ports;
        for (const QString &token : tokens) {
            const QStringList pair = token.split(u':');
            if (pair.size() > 2)
                return portInvalid();
            hosts.append(pair.first());
            ports.append(pair.size() == 2 ? pair.last() : QString());
        }
        set(u"host"_s, hosts.join(u','));
        set(u"port"_s, ports.join(u','));
        return {};
    }

    void readParameter(const QString &key, const QString &value)
    {
        // The driver's own settings, which no other reader of the database needs.
        static const QSet<QString> asyncpgOnly {u"prepared_statement_cache_size"_s,
            u"prepared_statement_name_func"_s, u"statement_cache_size"_s, u"command_timeout"_s,
            u"server_settings"_s, u"async_fallback"_s, u"timeout"_s,
            u"max_cached_statement_lifetime"_s, u"max_cacheable_statement_size"_s};
        const bool asyncpg = m_url.driver == u"asyncpg";
        if (key == u"host" && m_parts.query.value(key).size() > 1)
            return;
        if (asyncpg && key == u"sslmode")
            m_url.warnings.append(u"asyncpg_rejects_sslmode"_s);
        if (asyncpg && key == u"ssl") {
            const bool truth = value == u"true" || value == u"True" || value == u"1";
            if (truth)
                m_url.warnings.append(u"asyncpg_rejects_ssl_true"_s);
            set(u"sslmode"_s, truth ? u"require"_s : value);
        } else if (key == u"database") {
            set(u"dbname"_s, value);
        } else if (isLibpqKeyword(key)) {
            set(key, value);
        } else if (!asyncpg || !asyncpgOnly.contains(key)) {
            m_url.warnings.append(u"unknown_parameter:"_s + key);
        }
    }

    void addWarnings()
    {
        const QMap<QString, QString> &keywords = m_url.keywords;
        if (!keywords.contains(u"host"_s) && !keywords.contains(u"hostaddr"_s))
            m_url.warnings.append(u"default_host"_s);
        if (!keywords.contains(u"user"_s))
            m_url.warnings.append(u"default_user"_s);
        if (!keywords.contains(u"dbname"_s))
            m_url.warnings.append(u"default_dbname"_s);
        if (m_parts.host.contains(u'@'))
            m_url.warnings.append(u"at_sign_in_host"_s);
        if (hasEscape(m_parts.host) || hasEscape(m_parts.database))
            m_url.warnings.append(u"percent_not_decoded"_s);
    }

    const Parts &m_parts;
    DatabaseUrl &m_url;
};

Result<> readSqliteParts(const Parts &parts, DatabaseUrl &url)
{
    if (!parts.host.isEmpty() || !parts.user.isEmpty() || parts.port)
        return refused(u"sqlite_two_slashes"_s,
            u"A SQLite URL needs three slashes before a relative path and four before an absolute "
            "one: sqlite:///app.db or sqlite:////srv/app.db."_s);
    for (auto entry = parts.query.begin(); entry != parts.query.end(); ++entry)
        url.sqliteOptions.insert(entry.key(), entry.value().last());
    url.file = parts.database;
    const QString uri = url.sqliteOptions.take(u"uri"_s).toLower();
    url.fileUri = uri == u"true" || uri == u"1" || uri == u"yes" || uri == u"on" || uri == u"y"
        || uri == u"t";
    if (url.fileUri && url.file.startsWith(u"file:"))
        url.file.remove(0, 5);
    if (url.fileUri && url.file.startsWith(u"///"))
        url.file.remove(0, 2);
    if (url.file == u":memory:" || url.sqliteOptions.value(u"mode"_s) == u"memory")
        url.file.clear();
    static const QRegularExpression drive(u"^[A-Za-z]:[\\\\/]"_s);
    if (drive.match(url.file).hasMatch())
        url.warnings.append(u"windows_path"_s);
    if (hasEscape(url.file))
        url.warnings.append(u"percent_not_decoded"_s);
    return {};
}

// What no reader could take for a URL, told apart so that the person learns what to change.
Result<> checkText(const QString &text)
{
    static const QRegularExpression placeholder(u"\\$\\{[^}]*\\}|%\\([^)]+\\)s"_s);
    const QString trimmed = text.trimmed();
    if (trimmed.isEmpty())
        return refused(u"empty"_s,
            u"DATABASE_URL is empty. Set it to postgresql://user:password@host/database."_s);
    if (trimmed.startsWith(u'"') || trimmed.startsWith(u'\''))
        return refused(u"quoted_value"_s,
            u"DATABASE_URL begins with a quotation mark that belongs to the value. Take the "
            "quotation marks away."_s);
    if (placeholder.match(text).hasMatch())
        return refused(u"unexpanded_placeholder"_s,
            u"DATABASE_URL still holds a placeholder that nothing has filled in. Set the variable "
            "it names, or write the value itself."_s);
    return {};
}

tl::unexpected<Error> notAUrl()
{
    return refused(u"not_a_url"_s,
        u"DATABASE_URL is not a database URL. Write it as postgresql://user:password@host/database "
        "or sqlite:///file.db."_s);
}

} // namespace

Result<DatabaseUrl> DatabaseUrl::fromText(const QString &text)
{
    if (Result<> usable = checkText(text); !usable)
        return tl::unexpected(usable.error());
    const std::optional<Parts> parts = parsedParts(text);
    if (!parts)
        return notAUrl();
    DatabaseUrl url;
    const QString name = parts->scheme.section(u'+', 0, 0);
    url.driver = parts->scheme.section(u'+', 1);
    const QString dialect = name.toLower();
    if (dialect != u"sqlite" && dialect != u"postgresql" && dialect != u"postgres")
        return refused(u"unsupported_dialect"_s,
            u"DATABASE_URL names a database other than PostgreSQL or SQLite. Use an environment "
            "with a postgresql:// or sqlite:// URL."_s);
    url.dialect = dialect == u"sqlite" ? Dialect::Sqlite : Dialect::PostgreSql;
    Result<> read = url.dialect == Dialect::Sqlite ? readSqliteParts(*parts, url)
                                                   : PostgreSqlReader(*parts, url).read();
    if (!read)
        return tl::unexpected(read.error());
    if (url.dialect == Dialect::PostgreSql
        && !libpqReadsTheSame(name + text.mid(parts->scheme.size()), url.keywords))
        url.warnings.append(u"libpq_uri_reads_it_differently"_s);
    if (parts->scheme != parts->scheme.toLower())
        url.warnings.append(u"sqlalchemy_rejects_scheme_case"_s);
    else if (name == u"postgres")
        url.warnings.append(u"sqlalchemy_rejects_scheme_postgres"_s);
    if (text.back().isSpace())
        url.warnings.append(u"trailing_whitespace"_s);
    url.warnings.sort();
    return url;
}

QStringList secretsOf(const QString &urlText)
{
    // Both readings of a raw "@" in the password, and every password in the query.
    static const QRegularExpression shortest(u"://[^:/]*:([^@]*)@"_s);
    static const QRegularExpression longest(u"://[^:/]*:(.*)@"_s);
    static const QRegularExpression query(u"[?&](?:\\w*password|passwd)=([^&\\s]*)"_s);
    QStringList secrets;
    for (const QRegularExpression *pattern : {&shortest, &longest, &query}) {
        QRegularExpressionMatchIterator matches = pattern->globalMatch(urlText);
        while (matches.hasNext()) {
            const QString secret = matches.next().captured(1);
            if (!secret.isEmpty())
                secrets << secret << unquoted(secret);
        }
    }
    secrets.removeDuplicates();
    return secrets;
}

Redactor redactorFor(const QString &urlText)
{
    Redactor redactor;
    for (const QString &secret : secretsOf(urlText))
        redactor.addSecret(secret);
    return redactor;
}

} // namespace migrations
