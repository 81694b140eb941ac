// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "model/scriptpythonhost.h"

#include <utility>

namespace model {

using namespace Qt::StringLiterals;
using migrations::Progress;
using migrations::PythonSyntaxProblem;
using migrations::Result;
using migrations::ScriptPython;

namespace {

constexpr int mostFailures = 3;

} // namespace

QString PythonChoice::key() const
{
    return QStringList {project.root, environment.name, interpreter.path, interpreter.python,
        interpreter.alembic, interpreter.sqlalchemy}
        .join(u'\n');
}

void ScriptPythonHost::stop()
{
    m_python.reset();
}

qint64 ScriptPythonHost::processId() const
{
    return m_python && m_python->alive() ? m_python->processId() : 0;
}

Result<ScriptPython *> ScriptPythonHost::python(const PythonChoice &choice, Progress &progress)
{
    if (std::exchange(m_key, choice.key()) != choice.key()) {
        m_python.reset();
        m_failures = 0;
        m_names.clear();
    }
    if (m_python && m_python->alive())
        return &*m_python;
    if (m_failures >= mostFailures)
        return migrations::failure(
            migrations::ErrorKind::Helper, u"Python ended several times."_s, {}, u"died"_s);
    m_python.reset();
    auto started = ScriptPython::start(choice.project, choice.environment, choice.interpreter.path);
    if (!started)
        return tl::unexpected(started.error());
    m_python.emplace(std::move(*started));
    return m_python->version(progress).map([this](const QString &version) {
        m_version = version;
        return &*m_python;
    });
}

template <typename Ask>
auto ScriptPythonHost::ask(const PythonChoice &choice, Progress &progress, Ask question)
{
    auto answer = python(choice, progress).and_then(question);
    m_failures = answer ? 0 : m_failures + 1;
    return answer;
}

Result<std::optional<PythonSyntaxProblem>> ScriptPythonHost::syntaxProblem(
    const PythonChoice &choice, const QString &path, const QString &text, Progress &progress)
{
    auto answer = ask(choice, progress,
        [&](ScriptPython *python) { return python->syntaxProblem(path, text, progress); });
    if (answer && *answer)
        (*answer)->message = u"Python %1: %2"_s.arg(m_version, (*answer)->message);
    return answer;
}

Result<migrations::PythonNames> ScriptPythonHost::names(
    const PythonChoice &choice, const QStringList &owners, Progress &progress)
{
    return ask(choice, progress, [&](ScriptPython *python) -> Result<migrations::PythonNames> {
        QStringList unknown = owners;
        unknown.removeIf([this](const QString &owner) { return m_names.contains(owner); });
        if (unknown.isEmpty())
            return m_names;
        return python->names(unknown, progress).map([this](const auto &found) {
            m_names.insert(found);
            return m_names;
        });
    });
}

} // namespace model
