// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "model/watchedpaths.h"

#include <QDir>
#include <QDirIterator>

namespace model {

using namespace Qt::StringLiterals;

namespace {

// The kernel's watches are shared by all programs of a user; old revisions are hardly edited.
constexpr int mostFiles = 4'000;

QStringList dotEnvFiles(const QString &folder)
{
    QStringList files;
    for (const QFileInfo &file :
        QDir(folder).entryInfoList({u".env"_s, u".env.*"_s}, QDir::Files | QDir::Hidden))
        files.append(file.absoluteFilePath());
    return files;
}

QStringList foldersBelow(const QString &folder)
{
    QStringList folders;
    QDirIterator below(folder, QDir::Dirs | QDir::NoDotAndDotDot, QDirIterator::Subdirectories);
    while (below.hasNext()) {
        const QString path = below.next();
        if (!path.endsWith("/__pycache__"_L1))
            folders.append(path);
    }
    return folders;
}

} // namespace

QStringList watchedPaths(const migrations::ProjectState &state)
{
    const migrations::Project &project = state.project;
    QStringList paths {project.config.file, project.root, project.scriptLocation + "/env.py"_L1};
    paths += dotEnvFiles(project.root);
    if (!project.git.root.isEmpty() && project.git.root != project.root)
        paths += dotEnvFiles(project.git.root);
    for (const QString &location : project.versionLocations) {
        paths.append(location);
        if (project.recursive)
            paths += foldersBelow(location);
    }
    int files = 0;
    for (const migrations::Revision &revision : state.graph.revisions()) {
        if (++files > mostFiles)
            break;
        paths.append(revision.file);
    }
    for (const migrations::Problem &problem : state.graph.problems()) {
        if (!problem.file.isEmpty())
            paths.append(problem.file);
    }
    paths.removeDuplicates();
    return paths;
}

} // namespace model
