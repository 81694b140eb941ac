// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/base/error.h"

#include <QDateTime>

namespace migrations {

// What guards a database beside its tier, keyed by DatabaseIdentity::key(), so that it holds
// whatever URL leads there.
struct Protection
{
    bool marked = false; // a person said: treat it as production
    QDateTime unlockedUntil; // UTC; invalid or past: locked
    int backupAgeMinutes = 60; // a proven backup younger than this will do

    bool unlocked(const QDateTime &now) const
    {
        return unlockedUntil.isValid() && now < unlockedUntil;
    }
    bool operator==(const Protection &) const = default;
};

constexpr int unlockMinutes = 10;

// A file (0600) in the user's data folder. A file that cannot be understood protects everything:
// load() says so as an error.
class ProtectionStore
{
public:
    explicit ProtectionStore(QString folder = {}); // empty: dataFolder()
    Result<Protection> load(const QString &identity) const;
    Result<> save(const QString &identity, const Protection &protection) const;
    // Unlocks reset and recreate for unlockMinutes from now.
    Result<Protection> unlock(const QString &identity) const;
    // The database was made anew under the same name: its guard goes with it.
    Result<> carryOver(const QString &from, const QString &to) const;

private:
    QString m_folder;
};

} // namespace migrations
