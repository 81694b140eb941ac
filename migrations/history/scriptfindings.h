// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/database/databaseurl.h"
#include "migrations/history/graph.h"

#include <memory>
#include <optional>

namespace migrations {

// Something found in the text of a script that is being edited, and where it stands.
struct ScriptFinding
{
    enum class Severity { Caution, Danger };
    Severity severity = Severity::Danger;
    int line = 1; // 1-based
    int column = 0; // characters before it in its line
    int length = 0; // characters; 0: all of the line
    QString code; // "syntax", "missing_down_revision", "long_id", "empty_downgrade" …
    QString message; // what it is and what to do

    bool operator==(const ScriptFinding &) const = default;
};

// What a script is judged against.
struct ScriptSurroundings
{
    std::shared_ptr<const std::vector<RevisionFile>> files; // the script's own among them, as saved
    AlembicRules rules;
    std::optional<Dialect> dialect; // of the database on screen

    const std::vector<RevisionFile> &others() const;
};

// Everything that the text alone, put in the place of its file, tells: syntax, the header against
// the other revisions, upgrade and downgrade. In the order of the lines. Pure.
std::vector<ScriptFinding> scriptFindings(
    const QString &path, const QString &text, const ScriptSurroundings &surroundings);

} // namespace migrations
