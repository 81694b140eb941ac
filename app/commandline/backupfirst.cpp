// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/commandline/backupfirst.h"

using namespace Qt::StringLiterals;
using migrations::Backup;
using migrations::Result;

namespace app {

Result<std::optional<Backup>> askAndBackUp(const Context &context,
    const migrations::ProjectState &state, const GuardedAct &act, migrations::Journal &journal,
    migrations::Progress &progress)
{
    // What is not there yet, or cannot be read, has no backup.
    std::optional<Backup> backup;
    if (state.database)
        backup =
            migrations::satisfyingBackup(state, act.safeguards, QDateTime::currentDateTimeUtc());
    const Result<Consent> consent =
        askForSafeguards(context, state, act.safeguards, act.question, backup.has_value());
    if (!consent)
        return tl::make_unexpected(consent.error());
    if (!consent->backup || !state.database)
        return backup;
    return migrations::backupBefore(
        state, act.safeguards, u"before "_s + act.name, journal, progress)
        .map([&](const Backup &made) {
            context.console.error.line(u"Backed up: %1 (%2)"_s.arg(
                withoutControls(made.path), migrations::proofName(made.proof)));
            return std::optional(made);
        });
}

} // namespace app
