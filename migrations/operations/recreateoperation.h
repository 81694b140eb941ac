// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/lifecycle/recreate.h"
#include "migrations/operations/lifecyclerun.h"
#include "migrations/operations/safeguards.h"

namespace migrations {

// What making a database anew will do, for a person to agree to. Nothing has been changed.
struct RecreatePlan
{
    QString id; // of the names: what it will be kept as
    DatabaseIdentity identity; // unknown: there is no database yet
    QString database; // its name; SQLite: its file
    QString keptAs; // empty: there is nothing to keep
    qint64 bytes = -1;
    std::vector<DatabaseSession> sessions; // that will be ended
    Plan migrations; // from nothing to all heads
    QJsonObject backup; // one that was made before, for the journal; may be empty

    bool missing() const { return !identity.known(); }
};

// Errors: Refused, those of preflightRecreate, "interrupted" (an earlier one waits to be finished
// or undone), and those of planOperation.
Result<RecreatePlan> planRecreate(const ProjectState &state, Progress &progress);

// What is not there yet has nothing that could be lost: no unlocking, no backup.
Result<Safeguards> safeguardsFor(const ProjectState &state, const RecreatePlan &plan);

// Makes the database anew and migrates it. The new one is made and furnished beside the old one,
// which is renamed and kept only when that has worked; when the migrations fail it is put back by
// itself. Stages in the journal, each before its side effect: planned, creating, carrying, closing,
// renaming, migrating, verifying; undoing. facts: "kept" {name, oid, bytes}, "old_oid", "new_oid",
// "not_carried" (lines), "revisions".
LifecycleReport recreateDatabase(
    const ProjectState &state, const RecreatePlan &plan, Journal &journal, Progress &progress);

} // namespace migrations
