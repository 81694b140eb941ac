// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/window/guardedrun.h"

#include <QCoreApplication>

namespace app {

using namespace Qt::StringLiterals;
using migrations::Backup;
using migrations::ProjectState;
using migrations::Result;

namespace {

tl::unexpected<migrations::Error> refused(const char *text, const QString &code)
{
    return migrations::failure(migrations::ErrorKind::Refused,
        QCoreApplication::translate("app::RunGuard", text), {}, code);
}

Result<> stillUnlocked(const ProjectState &state)
{
    if (!state.database)
        return refused("The database could not be read, so it is not unlocked.", u"tier_locked"_s);
    return migrations::ProtectionStore(state.dataFolder)
        .load(state.database->identity.key())
        .and_then([](const migrations::Protection &protection) -> Result<> {
            if (protection.unlocked(QDateTime::currentDateTimeUtc()))
                return {};
            return refused("The ten minutes are over. Unlock it again.", u"tier_locked"_s);
        });
}

} // namespace

Result<std::optional<Backup>> makeReady(const RunGuard &guard, const ProjectState &state,
    migrations::Journal &journal, migrations::Progress &progress)
{
    if (guard.safeguards.unlock) {
        if (const Result<> open = stillUnlocked(state); !open)
            return tl::unexpected(open.error());
    }
    if (guard.backUp)
        return migrations::backupBefore(state, guard.safeguards, guard.reason, journal, progress)
            .map([](const Backup &backup) { return std::optional(backup); });
    std::optional<Backup> there;
    if (state.database)
        there =
            migrations::satisfyingBackup(state, guard.safeguards, QDateTime::currentDateTimeUtc());
    if (!there && guard.safeguards.backup == migrations::Safeguards::Backup::Required)
        return refused(
            "There is no backup any more that is new enough. Make one.", u"backup_required"_s);
    return there;
}

} // namespace app
