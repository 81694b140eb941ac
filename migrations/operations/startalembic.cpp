// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/operations/operation.h"

#include <QProcessEnvironment>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

QMap<QString, QString> ownEnvironment()
{
    const QProcessEnvironment system = QProcessEnvironment::systemEnvironment();
    QMap<QString, QString> variables;
    for (const QString &key : system.keys())
        variables.insert(key, system.value(key));
    return variables;
}

QStringList candidatePaths(const ProjectState &state)
{
    QStringList paths;
    for (const InterpreterSearch::Attempt &attempt :
        interpreterCandidates(state.project, state.memory.interpreter, ownEnvironment()))
        paths.append(attempt.path);
    return paths;
}

Result<QString> searchInterpreter(const ProjectState &state, Progress &progress)
{
    const InterpreterSearch search =
        findInterpreter(state.project, state.memory.interpreter, ownEnvironment(), progress);
    if (!search.found)
        return failure(ErrorKind::Helper,
            u"No Python with Alembic 1.8 or newer was found for this project. Install the "
            u"project's "
            "requirements into .venv beside its alembic.ini, or choose the interpreter."_s,
            search.summary(), u"no_interpreter"_s);
    return search.found->path;
}

Result<Alembic> startWith(const ProjectState &state, const QString &interpreter)
{
    const Environment *environment = state.environment();
    return Alembic::start(
        state.project, environment != nullptr ? *environment : Environment {}, interpreter);
}

void rememberInterpreter(
    const ProjectState &state, const QString &path, const QStringList &candidates)
{
    const MemoryStore store(state.dataFolder);
    ProjectMemory memory = store.load(memoryKey(state.project));
    memory.lastInterpreter = path;
    memory.lastCandidates = candidates;
    std::ignore = store.save(memoryKey(state.project), memory);
}

} // namespace

Result<Alembic> startAlembic(const ProjectState &state, Progress &progress)
{
    if (!state.trusted)
        return failure(ErrorKind::Refused,
            u"This runs the project's Python (env.py and the revisions), and the folder %1 is not "
            u"trusted "
            "yet. Trust it in the window, or add --trust."_s.arg(state.project.root),
            {}, u"untrusted"_s);
    // A search costs a start of Python; the interpreter that fitted last time among the same
    // candidates is taken straight away. Should it have lost its Alembic, its first call says so.
    const QStringList candidates = candidatePaths(state);
    const ProjectMemory memory = MemoryStore(state.dataFolder).load(memoryKey(state.project));
    if (!memory.lastInterpreter.isEmpty() && memory.lastCandidates == candidates) {
        if (Result<Alembic> started = startWith(state, memory.lastInterpreter))
            return started;
    }
    const Result<QString> found = searchInterpreter(state, progress);
    if (!found)
        return tl::unexpected(found.error());
    rememberInterpreter(state, *found, candidates);
    return startWith(state, *found);
}

} // namespace migrations
