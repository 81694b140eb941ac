// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/history/revisionfiles.h"

#include <QTemporaryDir>

// A project's versions folder for tests, with an index beside it.
class VersionsFolder
{
public:
    VersionsFolder();

    QString path(const QString &name) const; // in the folder
    QString write(const QString &name, const QByteArray &content, qint64 secondsAgo = 60);
    std::vector<migrations::RevisionFile> read(bool useIndex = true);
    migrations::Result<std::vector<migrations::RevisionFile>> read(migrations::Progress &progress);
    QStringList names(); // of the files read, relative to the folder
    QString indexFile() const;
    // A file just written has a young change time, which nothing can set back: waits until it is
    // old enough to be trusted, watching the clock that the index goes by.
    bool waitUntilOld();

    migrations::Project project;

private:
    QTemporaryDir m_folder;
};

// A revision with text of every kind, and one computed value.
QByteArray revisionScript(const QByteArray &id, const QByteArray &down);
