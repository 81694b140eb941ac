// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/lifecycle/databasefacts.h"

#include "migrations/database/sqltext.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

QJsonArray listAt(const QueryRows &rows, const QString &column)
{
    return QJsonDocument::fromJson(rows.text(0, column).toUtf8()).array();
}

QStringList namesAt(const QueryRows &rows, const QString &column)
{
    QStringList names;
    const QJsonArray list = listAt(rows, column);
    for (const auto &name : list)
        names.append(name.toString());
    return names;
}

bool isTrue(const QueryRows &rows, const QString &column)
{
    return rows.text(0, column) == u"t"_s;
}

void readLists(const QueryRows &rows, DatabaseFacts &facts)
{
    if (!rows.isNull(0, u"grants"_s)) {
        facts.grants.emplace();
        const QJsonArray grants = listAt(rows, u"grants"_s);
        for (const auto &grant : grants)
            facts.grants->push_back({grant.toArray().at(0).toString(),
                grant.toArray().at(1).toString(), grant.toArray().at(2).toBool()});
    }
    const QJsonArray settings = listAt(rows, u"settings"_s);
    for (const auto &setting : settings)
        facts.settings.push_back({setting.toArray().at(0).toString(),
            setting.toArray().at(1).toString(), setting.toArray().at(2).toString()});
    const QJsonArray labels = listAt(rows, u"labels"_s);
    for (const auto &label : labels)
        facts.labels.push_back(
            {label.toArray().at(0).toString(), label.toArray().at(1).toString()});
    facts.subscriptions = namesAt(rows, u"subscriptions"_s);
    facts.slots = namesAt(rows, u"replication_slots"_s);
    facts.prepared = namesAt(rows, u"prepared"_s);
}

DatabaseFacts factsIn(const QueryRows &rows)
{
    DatabaseFacts facts;
    facts.database = {rows.text(0, u"name"_s), rows.text(0, u"oid"_s)};
    facts.owner = rows.text(0, u"owner"_s);
    facts.encoding = rows.text(0, u"encoding"_s);
    facts.provider = rows.text(0, u"provider"_s);
    facts.collate = rows.text(0, u"collate"_s);
    facts.ctype = rows.text(0, u"ctype"_s);
    facts.locale = rows.text(0, u"locale"_s);
    facts.icuRules = rows.text(0, u"icu_rules"_s);
    facts.tablespace = rows.text(0, u"tablespace"_s);
    facts.connectionLimit = rows.text(0, u"connection_limit"_s).toInt();
    facts.isTemplate = isTrue(rows, u"is_template"_s);
    facts.allowsConnections = isTrue(rows, u"allows_connections"_s);
    facts.comment = rows.text(0, u"comment"_s);
    if (!rows.isNull(0, u"bytes"_s))
        facts.bytes = rows.text(0, u"bytes"_s).toLongLong();
    facts.isOwner = isTrue(rows, u"is_owner"_s);
    facts.mayGiveAway = isTrue(rows, u"may_give_away"_s);
    facts.tablespaceAllowed = isTrue(rows, u"tablespace_allowed"_s);
    readLists(rows, facts);
    return facts;
}

// These hold a list of names, which PostgreSQL stores with its quotes; as one text they would
// become one name (pg_dump's makeAlterConfigCommand knows the same).
bool isList(const QString &setting)
{
    static const QStringList lists {u"local_preload_libraries"_s, u"search_path"_s,
        u"session_preload_libraries"_s, u"shared_preload_libraries"_s, u"temp_tablespaces"_s,
        u"unix_socket_directories"_s};
    return lists.contains(setting.toLower());
}

// "a", b -> a and b; a quote within quotes is doubled.
QStringList namesInList(const QString &value)
{
    QStringList names;
    QString name;
    bool quoted = false;
    for (qsizetype i = 0; i < value.size(); ++i) {
        const QChar letter = value[i];
        if (letter == u'"' && quoted && i + 1 < value.size() && value[i + 1] == u'"')
            name += value[i++];
        else if (letter == u'"')
            quoted = !quoted;
        else if (letter == u',' && !quoted)
            names.append(std::exchange(name, {}));
        else if (quoted || !letter.isSpace())
            name += letter;
    }
    return names << name;
}

QString settingValue(const PostgreSql &beside, const DatabaseFacts::Setting &setting)
{
    if (!isList(setting.name))
        return beside.quoteLiteral(setting.value);
    QStringList names;
    const QStringList stored = namesInList(setting.value);
    for (const QString &name : stored)
        names.append(beside.quoteLiteral(name));
    return names.join(u", "_s);
}

// app.tenant is one setting of two names.
QString settingName(const PostgreSql &beside, const QString &name)
{
    QStringList parts;
    const QStringList written = name.split(u'.');
    for (const QString &part : written)
        parts.append(beside.quoteIdentifier(part));
    return parts.join(u'.');
}

QString settingSql(
    const PostgreSql &beside, const DatabaseFacts::Setting &setting, const QString &database)
{
    const QString set =
        u" SET %1 TO %2"_s.arg(settingName(beside, setting.name), settingValue(beside, setting));
    if (setting.role.isEmpty())
        return u"ALTER DATABASE "_s + database + set;
    return u"ALTER ROLE %1 IN DATABASE %2"_s.arg(beside.quoteIdentifier(setting.role), database)
        + set;
}

