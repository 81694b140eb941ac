// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/operations/alembiccommand.h"
#include "migrations/operations/operation.h"

#include <QDir>
#include <QVersionNumber>

#include <utility>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

using Started = std::pair<Alembic, QString>; // and the interpreter that runs it

QStringList candidatePaths(const ProjectState &state)
{
    QStringList paths;
    for (const InterpreterSearch::Attempt &attempt :
        interpreterCandidates(state.project, state.memory.interpreter, ownProcessEnvironment()))
        paths.append(attempt.path);
    return paths;
}

Result<Alembic> startWith(const ProjectState &state, const QString &interpreter)
{
    const Environment *environment = state.environment();
    return Alembic::start(
        state.project, environment != nullptr ? *environment : Environment {}, interpreter);
}

// Says what was tried; only asked when no candidate fits, since it starts each of them once more.
Error noInterpreter(const ProjectState &state, Progress &progress)
{
    const InterpreterSearch search =
        findInterpreter(state.project, state.memory.interpreter, ownProcessEnvironment(), progress);
    return {ErrorKind::Helper,
        u"No Python with Alembic 1.8 or newer was found for this project. Install the project's "
        "requirements into .venv beside its alembic.ini, or choose the interpreter."_s,
        search.summary(), u"no_interpreter"_s};
}

bool fits(const HelperVersions &versions)
{
    static const QVersionNumber oldest(1, 8);
    return QVersionNumber::fromString(versions.alembic) >= oldest;
}

// What a candidate that does not fit prints is of no use to anybody: noInterpreter tells what was
// tried.
class Unheard final : public Progress
{
public:
    explicit Unheard(Progress &asked)
        : m_asked(asked)
    {
    }
    void report(const Event &) override { }
    bool cancelled() override { return m_asked.cancelled(); }

private:
    Progress &m_asked;
};

// The first candidate whose process greets us is the one that works: no process is started only to
// ask.
std::optional<Started> startFirst(
    const ProjectState &state, const QStringList &candidates, Progress &progress)
{
    Unheard unheard(progress);
    for (const QString &candidate : candidates) {
        Result<Alembic> started = startWith(state, candidate);
        const Result<HelperVersions> versions =
            started.and_then([&unheard](Alembic &alembic) { return alembic.versions(unheard); });
        if (versions && fits(*versions))
            return Started(*std::move(started), candidate);
        if (progress.cancelled())
            break;
    }
    return std::nullopt;
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

Result<Started> startFitting(const ProjectState &state, Progress &progress)
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
            return Started(*std::move(started), memory.lastInterpreter);
    }
    auto first = startFirst(state, candidates, progress);
    if (!first)
        return tl::unexpected(noInterpreter(state, progress));
    rememberInterpreter(state, first->second, candidates);
    return *std::move(first);
}

} // namespace

Result<Alembic> startAlembic(const ProjectState &state, Progress &progress)
{
    return startFitting(state, progress).map([](Started started) {
        return std::move(started.first);
    });
}

Result<AlembicCommand> alembicCommand(
    const ProjectState &state, const QStringList &arguments, Progress &progress)
{
    return startFitting(state, progress).map([&](const Started &started) {
        const Environment *environment = state.environment();
        const QStringList program {u"-u"_s, u"-m"_s, u"alembic"_s, u"-c"_s,
            QDir(state.project.root).relativeFilePath(state.project.config.file), u"-n"_s,
            state.project.config.section};
        return AlembicCommand {.interpreter = started.second,
            .arguments = program + arguments,
            .workingDirectory = state.project.root,
            .variables = environment ? environment->variables : QMap<QString, QString>(),
            .redactor = state.project.redactor()};
    });
}

} // namespace migrations
