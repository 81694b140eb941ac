// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/operations/branches.h"

namespace migrations {

QStringList lineOf(const RevisionGraph &graph, const QString &head)
{
    QStringList line {head};
    for (qsizetype i = 0; i < line.size(); ++i) {
        const Revision *revision = graph.find(line[i]);
        if (!revision)
            continue;
        for (const QString &down : revision->down) {
            if (!line.contains(down))
                line.append(down);
        }
    }
    return line;
}

QStringList branchOf(const RevisionGraph &graph, const QString &head, const QString &other)
{
    const QStringList shared = lineOf(graph, other);
    QStringList branch = lineOf(graph, head);
    branch.removeIf([&](const QString &id) { return shared.contains(id); });
    return branch;
}

} // namespace migrations
