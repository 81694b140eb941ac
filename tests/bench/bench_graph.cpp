// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Reads the revision files of a project to a graph, no index: {"milliseconds", "revisions"}.

#include "migrations/history/graph.h"
#include "migrations/history/revisionfiles.h"

#include <QCoreApplication>
#include <QElapsedTimer>

#include <cstdio>

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const auto project = migrations::openProject(application.arguments().value(1), {});
    if (!project)
        qFatal("%s", qPrintable(project.error().message));
    migrations::NoProgress progress;
    QElapsedTimer timer;
    timer.start();
    const auto files = migrations::readRevisionFiles(*project, {.useIndex = false}, progress);
    if (!files)
        qFatal("%s", qPrintable(files.error().message));
    const auto graph = migrations::RevisionGraph::fromFiles(*files);
    const double milliseconds = static_cast<double>(timer.nsecsElapsed()) / 1e6;
    std::printf(
        "{\"milliseconds\":%.3f,\"revisions\":%zu}\n", milliseconds, graph.revisions().size());
    return 0;
}
