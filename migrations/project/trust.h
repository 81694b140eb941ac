// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/base/error.h"

#include <QStringList>

namespace migrations {

// Which folders' Python may run, by real path and owner. A file (0600) in the user's data folder.
class TrustStore
{
public:
    explicit TrustStore(QString folder = {}); // empty: dataFolder()
    // Itself or a folder above it was trusted, and both still belong to the user they did then.
    bool isTrusted(const QString &projectRoot) const;
    Result<void> trust(const QString &projectRoot) const;
    Result<void> forget(const QString &projectRoot) const;
    QStringList trusted() const;

private:
    QString m_folder;
};

} // namespace migrations
