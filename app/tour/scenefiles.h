// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace app {

// Writes a file, with its folders.
bool writeText(const QString &path, const QString &text);
// A revision file of Alembic; parents are written as they stand in Python: "\"ae10\"", "None".
struct SceneRevision
{
    QString id;
    QString parents;
    QString message;
    QString upgrade = QStringLiteral("pass");
    QString downgrade = QStringLiteral("pass");
    QString date = QStringLiteral("2026-11-22 10:42:07.318204");
};
bool writeRevision(const QString &project, const SceneRevision &revision);
// Commits it on a branch of its own and goes back to the one before.
bool leaveOnABranch(const QString &project, const SceneRevision &revision);
// A project of `count` revisions with branches and merges, without a database.
bool writeLongHistory(const QString &project, int count);

} // namespace app
