// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/base/background.h"
#include "migrations/operations/projectstate.h"

#include <atomic>

namespace migrations {

// A look at a state's database on a thread of its own, while the caller reads the revision files.
// Of an operation it would be the same connection made earlier; it only reads. What the server says
// meanwhile is not reported. The destructor gives up and waits for the thread.
class DatabaseLook
{
public:
    // Of an opened one; it begins at once.
    explicit DatabaseLook(const ProjectState &state, Wanted wanted = Wanted::Everything);
    ~DatabaseLook();
    Q_DISABLE_COPY_MOVE(DatabaseLook)

    // What withReading() takes. Waits for it; Cancelled when progress is.
    const Result<DatabaseReading> &reading(Progress &progress);
    // The version table that was looked for.
    const VersionTable &table() const { return m_table; }

private:
    VersionTable m_table;
    std::atomic<bool> m_stopped = false;
    std::optional<Result<DatabaseReading>> m_read;
    Background<Result<DatabaseReading>> m_reading; // its end waits for the thread
};

} // namespace migrations
