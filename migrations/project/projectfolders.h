// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace migrations::projectfolders {

// The nearest folder at or above this one that holds ".git"; empty: none.
QString gitRootAbove(const QString &folder);

// The folder itself and those above it up to the git root; outside git: itself alone.
QStringList upToGitRoot(const QString &folder);

// What one look into a folder tells.
struct Listing
{
    QString folder;
    QStringList folders; // worth a look: not hidden, no virtual environment, no package cache
    bool hasIni = false;
    bool hasPyproject = false;
    bool isScriptFolder = false; // env.py or a template: nothing to look for below
    bool isVirtualEnvironment = false;
};
Listing look(const QString &folder);

} // namespace migrations::projectfolders
