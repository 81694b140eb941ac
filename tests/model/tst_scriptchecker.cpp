// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "model/projectsession.h"
#include "model/scriptchecker.h"
#include "tests/support/alembicproject.h"

#include <QFile>
#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;
using model::ProjectSession;
using model::ScriptChecker;
using tests::AlembicProject;

namespace {

constexpr int patience = 30'000;
const QString python = u"/usr/bin/python3"_s;
// Only a Python that compiles it sees it.
const QString twice = u"\ndef twice(x, x):\n    pass\n"_s;

QString codesOf(const ScriptChecker::Findings &findings)
{
    QStringList codes;
    for (const auto &finding : findings)
        codes.append(u"%1:%2"_s.arg(finding.code).arg(finding.line));
    return codes.join(u' ');
}

} // namespace

// A text is judged beside a real project, by its real Python.
class TestScriptChecker : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void withoutTrustOnlyTheTextIsJudged();
    void pythonsWordIsAdded();
    void onlyTheLastTextIsAnswered();
    void aPythonThatDiesIsStartedAgain();
    void aPythonThatDoesNotStartIsLeft();
    void theWordsOfTheImportsAreKnown();

private:
    void knowPython();

    tests::PrivateData m_data;
    std::unique_ptr<AlembicProject> m_project;
    std::unique_ptr<ProjectSession> m_session;
    std::unique_ptr<ScriptChecker> m_checker;
    QStringList m_answers;
    QString m_path;
    QString m_text;
};

void TestScriptChecker::init()
{
    m_checker.reset();
    m_session.reset();
    m_answers.clear();
    m_project = std::make_unique<AlembicProject>(u"sqlite:///app.db"_s);
    m_project->write({.id = u"0001"_s, .upgrade = u"op.create_table('t')"_s});
    m_project->write({.id = u"0002"_s, .down = {u"0001"_s}, .upgrade = u"op.drop_table('t')"_s});
    m_path = m_project->scriptPath(u"0002"_s);
    QFile file(m_path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    m_text = QString::fromUtf8(file.readAll());
    m_session = std::make_unique<ProjectSession>();
    m_checker = std::make_unique<ScriptChecker>(*m_session);
    connect(m_checker.get(), &ScriptChecker::checked, this,
        [this](const QString &path, const ScriptChecker::Findings &findings) {
            QCOMPARE(path, m_path);
            m_answers.append(codesOf(findings));
        });
    m_session->open(m_project->folder());
    QTRY_VERIFY_WITH_TIMEOUT(m_session->isOpen() && !m_session->reading(), patience);
}

void TestScriptChecker::knowPython()
{
    m_session->trust();
    QTRY_VERIFY_WITH_TIMEOUT(m_session->interpreter(), patience);
}

void TestScriptChecker::withoutTrustOnlyTheTextIsJudged()
{
    m_checker->check(m_path, m_text + twice);
    QTRY_COMPARE_WITH_TIMEOUT(m_answers, QStringList {u"empty_downgrade:23"_s}, patience);
    m_checker->check(m_path, m_text + u"("_s);
    QTRY_COMPARE_WITH_TIMEOUT(m_answers.size(), 2, patience);
    QCOMPARE(m_answers.last(), u"syntax:25"_s);
}

void TestScriptChecker::pythonsWordIsAdded()
{
    knowPython();
    m_checker->check(m_path, m_text + twice);
    QTRY_COMPARE_WITH_TIMEOUT(m_answers,
        (QStringList {u"empty_downgrade:23"_s, u"empty_downgrade:23 syntax:26"_s}), patience);
    m_checker->check(m_path, m_text + twice); // now at once, with nothing in between
    QTRY_COMPARE_WITH_TIMEOUT(m_answers.size(), 3, patience);
    QCOMPARE(m_answers.last(), u"empty_downgrade:23 syntax:26"_s);
}

void TestScriptChecker::onlyTheLastTextIsAnswered()
{
    knowPython();
    m_checker->check(m_path, m_text);
    m_checker->check(m_path, m_text + u"("_s);
    m_checker->drop();
    m_checker->check(m_path, m_text + twice);
    const QString last = u"empty_downgrade:23 syntax:26"_s;
    QTRY_VERIFY_WITH_TIMEOUT(m_answers.contains(last), patience);
    // The text alone may have been answered first; the work is done in order, so no other follows.
    QVERIFY(m_answers == QStringList {last}
        || m_answers == QStringList({u"empty_downgrade:23"_s, last}));
}

void TestScriptChecker::aPythonThatDiesIsStartedAgain()
{
    model::ScriptPythonHost host;
    migrations::NoProgress progress;
    const model::PythonChoice choice {
        m_session->state().project, {}, {.path = python, .source = python}};
    const auto problem = [&] { return host.syntaxProblem(choice, m_path, twice, progress); };
    QVERIFY(problem() && *problem());
    QVERIFY(problem()->value().message.startsWith(u"Python 3."_s));
    const auto first = static_cast<pid_t>(host.processId());
    QCOMPARE(::kill(first, SIGKILL), 0);
    QTRY_VERIFY_WITH_TIMEOUT(problem().has_value(), patience);
    QVERIFY(host.processId() > 0 && host.processId() != first);
    host.stop();
    QCOMPARE(host.processId(), 0);
}

void TestScriptChecker::aPythonThatDoesNotStartIsLeft()
{
    model::ScriptPythonHost host;
    migrations::NoProgress progress;
    model::PythonChoice choice {m_session->state().project, {}, {.path = u"/bin/false"_s}};
    for (int i = 0; i < 5; ++i)
        QVERIFY(!host.syntaxProblem(choice, m_path, m_text, progress));
    choice.interpreter.path = python; // another one is a new beginning
    QVERIFY(host.syntaxProblem(choice, m_path, m_text, progress));
}

void TestScriptChecker::theWordsOfTheImportsAreKnown()
{
    std::optional<model::ScriptVocabulary> vocabulary;
    connect(m_checker.get(), &ScriptChecker::vocabularyKnown, this,
        [&](const QString &, const model::ScriptVocabulary &known) { vocabulary = known; });
    m_checker->check(m_path, m_text);
    QTRY_COMPARE_WITH_TIMEOUT(m_answers.size(), 1, patience);
    QVERIFY(!vocabulary); // nothing of the project is asked without trust
    knowPython();
    m_checker->check(m_path, m_text + u"from sqlalchemy import Column as C\n"_s);
    QTRY_VERIFY_WITH_TIMEOUT(vocabulary, patience);
    QVERIFY(vocabulary->membersOf(u"op"_s) && vocabulary->membersOf(u"sa"_s));
    QVERIFY(!vocabulary->membersOf(u"os"_s));
    QCOMPARE(vocabulary->find(u"op.create_table"_s)->name, u"create_table"_s);
    QCOMPARE(vocabulary->find(u"C"_s)->name, u"Column"_s);
    QVERIFY(!vocabulary->find(u"op.nothing"_s));
    QVERIFY(!vocabulary->find(u"Column"_s)); // it goes by another name here
}

QTEST_GUILESS_MAIN(TestScriptChecker)
#include "tst_scriptchecker.moc"
