// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "model/engine.h"

#include <QProcessEnvironment>

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
        state.memory.interpreter}
        .join(u'\n');
}

QMap<QString, QString> processEnvironment()
{
    const QProcessEnvironment system = QProcessEnvironment::systemEnvironment();
    QMap<QString, QString> variables;
    for (const QString &key : system.keys())
        variables.insert(key, system.value(key));
    return variables;
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
    const QString searchedFor = state.project.config.file + u'\n' + state.memory.interpreter;
    if (!m_interpreter || m_interpreterFor != searchedFor) {
        const auto search = migrations::findInterpreter(
            state.project, state.memory.interpreter, processEnvironment(), progress);
        m_interpreter = search.found;
        m_interpreterFor = searchedFor;
        if (!search.found) {
            readiness.problem = migrations::Error {migrations::ErrorKind::Helper,
                tr("No Python with Alembic fits this project. Choose one in the Project menu."),
                search.summary(), u"no_interpreter"_s};
            return readiness;
        }
    }
    readiness.interpreter = m_interpreter;

    auto started = migrations::startAlembic(state, progress);
    if (started) {
        if (const auto prepared = started->prepare(progress); prepared) {
            m_warm.emplace(std::move(*started));
            m_warmFor = warmKey(state);
            return readiness;
        } else {
            readiness.problem = prepared.error();
        }
    } else {
        readiness.problem = started.error();
    }
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

void Engine::forgetInterpreter()
{
    m_interpreter.reset();
}

} // namespace model
