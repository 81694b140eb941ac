// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/lifecycle/backup.h"
#include "tests/support/testserver.h"

#include <functional>

namespace tests {

// What work reported, and a hand in it while it runs.
class Recorder final : public migrations::Progress
{
public:
    void report(const migrations::Event &event) override;
    bool cancelled() override { return cancelWhen && cancelWhen(); }

    QStringList texts;
    std::function<void(const migrations::Event &)> onEvent;
    std::function<bool()> cancelWhen;
};

// A database as a shop has it: keys and none, a sequence, an identity, partitions, inheritance with
// its columns in another order, views, a function, a type, a policy-free trigger, a large object,
// an alembic_version at "0002".
void fillShop(const QString &url, int orders = 2'000);

migrations::BackupRequest requestFor(const QString &url, const QString &folder);
QStringList filesIn(const QString &folder); // hidden ones too
int modeOf(const QString &path);
QStringList databasesOf(const QString &url);

} // namespace tests
