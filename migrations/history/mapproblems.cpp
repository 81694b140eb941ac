// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/history/mapproblems.h"

#include <algorithm>

namespace migrations {

using namespace Qt::StringLiterals;

void addFatal(RevisionMap &map, const RevisionFile &file, const MapProblem &problem)
{
    map.problems.push_back({.message = problem.message,
        .file = file.path,
        .line = file.idLine,
        .code = problem.code,
        .fatal = true});
    if (map.fatal)
        return;
    map.fatal = Error {.kind = ErrorKind::Alembic,
        .message = problem.message,
        .detail = problem.alembicText,
        .code = problem.alembicCode};
}

void addProblem(
    RevisionMap &map, const RevisionFile &file, const QString &code, const QString &message)
{
    map.problems.push_back(
        {.message = message, .file = file.path, .line = file.idLine, .code = code, .fatal = false});
}

namespace {

// The problems that the reader of the file found; the first fatal one stops Alembic too.
void takeOver(RevisionMap &map, const RevisionFile &file)
{
    for (const Problem &problem : file.problems) {
        map.problems.push_back(problem);
        if (problem.fatal && !map.fatal)
            map.fatal = Error {.kind = ErrorKind::Alembic,
                .message = problem.message,
                .detail = {},
                .code = u"CommandError"_s};
    }
}

bool isFatal(const RevisionFile &file)
{
    return std::any_of(file.problems.begin(), file.problems.end(),
        [](const Problem &problem) { return problem.fatal; });
}

// An edge that only Python can tell is missing from the map, so no answer would be right.
void checkComputed(RevisionMap &map, const RevisionFile &file)
{
    for (const QString &name : file.computed) {
        if (name == u"branch_labels"_s || isFatal(file))
            continue;
        addFatal(map, file,
            {.code = u"computed"_s,
                .message =
                    u"%1 computes its %2, so only Alembic can tell it: trust the project to let it be read."_s
                        .arg(file.path, name),
                .alembicCode = u"CommandError"_s,
                .alembicText = {}});
    }
}

void checkLoops(RevisionMap &map, const RevisionFile &file)
{
    if (file.down.contains(file.id)) {
        addFatal(map, file,
            {.code = u"cycle"_s,
                .message =
                    u"%1 names itself as its down_revision: correct it in its file."_s.arg(file.id),
                .alembicCode = u"LoopDetected"_s,
                .alembicText = u"Self-loop is detected in revisions (%1)"_s.arg(file.id)});
    } else if (file.dependsOn.contains(file.id)) {
        addFatal(map, file,
            {.code = u"cycle"_s,
                .message = u"%1 depends on itself: correct depends_on in its file."_s.arg(file.id),
                .alembicCode = u"DependencyLoopDetected"_s,
                .alembicText =
                    u"Dependency self-loop is detected in revisions (%1)"_s.arg(file.id)});
    }
}

void checkCharacters(RevisionMap &map, const RevisionFile &file)
{
    const QString forbidden = map.rules.colonForbidden ? u"+-:@"_s : u"+-@"_s; // in Python's order
    QStringList found;
    for (const QChar character : forbidden) {
        if (file.id.contains(character))
            found.append(QString(character));
    }
    if (found.isEmpty())
        return;
    addFatal(map, file,
        {.code = u"illegal_id"_s,
            .message =
                u"The revision id %1 contains %2, which has a meaning of its own in a target: rename the revision."_s
                    .arg(file.id, found.join(u" and "_s)),
            .alembicCode = u"RevisionError"_s,
            .alembicText = u"Character(s) '%1' not allowed in revision identifier '%2'"_s.arg(
                found.join(u", "_s), file.id)});
}

} // namespace

void checkFile(RevisionMap &map, const RevisionFile &file)
{
    takeOver(map, file);
    checkComputed(map, file);
    if (file.id.isEmpty()) {
        if (!isFatal(file) && file.computed.isEmpty())
            addFatal(map, file,
                {.code = u"missing_id"_s,
                    .message =
                        u"%1 has no revision id: write one, or move the file out of the versions folder."_s
                            .arg(file.path),
                    .alembicCode = u"CommandError"_s,
                    .alembicText = {}});
        return;
    }
    checkLoops(map, file);
    checkCharacters(map, file);
}

} // namespace migrations
