// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Writes what is remembered of a project, so that its disk can be made to fail: FOLDER VALUE.

#include "migrations/project/memory.h"

#include <QCoreApplication>

#include <cstdio>

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    const migrations::MemoryStore store(arguments.at(1));
    migrations::ProjectMemory memory;
    memory.interpreter = arguments.at(2);
    const auto saved = store.save(QStringLiteral("/project/alembic.ini"), memory);
    if (!saved)
        std::puts(qPrintable(saved.error().message));
    return saved ? 0 : 1;
}
