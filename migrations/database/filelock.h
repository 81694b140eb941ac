// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/base/error.h"
#include "migrations/base/progress.h"

#include <optional>

namespace migrations {

// An exclusive lock on a file beside an SQLite database: flock, so that it ends with its process;
// the text in it names the holder. Removed when destroyed.
class FileLock
{
public:
    // nullopt: somebody else has it.
    static Result<std::optional<FileLock>> tryLock(const QString &file);
    FileLock(FileLock &&other) noexcept;
    FileLock &operator=(FileLock &&other) noexcept;
    ~FileLock();

    bool stillHeld() const; // false when the file was taken away under us

    // Who wrote into the lock file: pid, user, and since when (as state).
    static Blocker holder(const QString &file);

private:
    FileLock(QString file, int descriptor);

    QString m_file;
    int m_descriptor = -1;
};

} // namespace migrations
