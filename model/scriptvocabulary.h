// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/alembic/pythonnames.h"

#include <QStringList>

namespace model {

// The words that a script may use of Alembic and SQLAlchemy.
struct ScriptVocabulary
{
    QMap<QString, QString> imports; // scriptImports()
    migrations::PythonNames names;

    // Modules and classes whose names are wanted for these imports.
    static QStringList ownersOf(const QMap<QString, QString> &imports);
    // "op" or "sa.types" -> its names; null where none are known.
    const std::vector<migrations::PythonName> *membersOf(const QString &path) const;
    // "op.create_table", or "Column" where it was imported by name; null: not known.
    const migrations::PythonName *find(const QString &path) const;

    bool operator==(const ScriptVocabulary &) const = default;
};

} // namespace model
