// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/project/interpreter.h"
#include "tests/project/folders.h"

#include <QCryptographicHash>
#include <QTest>

#include <memory>

using namespace Qt::StringLiterals;
using namespace migrations;

namespace {

QStringList sources(const std::vector<InterpreterSearch::Attempt> &attempts)
{
    QStringList list;
    for (const InterpreterSearch::Attempt &attempt : attempts)
        list.append(attempt.source);
    return list;
}

// Runs out after so many questions.
class ImpatientProgress final : public Progress
{
public:
    void report(const Event &) override { }
    bool cancelled() override { return true; }
};

} // namespace

class TestInterpreter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void candidatesComeInTheOrderOfADevelopersTools();
    void onePathIsTriedOnce();
    void aVirtualEnvironmentWithoutPythonIsStillACandidate();
    void poetrysFolderIsComputedAsPoetryDoes();
    void pyenvsLocalVersionIsFound();
    void theFirstThatFitsIsFoundWithItsVersions();
    void reasonsAreRecorded();
    void aFolderNamedAlembicDoesNotHideTheRealOne();
    void theChosenOneComesFirst();
    void aHangIsNotWaitedForWhenCancelled();

private:
    std::unique_ptr<Folder> m_folder;
    Project m_project;
    QMap<QString, QString> m_environment;

    QString path(const QString &relative = {}) const { return m_folder->path(relative); }
    bool makeEnvironment(const QString &prefix, const QString &python = u"/usr/bin/python3"_s) const
    {
        return m_folder->make(prefix + u"/bin"_s)
            && QFile::link(python, path(prefix + u"/bin/python"_s));
    }
    bool makeScript(const QString &relative, const QByteArray &text) const
    {
        return m_folder->write(relative, "#!/bin/sh\n" + text)
            && QFile(path(relative))
                   .setPermissions(
                       QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner);
    }
    std::vector<InterpreterSearch::Attempt> candidates(const QString &chosen = {}) const
    {
        return interpreterCandidates(m_project, chosen, m_environment);
    }
    InterpreterSearch find(const QString &chosen = {}) const
    {
        NoProgress progress;
        return findInterpreter(m_project, chosen, m_environment, progress);
    }
};

void TestInterpreter::init()
{
    m_folder = std::make_unique<Folder>();
    QVERIFY(m_folder->make(u".git"_s));
    QVERIFY(m_folder->write(u"backend/alembic.ini"_s, "[alembic]\n"));
    m_project = {};
    m_project.root = path(u"backend"_s);
    m_project.config.file = path(u"backend/alembic.ini"_s);
    m_environment = {{u"HOME"_s, path(u"home"_s)}, {u"PATH"_s, u"/usr/bin:/bin"_s}};
}

void TestInterpreter::candidatesComeInTheOrderOfADevelopersTools()
{
    for (const QString &prefix : {u"active"_s, u"backend/.venv"_s, u"backend/venv"_s, u"venv"_s,
             u"env"_s, u"backend/uvs"_s, u"conda"_s, u"home/.pyenv/versions/3.11.2"_s})
        QVERIFY(makeEnvironment(prefix));
    QVERIFY(m_folder->write(u".python-version"_s, "3.11.2\n"));
    QVERIFY(m_folder->write(u"backend/.pdm-python"_s, "/opt/pdm/bin/python\n"));
    m_environment.insert(u"VIRTUAL_ENV"_s, path(u"active"_s));
    m_environment.insert(u"UV_PROJECT_ENVIRONMENT"_s, u"uvs"_s);
    m_environment.insert(u"CONDA_PREFIX"_s, path(u"conda"_s));
    QCOMPARE(sources(candidates(u"/opt/chosen/python"_s)),
        (QStringList {u"chosen"_s, u"VIRTUAL_ENV"_s, u"uv"_s, u".venv"_s, u"venv"_s, u"PDM"_s,
            u"venv"_s, u"env"_s, u"pyenv"_s, u"conda"_s, u"PATH"_s}));
    QCOMPARE(candidates().front().path, path(u"active/bin/python"_s));
    QCOMPARE(candidates().back().path, u"/usr/bin/python3"_s);
    m_environment.insert(u"PATH"_s, path());
    QCOMPARE(candidates().back().source, u"system"_s);
}

void TestInterpreter::onePathIsTriedOnce()
{
    QVERIFY(makeEnvironment(u"backend/.venv"_s));
    m_environment.insert(u"VIRTUAL_ENV"_s, path(u"backend/.venv"_s));
    m_environment.insert(u"PATH"_s, path(u"backend/.venv/bin"_s) + u":/bin:/usr/bin"_s);
    QCOMPARE(sources(candidates()), (QStringList {u"VIRTUAL_ENV"_s, u"PATH"_s}));
}

void TestInterpreter::aVirtualEnvironmentWithoutPythonIsStillACandidate()
{
    QVERIFY(makeEnvironment(u"backend/.venv"_s, path(u"gone/python3.9"_s)));
    QVERIFY(m_folder->make(u"backend/env"_s)); // no environment, only a folder
    QCOMPARE(sources(candidates()), (QStringList {u".venv"_s, u"PATH"_s}));
}

