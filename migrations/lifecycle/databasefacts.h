// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/lifecycle/keptdatabase.h"

namespace migrations {

// Everything of a database that lives outside it, so that a bare CREATE DATABASE loses it
// (RELIABILITY 3b): a value, compared as a set of lines.
struct DatabaseFacts
{
    struct Grant
    {
        QString grantee; // empty: PUBLIC
        QString privilege;
        bool grantable = false;
        bool operator==(const Grant &) const = default;
    };
    struct Setting
    {
        QString role; // empty: for all roles
        QString name;
        QString value; // as PostgreSQL stores it
        bool operator==(const Setting &) const = default;
    };
    struct Label
    {
        QString provider;
        QString label;
        bool operator==(const Label &) const = default;
    };

    NamedDatabase database;
    QString owner;
    QString encoding;
    QString provider; // "c": libc, "i": ICU, "b": builtin
    QString collate;
    QString ctype;
    QString locale; // of ICU or builtin
    QString icuRules;
    QString tablespace;
    int connectionLimit = -1;
    bool isTemplate = false;
    bool allowsConnections = true;
    QString comment;
    std::optional<std::vector<Grant>> grants; // absent: PostgreSQL's default
    std::vector<Setting> settings;
    std::vector<Label> labels;
    QStringList subscriptions; // names; these three cannot be carried over
    QStringList slots;
    QStringList prepared;
    qint64 bytes = -1; // -1: hidden
    bool isOwner = false; // this role may rename and drop it
    bool mayGiveAway = false; // and give a new one to its owner
    bool tablespaceAllowed = false;
};

// nullopt: there is no database of that name.
Result<std::optional<DatabaseFacts>> readDatabaseFacts(
    PostgreSql &beside, const QString &database, Progress &progress);

// One line a fact, sorted, without name, oid and size: two databases that say the same here are the
// same from outside.
QStringList factLines(const DatabaseFacts &facts);

// CREATE DATABASE for a new one with these facts under that name, from template0; nobody is let in.
QString createDatabaseSql(
    const PostgreSql &beside, const DatabaseFacts &facts, const QString &name);

// The rest of the facts, statement by statement: grants, settings, limit, comment, labels.
QStringList carryOverSql(const PostgreSql &beside, const DatabaseFacts &facts, const QString &name);

// Runs them for the database of that name. What this role may not do (settings of other roles,
// security labels) is no error: given back as statements, with `spokenName` for the name.
Result<QStringList> carryOver(PostgreSql &beside, const DatabaseFacts &facts, const QString &name,
    const QString &spokenName, Progress &progress);

} // namespace migrations
