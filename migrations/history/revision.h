// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QString>
#include <QStringList>

#include <vector>

namespace migrations {

// Something wrong with the scripts, for people: one sentence, and where.
struct Problem
{
    QString message;
    QString file; // absolute path; may be empty
    int line = 0; // 1-based; 0 = no line
    QString code; // "syntax", "missing_down_revision", "duplicate_id", "cycle", …
    bool fatal = false; // Alembic refuses (or hangs on) the whole history because of it

    bool operator==(const Problem &) const = default;
};

// What the text of one revision file says. A value that is not a literal is named in `computed`
// and taken from Alembic once the project is trusted. A file with a syntax problem keeps the values
// that were read before it, so that the rest of the history stays connected.
// Codes of its problems: "syntax", "encoding", "unreadable", "missing_revision",
// "missing_down_revision", "bad_value", "compiled_only" (all fatal), "listed_twice".
struct RevisionFile
{
    QString path; // absolute
    QString id; // empty: broken
    QStringList down;
    QStringList branchLabels; // as written; "" is a label named ""
    QStringList dependsOn; // as written; "" = no dependency, but no real base either
    QString message; // Alembic's Script.doc: the docstring's first paragraph; may be empty
    QDateTime created; // from "Create Date:"; invalid when absent
    int idLine = 0; // of "revision = …", 1-based; 0: it has none
    bool emptyDownString = false; // down_revision = "": a base up to 1.12, a crash since 1.13
    QStringList computed; // "revision", "down_revision", "branch_labels", "depends_on"
    std::vector<Problem> problems; // of this file

    bool operator==(const RevisionFile &) const = default;
};

} // namespace migrations
