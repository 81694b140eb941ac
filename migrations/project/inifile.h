// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/base/error.h"

#include <QMap>
#include <QString>
#include <QStringList>

#include <optional>

namespace migrations {

// A file as Python's ConfigParser reads it: sections, DEFAULT, continuation lines, '#' and ';'
// comments on their own line, lower-cased keys, BasicInterpolation with %(name)s and %%.
class IniFile
{
public:
    // here: the value of %(here)s. Errors: ErrorKind::Project with the line.
    static Result<IniFile> fromBytes(const QByteArray &bytes, const QString &here);
    static Result<IniFile> fromFile(const QString &path);

    QStringList sections() const;
    // nullopt: no such section or key. An interpolation error names key and section, never the
    // value.
    Result<std::optional<QString>> value(const QString &section, const QString &key) const;
    std::optional<QString> raw(const QString &section, const QString &key) const;

    bool hasSection(const QString &section) const { return m_order.contains(section); }

private:
    friend class IniReader;
    // The chain of a lookup: the section, DEFAULT, and %(here)s as the program gives it.
    std::optional<QString> chained(const QString &section, const QString &key) const;
    Result<QString> interpolated(
        const QString &section, const QString &key, const QString &value, int depth) const;

    QMap<QString, QMap<QString, QString>> m_sections; // DEFAULT kept under "DEFAULT"
    QStringList m_order;
    QString m_here;
};

} // namespace migrations