void TestInterpreter::poetrysFolderIsComputedAsPoetryDoes()
{
    QVERIFY(m_folder->write(u"backend/pyproject.toml"_s,
        "[tool.poetry]\nname = \"My Shop\"\n[build-system]\nrequires = [\"poetry-core\"]\n"));
    const QByteArray hash =
        QCryptographicHash::hash(path(u"backend"_s).toUtf8(), QCryptographicHash::Sha256);
    QByteArray text = hash.toBase64().left(8);
    text.replace('+', '-').replace('/', '_');
    const QString prefix =
        u"home/.cache/pypoetry/virtualenvs/my_shop-"_s + QString::fromLatin1(text) + u"-py"_s;
    QVERIFY(makeEnvironment(prefix + u"3.9"_s));
    QVERIFY(makeEnvironment(prefix + u"3.11"_s));
    QVERIFY(makeEnvironment(u"home/.cache/pypoetry/virtualenvs/my_shop-AAAAAAAA-py3.11"_s));
    QCOMPARE(sources(candidates()), (QStringList {u"Poetry"_s, u"Poetry"_s, u"PATH"_s}));
    QCOMPARE(candidates().front().path, path(prefix + u"3.11/bin/python"_s));
}

void TestInterpreter::pyenvsLocalVersionIsFound()
{
    for (const QString &version : {u"3.9.18"_s, u"3.11.2"_s, u"3.11.10"_s})
        QVERIFY(makeEnvironment(u"home/.pyenv/versions/"_s + version));
    QVERIFY(m_folder->write(u".python-version"_s, "3.11\n"));
    QCOMPARE(candidates().front().path, path(u"home/.pyenv/versions/3.11.10/bin/python"_s));
    QCOMPARE(candidates().front().source, u"pyenv"_s);
}

void TestInterpreter::theFirstThatFitsIsFoundWithItsVersions()
{
    QVERIFY(makeEnvironment(u"backend/.venv"_s, path(u"gone/python3.9"_s)));
    QVERIFY(makeEnvironment(u"backend/venv"_s));
    const InterpreterSearch search = find();
    QVERIFY2(search.found, qPrintable(search.summary()));
    QCOMPARE(search.found->path, path(u"backend/venv/bin/python"_s));
    QCOMPARE(search.found->source, u"venv"_s);
    QVERIFY(search.found->python.startsWith(u"3."_s));
    QVERIFY(!search.found->alembic.isEmpty());
    QVERIFY(!search.found->sqlalchemy.isEmpty());
    QCOMPARE(search.tried.size(), std::size_t(2));
    QVERIFY(search.tried[0].problem.contains(path(u"gone/python3.9"_s)));
    QVERIFY(search.tried[1].problem.isEmpty());
    QVERIFY(search.summary().contains(search.found->alembic));
    QCOMPARE(search.summary().count(u'\n'), 1);
}

void TestInterpreter::reasonsAreRecorded()
{
    // What a Python says of itself, without that Python.
    QVERIFY(makeScript(u"backend/.venv/bin/python"_s, "echo '{\"python\": \"3.7.3\"}'\n"));
    QVERIFY(makeScript(u"backend/venv/bin/python"_s,
        "echo noise; echo '{\"python\": \"3.9.1\", \"alembic\": \"1.7.7\"}'\n"));
    QVERIFY(makeScript(u"venv/bin/python"_s,
        "echo '{\"python\": \"3.9.1\", \"missing\": \"ModuleNotFoundError: alembic\"}'\n"));
    QVERIFY(makeScript(u"env/bin/python"_s, "exit 3\n"));
    QVERIFY(m_folder->write(u"backend/env/bin/python"_s, "not a program"));
    m_environment.insert(u"PATH"_s, path());
    const InterpreterSearch search = find();
    QCOMPARE(search.tried.size(), std::size_t(6));
    QVERIFY(search.tried[0].problem.contains(u"Python 3.7.3 is too old"_s));
    QVERIFY(search.tried[1].problem.contains(u"Alembic 1.7.7 is too old"_s));
    QVERIFY(search.tried[2].problem.contains(u"not a program"_s));
    QVERIFY(search.tried[3].problem.contains(u"not installed"_s));
    QVERIFY(search.tried[4].problem.contains(u"exit code 3"_s));
    QCOMPARE(search.tried[5].source, u"system"_s);
}

void TestInterpreter::aFolderNamedAlembicDoesNotHideTheRealOne()
{
    QVERIFY(makeEnvironment(u"backend/.venv"_s));
    QVERIFY(m_folder->write(u"backend/alembic/__init__.py"_s, "raise RuntimeError('canary')\n"));
    const InterpreterSearch search = find();
    QVERIFY2(search.found, qPrintable(search.summary()));
    QCOMPARE(search.found->source, u".venv"_s);
    m_environment.insert(u"PYTHONPATH"_s, path(u"backend"_s)); // here it really does
    const InterpreterSearch hidden = find();
    QVERIFY(!hidden.found);
    QVERIFY(hidden.tried[0].problem.contains(u"canary"_s));
}

void TestInterpreter::theChosenOneComesFirst()
{
    QVERIFY(makeEnvironment(u"backend/.venv"_s));
    QVERIFY(makeEnvironment(u"mine"_s));
    QCOMPARE(find(path(u"mine/bin/python"_s)).found->source, u"chosen"_s);
    QCOMPARE(find(path(u"mine"_s)).found->path, path(u"mine/bin/python"_s));
}

void TestInterpreter::aHangIsNotWaitedForWhenCancelled()
{
    QVERIFY(makeScript(u"backend/.venv/bin/python"_s, "exec sleep 60\n"));
    ImpatientProgress progress;
    const InterpreterSearch search = findInterpreter(m_project, {}, m_environment, progress);
    QVERIFY(!search.found);
    QCOMPARE(search.tried.size(), std::size_t(1));
    QVERIFY(search.tried[0].problem.contains(u"cancelled"_s));
}

QTEST_GUILESS_MAIN(TestInterpreter)
#include "tst_interpreter.moc"
