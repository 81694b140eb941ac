// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/lifecycle/manifest.h"
#include "migrations/operations/projectstate.h"
#include "migrations/project/protection.h"

namespace migrations {

// Everything that can be asked for and can lose or block something.
enum class Act {
    Upgrade,
    Downgrade,
    Stamp,
    Backup,
    Restore,
    Reset,
    Recreate,
    Undo,
    DropKept,
    Repair
};

// What a person must give before an act runs (DESIGN.md rule 7).
struct Safeguards
{
    bool question = false; // asked yes or no, the default is No
    QString typedName; // to be typed, or given by --confirm; empty: not asked for
    enum class Backup {
        None, // not spoken of
        Offered, // ticked, and can be unticked
        Wanted, // made unless waived in so many words (--no-backup)
        Required, // cannot be waived
    } backup = Backup::None;
    Proof proof = Proof::Checksummed; // that the backup must have
    int backupAgeMinutes = 0; // one made for this revision and younger than this will do
    bool unlock = false; // off until unlocked for ten minutes

    bool operator==(const Safeguards &) const = default;
};

struct SafeguardQuestion
{
    Act act = Act::Upgrade;
    Tier tier = Tier::Production;
    Protection protection; // a marked database counts as production
    QString databaseName;
    bool losesData = true; // of a downgrade or upgrade: its steps drop something that holds rows
};

// Pure.
Safeguards safeguardsFor(const SafeguardQuestion &question);

// The same for the database of this state: its tier, its protection, its name. Errors: those of
// ProtectionStore::load.
Result<Safeguards> safeguardsFor(const ProjectState &state, Act act, bool losesData = true);

} // namespace migrations
