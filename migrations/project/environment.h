// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/database/databaseurl.h"

#include <QMap>

#include <optional>
#include <vector>

namespace migrations {

enum class Tier { Development, Staging, Production };
QString tierName(Tier tier); // "development" …: JSON, journal
std::optional<Tier> tierFromName(const QString &name);

// One DATABASE_URL with a name and a tier.
struct Environment
{
    QString name; // "default" (environment and .env), or NAME of .env.NAME
    Tier tier = Tier::Production;
    bool tierChosen = false; // a person said so; else derived from name and host
    QString urlText; // secret: never shown, stored or logged
    // For people: "DATABASE_URL in .env", "DATABASE_URL in the process environment",
    // "sqlalchemy.url in alembic.ini".
    QString urlSource;
    QString urlFile; // the .env file that it is in, absolute; empty: it is from elsewhere
    std::optional<DatabaseUrl> url; // absent: none found, or urlProblem
    std::optional<Error> urlProblem;
    // Alembic is told of the URL as sqlalchemy.url, whatever the configuration says: it is one of
    // ours.
    bool overridesIni = false;
    // What the helper's process gets on top of ours so that env.py sees this very environment.
    QMap<QString, QString> variables;
    // Sentences: unparsable lines of the file, URL warnings, file readable by others or in git.
    QStringList warnings;

    bool operator==(const Environment &) const = default;
};

// The variables of our own process.
QMap<QString, QString> ownProcessEnvironment();

// Where to look for environments.
struct EnvironmentSearch
{
    QStringList folders; // of the .env files: the configuration's own first, then upward
    QMap<QString, QString> processEnvironment;
    std::optional<QString> iniUrl; // a real sqlalchemy.url
    std::optional<Error> iniProblem; // sqlalchemy.url is there but cannot be read
    QString iniName; // "alembic.ini"
    QMap<QString, Tier> tiers; // chosen by the person
};

// "default" first, always there; then one for each .env.NAME that holds a DATABASE_URL, by name.
// "default" is DATABASE_URL of the process, else of the nearest .env that has one (a .env without
// it does not end the search), else the ini's. Of the files passed on the way each gives its other
// variables too, the nearest winning.
std::vector<Environment> findEnvironments(const EnvironmentSearch &search);

// Derived tier: the name says it (prod…, stag…, dev…, test, local); else a local host is
// development and any other host is production until told otherwise.
Tier derivedTier(const QString &name, const std::optional<DatabaseUrl> &url);

} // namespace migrations
