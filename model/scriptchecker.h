// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/history/scriptfindings.h"
#include "model/enginethread.h"
#include "model/scriptpythonhost.h"
#include "model/scriptvocabulary.h"

#include <QObject>

namespace model {

class Job;
class ProjectSession;

// Judges the text of a script while it is typed: what the text tells beside the other revisions,
// and, in a trusted project, what its own Python has against it. On a thread and with a Python of
// its own, so that it neither waits for an operation nor disturbs one. Lives on the GUI thread.
class ScriptChecker : public QObject
{
    Q_OBJECT
public:
    using Findings = std::vector<migrations::ScriptFinding>;

    explicit ScriptChecker(ProjectSession &session, QObject *parent = nullptr);
    ~ScriptChecker() override;

    // Answered by checked(), if need be a second time once Python has answered, unless the next
    // check or drop() comes before.
    void check(const QString &path, const QString &text);
    void drop(); // the text is another one by now

Q_SIGNALS:
    void checked(const QString &path, const model::ScriptChecker::Findings &findings);
    // Of a trusted project's script that was checked.
    void vocabularyKnown(const QString &path, const model::ScriptVocabulary &vocabulary);

private:
    using Answer = migrations::Result<std::optional<migrations::PythonSyntaxProblem>>;

    PythonChoice choice() const;
    void askPython(const QString &path, const QString &text);
    void askForWords(const QString &path, const QString &text);
    void tell(const QString &path, const Answer &answer);

    ProjectSession &m_session;
    std::shared_ptr<Job> m_job; // of all work here: abandoned at the end
    quint64 m_asked = 0;
    Findings m_findings; // of the text alone
    bool m_pythonAnswers = false; // at once: its answer is waited for
    EngineThread m_thread {QStringLiteral("editor")}; // last, so that it ends first
    ScriptPythonHost *m_python; // lives and dies on that thread
};

} // namespace model
