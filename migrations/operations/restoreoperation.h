// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/lifecycle/recreate.h"
#include "migrations/lifecycle/restorecheck.h"
#include "migrations/operations/lifecyclerun.h"

namespace migrations {

// What a restore will do, for a person to agree to. Nothing has been changed.
struct RestorePlan
{
    QString id; // of the names
    Backup backup;
    RestoreCheck check;
    Foreign foreign = Foreign::Refused; // as agreed
    DatabaseIdentity identity; // of what is replaced; unknown: there is no database yet
    QString database; // its name; SQLite: its file
    QString keptAs; // what it is kept as; empty: there is nothing to keep
    qint64 bytes = -1; // of what is replaced
    std::vector<DatabaseSession> sessions; // that will be ended

    bool missing() const { return !identity.known(); }
};

// Errors: those of checkRestore and preflightRecreate; Refused, code "identity_differs".
Result<RestorePlan> planRestore(
    const ProjectState &state, const Backup &backup, Foreign foreign, Progress &progress);

// Into a new database beside the living one, compared with the manifest, then put in its place; the
// old one is renamed, closed and kept. Whatever fails before that leaves the living database as it
// was. Stages in the journal, each before its side effect: planned, creating, restoring, comparing,
// closing, renaming. facts: "kept" {name, oid, of, server}, "old_oid", "new_oid", "backup",
// "compared", "statements_left".
LifecycleReport restoreDatabase(
    const ProjectState &state, const RestorePlan &plan, Journal &journal, Progress &progress);

} // namespace migrations
