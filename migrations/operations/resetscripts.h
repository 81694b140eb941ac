// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include <vector>

namespace migrations {

// What the text of revision scripts says about a reset. Pure; a text search, so it may be wrong
// where a script builds its SQL: it warns and chooses the safer way, and decides nothing else.

// It leaves the transaction it runs in: autocommit_block(), or a COMMIT of its own.
bool leavesTransaction(const QString &script);

// A CREATE of something that a reset does not take away, without IF NOT EXISTS.
struct MadeOutside
{
    QString kind; // "schema", "extension", "role", "publication", "server", "event trigger"
    QString name;

    bool operator==(const MadeOutside &) const = default;
};
std::vector<MadeOutside> madeOutside(const QString &script);

} // namespace migrations
