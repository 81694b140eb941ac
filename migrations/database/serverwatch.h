// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace migrations {

// The shell that stands between us and a private server. Reads one command a line; "start" starts
// the server and answers "started PID", later "ended STATUS". When its input ends (we closed it, or
// we died, even by kill -9) it ends the server at once and, if told so, removes the folder.
// Arguments: FOLDER, "remove" or "keep", then the server's command line.
QString serverWatchScript();

} // namespace migrations
