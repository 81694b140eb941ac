// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "model/scriptchecker.h"

#include "migrations/history/scriptimports.h"
#include "model/job.h"
#include "model/projectsession.h"

#include <algorithm>

namespace model {

using namespace Qt::StringLiterals;
using migrations::ScriptFinding;

namespace {

migrations::ScriptSurroundings surroundingsOf(const migrations::ProjectState &state)
{
    migrations::ScriptSurroundings surroundings {state.files,
        migrations::AlembicRules::forVersion(state.memory.alembicVersion), std::nullopt};
    if (const auto *environment = state.environment(); environment && environment->url)
        surroundings.dialect = environment->url->dialect;
    return surroundings;
}

// Python's word on the syntax takes the place of ours.
ScriptChecker::Findings withSyntax(
    ScriptChecker::Findings findings, const std::optional<migrations::PythonSyntaxProblem> &problem)
{
    std::erase_if(findings, [](const ScriptFinding &one) { return one.code == "syntax"_L1; });
    if (!problem)
        return findings;
    const ScriptFinding finding {ScriptFinding::Severity::Danger, problem->line, problem->column,
        problem->length, u"syntax"_s, problem->message};
    const auto place = std::find_if(findings.begin(), findings.end(),
        [&finding](const ScriptFinding &one) { return one.line > finding.line; });
    findings.insert(place, finding);
    return findings;
}

} // namespace

ScriptChecker::ScriptChecker(ProjectSession &session, QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_job(std::make_shared<Job>(this, [](const Job::Events &) {}))
    , m_python(new ScriptPythonHost)
{
    m_thread.adopt(m_python);
    connect(&session, &ProjectSession::closed, m_python, &ScriptPythonHost::stop);
}

ScriptChecker::~ScriptChecker()
{
    m_job->abandon();
}

void ScriptChecker::drop()
{
    ++m_asked;
}

PythonChoice ScriptChecker::choice() const
{
    const auto &state = m_session.state();
    const auto *environment = state.environment();
    const auto &interpreter = m_session.interpreter();
    if (!state.trusted || !environment || !interpreter)
        return {};
    return {state.project, *environment, *interpreter};
}

void ScriptChecker::check(const QString &path, const QString &text)
{
    const quint64 asked = ++m_asked;
    const bool more = !choice().interpreter.path.isEmpty();
    m_thread.post(
        this,
        [path, text, around = surroundingsOf(m_session.state())](
            Engine &) { return migrations::scriptFindings(path, text, around); },
        [this, asked, path, more](const Findings &findings) {
            if (asked != m_asked)
                return;
            m_findings = findings;
            if (!more || !m_pythonAnswers)
                Q_EMIT checked(path, findings);
        });
    if (!more)
        return;
    askPython(path, text);
    askForWords(path, text);
}

void ScriptChecker::askPython(const QString &path, const QString &text)
{
    m_thread.post(
        this,
        [path, text, python = m_python, with = choice(), job = m_job](
            Engine &) { return python->syntaxProblem(with, path, text, *job); },
        [this, asked = m_asked, path](const Answer &answer) {
            m_pythonAnswers = answer.has_value();
            if (asked == m_asked)
                tell(path, answer);
        });
}

void ScriptChecker::askForWords(const QString &path, const QString &text)
{
    m_thread.post(
        this,
        [text, python = m_python, with = choice(), job = m_job](Engine &) {
            ScriptVocabulary vocabulary {migrations::scriptImports(text), {}};
            const QStringList owners = ScriptVocabulary::ownersOf(vocabulary.imports);
            vocabulary.names =
                python->names(with, owners, *job).value_or(migrations::PythonNames());
            return vocabulary;
        },
        [this, asked = m_asked, path](const ScriptVocabulary &vocabulary) {
            if (asked == m_asked)
                Q_EMIT vocabularyKnown(path, vocabulary);
        });
}

// A Python that does not answer is no finding: the text alone has been judged.
void ScriptChecker::tell(const QString &path, const Answer &answer)
{
    Q_EMIT checked(path, answer ? withSyntax(m_findings, *answer) : m_findings);
}

} // namespace model
