// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/project/inifile.h"

#include <QVariantMap>

#include <optional>

namespace migrations {

// [tool.alembic] of a pyproject.toml: strings, booleans, integers and lists of strings.
// nullopt: the file has no such table. Errors: ErrorKind::Project, code "bad_config".
Result<std::optional<QVariantMap>> readTomlTable(const QString &path);

// The name under which Poetry keeps this project's virtual environments; empty: not Poetry's.
QString poetryProjectName(const QString &pyproject);

// What Alembic's Config makes of alembic.ini and the pyproject.toml beside it: the ini's section
// first, then [tool.alembic]. Paths are given as written.
class Configuration
{
public:
    // file: an ini or a pyproject.toml. Errors: ErrorKind::Project, code "bad_config".
    static Result<Configuration> read(const QString &file, const QString &section);

    bool hasIni() const { return m_ini.has_value(); }
    QString iniName() const { return m_iniName; } // "alembic.ini"
    const IniFile &ini() const { return *m_ini; }

    // nullopt: not set. Errors: a value that cannot be expanded; named by key, never by value.
    Result<std::optional<QString>> text(const QString &key) const;
    QString textOr(const QString &key, const QString &fallback); // an error becomes a problem
    bool flag(const QString &key); // Alembic: exactly "true"; in TOML a boolean
    // version_locations or prepend_sys_path, split as the separators say.
    QStringList versionLocations();
    QStringList sysPath();

    const QStringList &problems() const { return m_problems; }

private:
    std::optional<QStringList> tomlList(const QString &key);
    Result<QString> formatted(const QString &key, const QString &value) const;
    std::optional<QChar> separator(const QStringList &keys);
    QStringList split(const QString &value, std::optional<QChar> separator,
        const QString &legacySeparators) const;

    std::optional<IniFile> m_ini;
    QString m_iniName;
    QString m_section;
    QVariantMap m_toml;
    QString m_here;
    QStringList m_problems;
};

} // namespace migrations
