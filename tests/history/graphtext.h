// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/history/graph.h"

namespace tests {

// Revision files from a line such as "a @core; b < a; c < a; d < b,c + x", in file order: id,
// "< down revisions", "+ depends_on", "@ branch labels".
inline std::vector<migrations::RevisionFile> filesOf(const QString &text)
{
    const auto parts = [](const QString &script, QChar mark) {
        const qsizetype start = script.indexOf(mark);
        if (start < 0)
            return QStringList();
        QString list;
        for (const QChar character : script.sliced(start + 1)) {
            if (QStringView(u"<+@").contains(character))
                break;
            list += character;
        }
        return list.remove(u' ').split(u',');
    };
    std::vector<migrations::RevisionFile> files;
    for (const QString &script : text.split(u';', Qt::SkipEmptyParts)) {
        migrations::RevisionFile file;
        file.id = script.trimmed().section(u' ', 0, 0);
        file.path = QStringLiteral("/versions/%1_%2.py").arg(files.size()).arg(file.id);
        file.idLine = 3;
        file.down = parts(script, u'<');
        file.dependsOn = parts(script, u'+');
        file.branchLabels = parts(script, u'@');
        file.message = QStringLiteral("about ") + file.id;
        files.push_back(file);
    }
    return files;
}

inline migrations::RevisionGraph graphOf(
    const QString &text, const migrations::AlembicRules &rules = {})
{
    return migrations::RevisionGraph::fromFiles(filesOf(text), rules);
}

// "up b: b" or "down b: a" for each step; "stamp a->b: b".
inline QString textOf(const migrations::Plan &plan)
{
    QStringList lines;
    for (const migrations::Step &step : plan.steps) {
        const QString rows = step.rowsAfter.join(u' ');
        if (step.direction == migrations::Direction::Stamp)
            lines.append(QStringLiteral("stamp %1->%2: %3")
                             .arg(step.stampFrom.join(u' '), step.stampTo.join(u' '), rows));
        else
            lines.append(
                QStringLiteral("%1 %2: %3")
                    .arg(step.direction == migrations::Direction::Up ? QStringLiteral("up")
                                                                     : QStringLiteral("down"),
                        step.revision, rows));
    }
    return lines.join(QStringLiteral("; "));
}

} // namespace tests
