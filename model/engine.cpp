// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "model/engine.h"

#include <QDir>

#include <utility>

namespace model {

using namespace Qt::StringLiterals;
using migrations::Progress;
using migrations::ProjectState;

namespace {

// Anything that a running Alembic was given and would not notice when it changes.
QString warmKey(const ProjectState &state)
{
    const migrations::Environment *environment = state.environment();
    return QStringList {state.project.config.file, state.project.config.section,
        state.environmentName, environment ? environment->urlText : QString(),
        state.memory.interpreter, state.project.addedLocations.join(u'\n')}
        .join(u'\n');
}

migrations::Interpreter interpreterOf(
    const ProjectState &state, const migrations::HelperVersions &versions)
{
    const migrations::ProjectMemory memory =
        migrations::MemoryStore(state.dataFolder).load(migrations::memoryKey(state.project));
    migrations::Interpreter interpreter;
    interpreter.path =
        memory.lastInterpreter.isEmpty() ? memory.interpreter : memory.lastInterpreter;
    const QString inside = QDir(state.project.root).relativeFilePath(interpreter.path);
    interpreter.source = inside.startsWith(".."_L1) ? interpreter.path : inside;
    interpreter.python = versions.python;
    interpreter.alembic = versions.alembic;
    interpreter.sqlalchemy = versions.sqlalchemy;
    return interpreter;
}

} // namespace

Engine::Engine() = default;
Engine::~Engine() = default;

migrations::Result<migrations::Journal *> Engine::journal()
{
    if (!m_journal) {
        auto opened = migrations::Journal::open();
        if (!opened)
            return tl::unexpected(opened.error());
        m_journal.emplace(std::move(*opened));
    }
    return &*m_journal;
}

Engine::Readiness Engine::warmUp(const ProjectState &state, Progress &progress)
{
    Readiness readiness;
    coolDown();
    auto started = migrations::startAlembic(state, progress);
    if (started && migrations::needsAlembicsKnowledge(state)) {
        auto learned = migrations::withAlembicsKnowledge(state, *started, progress);
        if (!learned) {
            readiness.problem = learned.error();
            return readiness;
        }
        readiness.learned = std::move(*learned);
        started = migrations::startAlembic(state, progress); // a run gets a process of its own
    }
    const auto versions = started.and_then(
        [&progress](migrations::Alembic &alembic) { return alembic.versions(progress); });
    if (!versions) {
        readiness.problem = versions.error();
        return readiness;
    }
    readiness.interpreter = interpreterOf(state, *versions);
    if (const auto prepared = started->prepare(progress); !prepared) {
        readiness.problem = prepared.error();
        return readiness;
    }
    m_warm.emplace(std::move(*started));
    m_warmFor = warmKey(state);
    return readiness;
}

std::optional<migrations::Alembic> Engine::takeWarm(const ProjectState &state)
{
    std::optional<migrations::Alembic> warm = std::exchange(m_warm, std::nullopt);
    if (!warm || m_warmFor != warmKey(state) || !warm->alive())
        return std::nullopt;
    return warm;
}

void Engine::coolDown()
{
    m_warm.reset();
}

} // namespace model
