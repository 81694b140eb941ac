// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Stands in for linking SQLite: each function that we call is defined here and forwards to the real
// one, which is loaded at the first call: most commands never need it. Another function needs
// another line.

#include "migrations/base/sharedlibrary.h"

#include <sqlite3.h>

#define FORWARD(result, name, parameters, arguments)                                               \
    SPIRITSAFE_FORWARD(SPIRITSAFE_LIBSQLITE3, result, name, parameters, arguments)

using Text = const char *;
using Progress = int (*)(void *);

// clang-format off
FORWARD(Text, sqlite3_libversion, (), ())
FORWARD(int, sqlite3_open_v2, (Text file, sqlite3 **out, int flags, Text vfs), (file, out, flags, vfs))
FORWARD(int, sqlite3_close, (sqlite3 * database), (database))
FORWARD(int, sqlite3_busy_timeout, (sqlite3 * database, int ms), (database, ms))
FORWARD(void, sqlite3_progress_handler, (sqlite3 * database, int steps, Progress progress, void *argument), (database, steps, progress, argument))
FORWARD(int, sqlite3_errcode, (sqlite3 * database), (database))
FORWARD(Text, sqlite3_errmsg, (sqlite3 * database), (database))
FORWARD(Text, sqlite3_errstr, (int code), (code))

FORWARD(int, sqlite3_prepare_v2, (sqlite3 * database, Text sql, int length, sqlite3_stmt **out, Text *rest), (database, sql, length, out, rest))
FORWARD(int, sqlite3_step, (sqlite3_stmt * statement), (statement))
FORWARD(const unsigned char *, sqlite3_column_text, (sqlite3_stmt * statement, int column), (statement, column))
FORWARD(int, sqlite3_column_bytes, (sqlite3_stmt * statement, int column), (statement, column))
FORWARD(int, sqlite3_finalize, (sqlite3_stmt * statement), (statement))

FORWARD(sqlite3_backup *, sqlite3_backup_init, (sqlite3 * to, Text toName, sqlite3 *from, Text fromName), (to, toName, from, fromName))
FORWARD(int, sqlite3_backup_step, (sqlite3_backup * backup, int pages), (backup, pages))
FORWARD(int, sqlite3_backup_pagecount, (sqlite3_backup * backup), (backup))
FORWARD(int, sqlite3_backup_remaining, (sqlite3_backup * backup), (backup))
FORWARD(int, sqlite3_backup_finish, (sqlite3_backup * backup), (backup))
// clang-format on
