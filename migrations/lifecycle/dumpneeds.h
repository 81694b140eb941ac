// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/lifecycle/pgtools.h"
#include "migrations/lifecycle/privatefile.h"

namespace migrations {

// What a dump names that a server must have, since it lies outside the database.
struct DumpNeeds
{
    QStringList owners; // roles that own something in it
    QStringList roles; // that are only named: grants, policies, user mappings
    QStringList extensions;
    QStringList tablespaces;
    bool operator==(const DumpNeeds &) const = default;
};

// The statements of a script, without comments; strings, quoted names and function bodies are
// whole, whatever is in them. Pure.
QStringList statementsOf(const QString &script);

// Of the script that pg_restore makes from a dump's schema. Pure.
DumpNeeds needsOf(const QString &script);

Result<DumpNeeds> readDumpNeeds(const PgTools &tools, const ReadableFile &dump, Progress &progress);

} // namespace migrations
