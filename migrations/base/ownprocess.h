// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

namespace migrations {

// When a process started, in the kernel's own words (/proc/PID/stat); empty: there is none. With
// the pid it names a process once and for all, however often pids are used again.
QString processStart(qint64 processId);

// The login name of who runs us.
QString operatingUser();

// Ends the program at once: output is flushed, nothing is freed. The kernel takes memory back
// faster than destructors do.
[[noreturn]] void endProcess(int exitCode);

// No core dumps and no memory reads by others: a core would hold passwords (RELIABILITY S5).
void keepMemoryPrivate();

} // namespace migrations