QStringList grantSql(const PostgreSql &beside, const DatabaseFacts &facts, const QString &database)
{
    if (!facts.grants)
        return {};
    QStringList statements {u"REVOKE ALL ON DATABASE %1 FROM PUBLIC, %2"_s.arg(
        database, beside.quoteIdentifier(facts.owner))};
    for (const DatabaseFacts::Grant &grant : *facts.grants) {
        const QString grantee =
            grant.grantee.isEmpty() ? u"PUBLIC"_s : beside.quoteIdentifier(grant.grantee);
        statements.append(u"GRANT %1 ON DATABASE %2 TO %3%4"_s.arg(grant.privilege, database,
            grantee, grant.grantable ? u" WITH GRANT OPTION"_s : QString()));
    }
    return statements;
}

QString localeSql(const PostgreSql &beside, const DatabaseFacts &facts)
{
    QString sql = u" LC_COLLATE %1 LC_CTYPE %2"_s.arg(
        beside.quoteLiteral(facts.collate), beside.quoteLiteral(facts.ctype));
    if (beside.serverVersion() < 150000)
        return sql;
    if (facts.provider == u"i"_s) {
        sql += u" LOCALE_PROVIDER icu ICU_LOCALE "_s + beside.quoteLiteral(facts.locale);
        if (!facts.icuRules.isEmpty())
            sql += u" ICU_RULES "_s + beside.quoteLiteral(facts.icuRules);
    } else if (facts.provider == u"b"_s) {
        sql += u" LOCALE_PROVIDER builtin BUILTIN_LOCALE "_s + beside.quoteLiteral(facts.locale);
    } else {
        sql += u" LOCALE_PROVIDER libc"_s;
    }
    return sql;
}

bool isPermission(const Error &error)
{
    return error.code == u"42501"_s;
}

} // namespace

Result<std::optional<DatabaseFacts>> readDatabaseFacts(
    PostgreSql &beside, const QString &database, Progress &progress)
{
    return beside.query(sqlText(u"outsidefacts"_s), {database}, progress)
        .map([](const QueryRows &rows) {
            return rows.rows.empty() ? std::optional<DatabaseFacts>() : factsIn(rows);
        });
}

QStringList factLines(const DatabaseFacts &facts)
{
    QStringList lines {u"owner "_s + facts.owner, u"encoding "_s + facts.encoding,
        u"locale provider "_s + facts.provider, u"collate "_s + facts.collate,
        u"ctype "_s + facts.ctype, u"locale "_s + facts.locale, u"ICU rules "_s + facts.icuRules,
        u"tablespace "_s + facts.tablespace, u"connection limit %1"_s.arg(facts.connectionLimit),
        u"comment "_s + facts.comment, facts.isTemplate ? u"template"_s : u"no template"_s,
        facts.allowsConnections ? u"allows connections"_s : u"allows no connections"_s};
    if (!facts.grants)
        lines.append(u"default grants"_s);
    for (const DatabaseFacts::Grant &grant :
        facts.grants.value_or(std::vector<DatabaseFacts::Grant>()))
        lines.append(u"grant %1 to %2%3"_s.arg(grant.privilege,
            grant.grantee.isEmpty() ? u"PUBLIC"_s : grant.grantee,
            grant.grantable ? u" with grant option"_s : QString()));
    for (const DatabaseFacts::Setting &setting : facts.settings)
        lines.append(u"setting %1 = %2%3"_s.arg(setting.name, setting.value,
            setting.role.isEmpty() ? QString() : u" of role "_s + setting.role));
    for (const DatabaseFacts::Label &label : facts.labels)
        lines.append(u"security label %1 of %2"_s.arg(label.label, label.provider));
    lines.sort();
    return lines;
}

QString createDatabaseSql(const PostgreSql &beside, const DatabaseFacts &facts, const QString &name)
{
    QString sql = u"CREATE DATABASE %1 OWNER %2 TEMPLATE template0 ENCODING %3"_s.arg(
        beside.quoteIdentifier(name), beside.quoteIdentifier(facts.owner),
        beside.quoteLiteral(facts.encoding));
    sql += localeSql(beside, facts);
    // Named, even the default one would need a privilege on it.
    if (facts.tablespace != u"pg_default"_s)
        sql += u" TABLESPACE "_s + beside.quoteIdentifier(facts.tablespace);
    return sql + u" ALLOW_CONNECTIONS false"_s;
}

QStringList carryOverSql(const PostgreSql &beside, const DatabaseFacts &facts, const QString &name)
{
    const QString database = beside.quoteIdentifier(name);
    QStringList statements = grantSql(beside, facts, database);
    for (const DatabaseFacts::Setting &setting : facts.settings)
        statements.append(settingSql(beside, setting, database));
    if (facts.connectionLimit != -1)
        statements.append(
            u"ALTER DATABASE %1 CONNECTION LIMIT %2"_s.arg(database).arg(facts.connectionLimit));
    if (!facts.comment.isEmpty())
        statements.append(
            u"COMMENT ON DATABASE %1 IS %2"_s.arg(database, beside.quoteLiteral(facts.comment)));
    for (const DatabaseFacts::Label &label : facts.labels)
        statements.append(u"SECURITY LABEL FOR %1 ON DATABASE %2 IS %3"_s.arg(
            beside.quoteIdentifier(label.provider), database, beside.quoteLiteral(label.label)));
    return statements;
}

Result<QStringList> carryOver(PostgreSql &beside, const DatabaseFacts &facts, const QString &name,
    const QString &spokenName, Progress &progress)
{
    const QStringList statements = carryOverSql(beside, facts, name);
    const QStringList spoken = carryOverSql(beside, facts, spokenName);
    QStringList left;
    for (qsizetype i = 0; i < statements.size(); ++i) {
        const Result<QueryRows> done = beside.query(statements[i], progress);
        const bool security = statements[i].startsWith(u"SECURITY LABEL"_s);
        if (!done && (isPermission(done.error()) || security))
            left.append(spoken[i]);
        else if (!done)
            return tl::unexpected(done.error());
    }
    return left;
}

} // namespace migrations
