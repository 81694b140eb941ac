// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/base/error.h"
#include "migrations/base/progress.h"

#include <QByteArray>
#include <QProcessEnvironment>
#include <QStringList>

#include <optional>

namespace migrations {

struct ProcessRequest
{
    QString program;
    QStringList arguments; // never a secret: argv is public
    QString workingDirectory;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    QByteArray input;
    int timeoutMs = 30'000;
};

struct ProcessOutput
{
    int exitCode = 0;
    QByteArray standardOutput;
    QByteArray standardError;
};

// Runs a program to its end. A program that cannot be started, dies by a signal, takes longer than
// its time or is cancelled is an error; an exit code other than 0 is not.
Result<ProcessOutput> runProcess(const ProcessRequest &request, Progress &progress);

} // namespace migrations
