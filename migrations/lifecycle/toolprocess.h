// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/base/error.h"
#include "migrations/base/progress.h"
#include "migrations/base/redactor.h"

#include <QProcessEnvironment>
#include <QStringList>

#include <functional>

namespace migrations {

// One run of pg_dump or pg_restore whose data go through descriptors of ours and whose lines of
// text are read while it works.
struct ToolRun
{
    QString program;
    QStringList arguments; // never a secret or a person's name for something: argv is public
    QProcessEnvironment environment;
    int input = -1; // a descriptor that becomes its standard input; -1: none
    int output = -1; // the same for its standard output; -1: what it prints is returned
    Redactor redactor; // for what goes into an error
    std::function<void(const QString &line)> line; // each line of its standard error
};

struct ToolEnd
{
    int exitCode = 0;
    QByteArray output;
    QString complaints; // the last lines of its standard error without what it does (redacted)
};

// Blocks until it has ended. Cancelled: it is asked to end, then ended, and the error is
// ErrorKind::Cancelled. It ends when we die, and leaves no core. An exit code is no error here.
Result<ToolEnd> runTool(const ToolRun &run, Progress &progress);

// runTool, with an exit code other than 0 as ErrorKind::Database, `message` and the complaints.
Result<ToolEnd> runToolToSuccess(const ToolRun &run, const QString &message, Progress &progress);

} // namespace migrations
