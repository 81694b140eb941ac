// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/project/memory.h"
#include "migrations/project/project.h"
#include "tests/project/folders.h"
#include "tests/project/python.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonObject>
#include <QTest>

#include <memory>

using namespace Qt::StringLiterals;
using namespace migrations;

namespace {

const QByteArray plainIni = "[alembic]\nscript_location = migrations\n";

template <typename Work>
double bestOf(const Work &work)
{
    qint64 best = 1'000'000'000;
    for (int i = 0; i < 10; ++i) {
        QElapsedTimer timer;
        timer.start();
        work();
        best = std::min(best, timer.nsecsElapsed());
    }
    return static_cast<double>(best) / 1e6;
}

QStringList displays(const std::vector<ConfigChoice> &choices)
{
    QStringList list;
    for (const ConfigChoice &choice : choices)
        list.append(choice.display);
    return list;
}

// What Alembic itself makes of each folder's ini; an error as text.
const QString script = uR"(
import json, os, sys, warnings
from alembic.config import Config
from alembic.script import ScriptDirectory
warnings.simplefilter('ignore')
answers = []
for root in json.load(sys.stdin):
    os.chdir(root)
    path = list(sys.path)
    try:
        script = ScriptDirectory.from_config(Config(os.path.join(root, 'alembic.ini')))
        found = [os.path.normpath(str(each)) for each in script._version_locations]
        answers.append({
            'script': os.path.normpath(os.path.abspath(str(script.dir))),
            'versions': [each for each in dict.fromkeys(found) if os.path.isdir(each)],
            'template': script.file_template, 'timezone': script.timezone or '',
            'sourceless': bool(script.sourceless), 'encoding': script.output_encoding})
    except Exception as error:
        answers.append(type(error).__name__)
    sys.path[:] = path
json.dump(answers, sys.stdout)
)"_s;

QJsonValue asAlembicSays(const Project &project)
{
    return QJsonObject {{u"script"_s, project.scriptLocation},
        {u"versions"_s, QJsonArray::fromStringList(project.versionLocations)},
        {u"template"_s, project.fileTemplate}, {u"timezone"_s, project.timezone},
        {u"sourceless"_s, project.sourceless}, {u"encoding"_s, project.outputEncoding}};
}

} // namespace

class TestProject : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void aPlainProjectIsRead();
    void theFoldersOfThisIniAreFound_data();
    void theFoldersOfThisIniAreFound();
    void theInstalledAlembicAgrees();
    void theSeparatorTrapSaysWhatToFix();
    void aListOverSeveralLinesWithoutSeparatorIsAProblem();
    void settingsAreRead();
    void pyprojectAloneIsAConfiguration();
    void theIniWinsOverPyproject();
    void aPackageResourceIsResolvedWithoutImporting_data();
    void aPackageResourceIsResolvedWithoutImporting();
    void scriptsAreFoundFromAFolderAbove();
    void aMissingScriptFolderIsAProblemNotAnError();
    void anotherSectionCanBeChosen();
    void severalSectionsWithoutAnAlembicOneAskForAChoice();
    void aConfigurationFarBelowIsFound();
    void theOpenedFoldersOwnConfigurationWins();
    void severalConfigurationsAskForAChoice();
    void aRememberedChoiceIsTaken();
    void folderOfOthersAreNotSearched();
    void insideAProjectTheConfigurationAboveIsFound();
    void withoutConfigurationTheErrorSaysWhereItLooked();
    void badConfigurationsAreErrors_data();
    void badConfigurationsAreErrors();
    void onlyARealUrlOfTheIniCounts_data();
    void onlyARealUrlOfTheIniCounts();
    void rememberedTiersAreApplied();
    void theRedactorKnowsEverySecret();
    void flaskMigratesFolderIsReadable();
    void openingTakesMilliseconds();

private:
    std::unique_ptr<Folder> m_folder;
    OpenOptions m_options;
    QString path(const QString &relative = {}) const { return m_folder->path(relative); }
    Result<Project> open(const QString &relative = {}) const
    {
        return openProject(path(relative), m_options);
    }
    QStringList relativePaths(const QStringList &paths) const
    {
        QStringList list;
        for (const QString &each : paths)
            list.append(QDir(path()).relativeFilePath(each));
        return list;
    }
};

void TestProject::initTestCase()
{
    for (const char *name : {"PGHOST", "PGPORT", "PGUSER", "PGDATABASE"})
        qunsetenv(name);
}

void TestProject::init()
{
    m_folder = std::make_unique<Folder>();
    QVERIFY(m_folder->make(u"data"_s));
    qputenv("SPIRITSAFE_DATA", path(u".data"_s).toUtf8());
    m_options = {};
    m_options.environment = {{u"HOME"_s, path()}}; // not ours
    QVERIFY(m_folder->make(u".git"_s)); // ends the search upward
}

void TestProject::aPlainProjectIsRead()
{
    QVERIFY(m_folder->write(u"shop/alembic.ini"_s, plainIni));
    QVERIFY(m_folder->make(u"shop/migrations/versions"_s));
    QVERIFY(m_folder->write(u"shop/.env"_s, "DATABASE_URL=postgresql://u:p@localhost/shop\n"));
    const Result<Project> project = open(u"shop"_s);
    QVERIFY(project);
    QCOMPARE(project->folder, path(u"shop"_s));
    QCOMPARE(project->root, path(u"shop"_s));
    QCOMPARE(project->name, u"shop"_s);
    QCOMPARE(project->config.file, path(u"shop/alembic.ini"_s));
    QCOMPARE(project->config.display, u"alembic.ini"_s);
    QCOMPARE(project->choices.size(), std::size_t(1));
    QCOMPARE(project->scriptLocation, path(u"shop/migrations"_s));
    QCOMPARE(project->versionLocations, QStringList {path(u"shop/migrations/versions"_s)});
    QCOMPARE(project->fileTemplate, u"%(rev)s_%(slug)s"_s);
    QCOMPARE(project->outputEncoding, u"utf-8"_s);
    QVERIFY(!project->recursive && !project->sourceless && !project->revisionEnvironment);
    QCOMPARE(project->problems, QStringList());
    QCOMPARE(project->environment({})->name, u"default"_s);
    QCOMPARE(project->environment(u"default"_s)->url->databaseName(), u"shop"_s);
    QVERIFY(!project->environment(u"nope"_s));
}

void TestProject::theFoldersOfThisIniAreFound_data()
{
    QTest::addColumn<QByteArray>("lines");
    QTest::addColumn<QStringList>("folders");
    const QStringList two {u"one"_s, u"two"_s};
    QTest::newRow("none named") << QByteArray() << QStringList {u"migrations/versions"_s};
    QTest::newRow("legacy spaces") << QByteArray("version_locations = one  two\n") << two;
    QTest::newRow("legacy commas") << QByteArray("version_locations = one, two\n") << two;
    QTest::newRow("legacy keeps colons")
        << QByteArray("version_locations = one:two\n") << QStringList {};
    QTest::newRow("os") << QByteArray("version_path_separator = os\nversion_locations = one:two\n")
                        << two;
    QTest::newRow("colon") << QByteArray(
        "version_path_separator = :\nversion_locations = one:two\n")
                           << two;
    QTest::newRow("semicolon") << QByteArray(
        "version_path_separator = ;\nversion_locations = one;two\n")
                               << two;
    QTest::newRow("space") << QByteArray(
        "version_path_separator = space\nversion_locations = one two\n")
                           << two;
    QTest::newRow("newline") << QByteArray(
        "path_separator = newline\nversion_locations =\n  one\n  two\n")
                             << two;
    QTest::newRow("path_separator is asked first") << QByteArray(
        "path_separator = ;\nversion_path_separator = space\n"
        "version_locations = one;two\n") << two;
    QTest::newRow("here") << QByteArray("version_locations = %(here)s/one %(here)s/two\n") << two;
    QTest::newRow("missing folders are left out")
        << QByteArray("version_locations = one gone two\n") << two;
    QTest::newRow("twice is once") << QByteArray("version_locations = one ./one two\n") << two;
    QTest::newRow("a package's folder") << QByteArray("version_locations = pkg.db:versions one\n")
                                        << QStringList {u"pkg/db/versions"_s, u"one"_s};
}

void TestProject::theFoldersOfThisIniAreFound()
{
    QFETCH(QByteArray, lines);
    QVERIFY(m_folder->write(u"alembic.ini"_s, plainIni + lines));
    for (const QString &folder :
        {u"migrations/versions"_s, u"one"_s, u"two"_s, u"pkg/db/versions"_s})
        QVERIFY(m_folder->make(folder));
    const Result<Project> project = open();
    QVERIFY(project);
    QTEST(relativePaths(project->versionLocations), "folders");
}

void TestProject::theInstalledAlembicAgrees()
{
    const QList<QByteArray> inis {plainIni, "[alembic]\nscript_location = %(here)s/migrations\n",
        "[alembic]\nscript_location: ./migrations/\nTimezone = UTC\n",
        "[DEFAULT]\nplace = migrations\n[alembic]\nscript_location = %(place)s\n",
        plainIni + "version_locations = one two\n", plainIni + "version_locations = one,two\n",
        plainIni + "version_locations = one, two  migrations/versions\n",
        plainIni + "version_locations = one:two\n",
        plainIni + "version_path_separator = os\nversion_locations = one:%(here)s/two\n",
        plainIni + "version_path_separator = :\nversion_locations = one:two\n",
        plainIni + "version_path_separator = ;\nversion_locations = one;;two\n",
        plainIni + "version_path_separator = space\nversion_locations = one two gone\n",
        plainIni + "version_path_separator = os # c\nversion_locations = one:two\n",
        plainIni + "version_path_separator = os # c\n",
        plainIni + "file_template = %%(rev)s\nsourceless = true\noutput_encoding = ascii\n",
        plainIni + "sourceless = True\n",
        "[alembic]\nprepend_sys_path = .\nscript_location = pkg.db:versions\n",
        "[alembic]\nprepend_sys_path = lib\nscript_location = inlib:m\n",
        plainIni + "version_locations = %(nope)s\n", "[alembic]\nx = 1\n"};
    QJsonArray roots;
    for (qsizetype i = 0; i < inis.size(); ++i) {
        const QString root = u"p%1/"_s.arg(i);
        QVERIFY(m_folder->make(root + u".git"_s));
        for (const QString &folder : {u"migrations/versions"_s, u"one"_s, u"two"_s})
            QVERIFY(m_folder->make(root + folder));
        for (const QString &file : {u"pkg/__init__.py"_s, u"pkg/db/__init__.py"_s,
                 u"pkg/db/versions/versions/x"_s, u"lib/inlib/__init__.py"_s, u"lib/inlib/m/x"_s})
            QVERIFY(m_folder->write(root + file, ""));
        QVERIFY(m_folder->write(root + u"alembic.ini"_s, inis[i]));
        roots.append(path(root));
    }
    QByteArray problem;
    const QJsonArray answers = askPython(script, QJsonDocument(roots), &problem).array();
    QVERIFY2(answers.size() == roots.size(), problem.constData());
    for (qsizetype i = 0; i < inis.size(); ++i) {
        const Result<Project> project = openProject(roots[i].toString(), m_options);
        const QByteArray text = QJsonDocument(QJsonArray {answers[i]}).toJson() + inis[i]
            + (project ? project->problems.join(u' ') : project.error().message).toUtf8();
        if (answers[i].isString()) // what stops Alembic is at least told
            QVERIFY2(!project || !project->problems.isEmpty(), text.constData());
        else
            QVERIFY2(project && asAlembicSays(*project) == answers[i], text.constData());
    }
}

void TestProject::theSeparatorTrapSaysWhatToFix()
{
    const QByteArray trap = "version_path_separator = os  # Use os.pathsep. Default\n";
    QVERIFY(m_folder->make(u"migrations/versions"_s));
    QVERIFY(m_folder->make(u"one"_s));
    QVERIFY(m_folder->write(u"alembic.ini"_s, plainIni + trap));
    QCOMPARE(open()->problems, QStringList()); // harmless until there is something to split
    QVERIFY(m_folder->write(
        u"alembic.ini"_s, plainIni + trap + "version_locations = one:migrations/versions\n"));
    const Result<Project> project = open();
    QCOMPARE(project->problems.size(), 1);
    QVERIFY(project->problems[0].contains(u"version_path_separator = os"_s));
    QVERIFY(project->problems[0].contains(u"comment"_s));
    QCOMPARE(relativePaths(project->versionLocations),
        (QStringList {u"one"_s, u"migrations/versions"_s}));
}

void TestProject::aListOverSeveralLinesWithoutSeparatorIsAProblem()
{
    QVERIFY(m_folder->make(u"migrations"_s));
    QVERIFY(m_folder->write(u"alembic.ini"_s, plainIni + "version_locations =\n  one\n  two\n"));
    QVERIFY(open()->problems.join(u' ').contains(u"path_separator = newline"_s));
}

void TestProject::settingsAreRead()
{
    QVERIFY(m_folder->make(u"migrations/versions"_s));
    QVERIFY(m_folder->write(u"alembic.ini"_s,
        plainIni
            + "recursive_version_locations = true\nsourceless = true\n"
              "file_template = %%(year)d-%%(slug)s\ntimezone = Europe/Prague\n"
              "output_encoding = latin-1\nrevision_environment = yes\n"));
    const Result<Project> project = open();
    QVERIFY(project->recursive && project->sourceless && project->revisionEnvironment);
    QCOMPARE(project->fileTemplate, u"%(year)d-%(slug)s"_s);
    QCOMPARE(project->timezone, u"Europe/Prague"_s);
    QCOMPARE(project->outputEncoding, u"latin-1"_s);
    // Alembic compares with "true", nothing else.
    QVERIFY(m_folder->write(
        u"alembic.ini"_s, plainIni + "recursive_version_locations = True\nsourceless = 1\n"));
    QVERIFY(!open()->recursive && !open()->sourceless);
}

void TestProject::pyprojectAloneIsAConfiguration()
{
    QVERIFY(m_folder->make(u"db/one"_s));
    QVERIFY(m_folder->make(u"db/two"_s));
    QVERIFY(m_folder->write(u"pyproject.toml"_s,
        "[project]\nname = \"shop\"\n[tool.alembic]\nscript_location = \"%(here)s/db\"\n"
        "version_locations = [\"db/one\", \"%(here)s/db/two\"]\n"
        "recursive_version_locations = true\nfile_template = \"%%(rev)s\"\n"
        "[[tool.alembic.post_write_hooks]]\nname = \"black\"\n"));
    const Result<Project> project = open();
    QVERIFY2(project, project ? "" : qPrintable(project.error().message));
    QCOMPARE(project->config.file, path(u"pyproject.toml"_s));
    QCOMPARE(project->scriptLocation, path(u"db"_s));
    QCOMPARE(relativePaths(project->versionLocations), (QStringList {u"db/one"_s, u"db/two"_s}));
    QVERIFY(project->recursive);
    QCOMPARE(project->fileTemplate, u"%(rev)s"_s);
    QCOMPARE(project->problems, QStringList());
}

void TestProject::theIniWinsOverPyproject()
{
    QVERIFY(m_folder->make(u"migrations/versions"_s));
    QVERIFY(m_folder->make(u"other"_s));
    QVERIFY(m_folder->write(u"alembic.ini"_s, plainIni + "timezone = UTC\n"));
    QVERIFY(m_folder->write(u"pyproject.toml"_s,
        "[tool.alembic]\nscript_location = \"other\"\nsourceless = true\ntimezone = \"X\"\n"));
    const Result<Project> project = open();
    QCOMPARE(project->choices.size(), std::size_t(1));
    QCOMPARE(project->config.file, path(u"alembic.ini"_s));
    QCOMPARE(project->scriptLocation, path(u"migrations"_s));
    QCOMPARE(project->timezone, u"UTC"_s);
    QVERIFY(project->sourceless);
}

void TestProject::aPackageResourceIsResolvedWithoutImporting_data()
{
    QTest::addColumn<QString>("package");
    QTest::addColumn<QByteArray>("lines");
    QTest::newRow("beside the configuration") << u"shop/db"_s << QByteArray();
    QTest::newRow("under src") << u"src/shop/db"_s << QByteArray();
    QTest::newRow("under prepend_sys_path")
        << u"lib/shop/db"_s << QByteArray("prepend_sys_path = . lib\n");
    QTest::newRow("under prepend_sys_path with here")
        << u"lib/shop/db"_s
        << QByteArray("path_separator = os\nprepend_sys_path = .:%(here)s/lib\n");
}

void TestProject::aPackageResourceIsResolvedWithoutImporting()
{
    QFETCH(QString, package);
    QFETCH(QByteArray, lines);
    QVERIFY(m_folder->make(package + u"/migrations/versions"_s));
    QVERIFY(m_folder->write(
        u"alembic.ini"_s, "[alembic]\nscript_location = shop.db:migrations\n" + lines));
    const Result<Project> project = open();
    QVERIFY(project);
    QCOMPARE(project->scriptLocation, path(package + u"/migrations"_s));
    QCOMPARE(project->versionLocations.size(), 1);
    QCOMPARE(project->problems, QStringList());
}

void TestProject::scriptsAreFoundFromAFolderAbove()
{
    QVERIFY(m_folder->make(u"app/db/migrations/versions"_s));
    QVERIFY(m_folder->write(
        u"app/db/alembic.ini"_s, "[alembic]\nscript_location = app/db/migrations\n"));
    const Result<Project> project = open(u"app/db"_s);
    QVERIFY(project);
    QCOMPARE(project->root, path());
    QCOMPARE(project->scriptLocation, path(u"app/db/migrations"_s));
}

void TestProject::aMissingScriptFolderIsAProblemNotAnError()
{
    QVERIFY(m_folder->write(u"alembic.ini"_s, plainIni));
    const Result<Project> project = open();
    QVERIFY(project);
    QVERIFY(project->problems.join(u' ').contains(path(u"migrations"_s)));
    QVERIFY(project->versionLocations.isEmpty());
}

void TestProject::anotherSectionCanBeChosen()
{
    QVERIFY(m_folder->make(u"migrations/versions"_s));
    QVERIFY(m_folder->make(u"billing/versions"_s));
    QVERIFY(m_folder->write(u"alembic.ini"_s,
        "[DEFAULT]\ntimezone = UTC\n" + plainIni + "[billing]\nscript_location = billing\n"));
    m_options.section = u"billing"_s;
    const Result<Project> project = open();
    QVERIFY(project);
    QCOMPARE(project->scriptLocation, path(u"billing"_s));
    QCOMPARE(project->config.section, u"billing"_s);
    QCOMPARE(project->timezone, u"UTC"_s);
    m_options.section = u"nope"_s;
    QCOMPARE(open().error().code, u"bad_config"_s);
    QVERIFY(open().error().message.contains(u"billing"_s));
}

void TestProject::severalSectionsWithoutAnAlembicOneAskForAChoice()
{
    for (const QString &name : {u"shop"_s, u"billing"_s})
        QVERIFY(m_folder->make(name + u"/versions"_s));
    QVERIFY(m_folder->write(u"alembic.ini"_s,
        "[shop]\nscript_location = shop\n[billing]\nscript_location = billing\n[loggers]\n"));
    const Result<Project> project = open();
    QVERIFY(!project);
    QCOMPARE(project.error().code, u"choose_config"_s);
    const QStringList lines = project.error().detail.split(u'\n');
    QCOMPARE(lines.size(), 2);
    m_options.configFile = lines[1];
    QCOMPARE(open()->scriptLocation, path(u"billing"_s));
    m_options.configFile.clear();
    m_options.section = u"shop"_s;
    QCOMPARE(open()->scriptLocation, path(u"shop"_s));
}

void TestProject::aConfigurationFarBelowIsFound()
{
    QVERIFY(m_folder->make(u"services/backend/migrations/versions"_s));
    QVERIFY(m_folder->write(u"services/backend/alembic.ini"_s, plainIni));
    QVERIFY(m_folder->write(u"pyproject.toml"_s, "[project]\ndependencies = [\"alembic\"]\n"));
    QVERIFY(m_folder->write(u".env"_s, "DATABASE_URL=postgresql://u@localhost/top\n"));
    const Result<Project> project = open();
    QVERIFY(project);
    QCOMPARE(project->folder, path());
    QCOMPARE(project->root, path(u"services/backend"_s));
    QCOMPARE(project->config.display, u"services/backend/alembic.ini"_s);
    QCOMPARE(project->environment({})->urlSource, u"DATABASE_URL in ../../.env"_s);
}

void TestProject::theOpenedFoldersOwnConfigurationWins()
{
    QVERIFY(m_folder->make(u"migrations/versions"_s));
    QVERIFY(m_folder->write(u"alembic.ini"_s, plainIni));
    QVERIFY(m_folder->write(u"examples/one/alembic.ini"_s, plainIni));
    const Result<Project> project = open();
    QVERIFY(project);
    QCOMPARE(project->root, path());
    QCOMPARE(displays(project->choices),
        (QStringList {u"alembic.ini"_s, u"examples/one/alembic.ini"_s}));
}

void TestProject::severalConfigurationsAskForAChoice()
{
    for (const QString &name : {u"services/a"_s, u"services/b"_s}) {
        QVERIFY(m_folder->make(name + u"/migrations/versions"_s));
        QVERIFY(m_folder->write(name + u"/alembic.ini"_s, plainIni));
    }
    const Result<Project> project = open();
    QVERIFY(!project);
    QCOMPARE(project.error().code, u"choose_config"_s);
    QCOMPARE(project.error().detail.split(u'\n'),
        (QStringList {u"services/a/alembic.ini"_s, u"services/b/alembic.ini"_s}));
    m_options.configFile = path(u"services/b/alembic.ini"_s);
    QCOMPARE(open()->root, path(u"services/b"_s));
    m_options.configFile = u"services/a/alembic.ini"_s;
    QCOMPARE(open()->root, path(u"services/a"_s));
    m_options.configFile = u"services/c/alembic.ini"_s;
    QCOMPARE(open().error().code, u"no_config"_s);
}

void TestProject::aRememberedChoiceIsTaken()
{
    for (const QString &name : {u"services/a"_s, u"services/b"_s})
        QVERIFY(m_folder->write(name + u"/alembic.ini"_s, plainIni));
    ProjectMemory memory;
    memory.configFile = path(u"services/b/alembic.ini"_s);
    QVERIFY(MemoryStore().save(path(), memory));
    QCOMPARE(open()->root, path(u"services/b"_s));
    QVERIFY(QFile::remove(path(u"services/b/alembic.ini"_s)));
    QCOMPARE(open()->root, path(u"services/a"_s)); // the only one left
}

void TestProject::folderOfOthersAreNotSearched()
{
    for (const QString &name : {u".venv/a"_s, u"venv/b"_s, u"node_modules/c"_s, u"__pycache__"_s,
             u".hidden"_s, u"lib/site-packages/d"_s, u"x/1/2/3/4/too/deep"_s})
        QVERIFY(m_folder->write(name + u"/alembic.ini"_s, plainIni));
    QVERIFY(m_folder->write(u"myenv/pyvenv.cfg"_s, "home = /usr/bin\n"));
    QVERIFY(m_folder->write(u"myenv/share/alembic.ini"_s, plainIni));
    QVERIFY(findConfigurations(path()).empty());
    QVERIFY(m_folder->write(u"good/alembic.ini"_s, plainIni));
    QCOMPARE(displays(findConfigurations(path())), QStringList {u"good/alembic.ini"_s});
}

void TestProject::insideAProjectTheConfigurationAboveIsFound()
{
    QVERIFY(m_folder->make(u"shop/migrations/versions"_s));
    QVERIFY(m_folder->write(u"shop/alembic.ini"_s, plainIni));
    const Result<Project> project = open(u"shop/migrations/versions"_s);
    QVERIFY(project);
    QCOMPARE(project->root, path(u"shop"_s));
    QCOMPARE(project->config.display, u"../../alembic.ini"_s);
}

void TestProject::withoutConfigurationTheErrorSaysWhereItLooked()
{
    QVERIFY(m_folder->make(u"shop/src"_s));
    const Result<Project> project = open(u"shop/src"_s);
    QVERIFY(!project);
    QCOMPARE(project.error().kind, ErrorKind::Project);
    QCOMPARE(project.error().code, u"no_config"_s);
    QVERIFY(project.error().message.contains(path(u"shop/src"_s)));
    QVERIFY(project.error().message.contains(u"up to "_s + path()));
    QCOMPARE(open(u"gone"_s).error().code, u"no_config"_s);
}

void TestProject::badConfigurationsAreErrors_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("words");
    QTest::newRow("twice") << u"alembic.ini"_s << QByteArray("[alembic]\na=1\na=2\n")
                           << u"Line 3"_s;
    QTest::newRow("no script_location")
        << u"alembic.ini"_s << QByteArray("[alembic]\n") << u"script_location"_s;
    QTest::newRow("no section") << u"alembic.ini"_s << QByteArray("[loggers]\nkeys=root\n")
                                << u"[alembic]"_s;
    QTest::newRow("interpolation")
        << u"alembic.ini"_s << QByteArray("[alembic]\nscript_location = %(x)s\n")
        << u"script_location"_s;
    QTest::newRow("not UTF-8") << u"alembic.ini"_s << QByteArray("[alembic]\n# \xe9\n")
                               << u"UTF-8"_s;
    QTest::newRow("toml") << u"pyproject.toml"_s << QByteArray("[tool.alembic]\nx = \n")
                          << u"line 2"_s;
}

void TestProject::badConfigurationsAreErrors()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, bytes);
    QFETCH(QString, words);
    QVERIFY(m_folder->write(name, bytes));
    const Result<Project> project = open();
    QVERIFY(!project);
    QCOMPARE(project.error().kind, ErrorKind::Project);
    QVERIFY2(project.error().message.contains(words), qPrintable(project.error().message));
    QVERIFY(project.error().code == u"bad_config" || project.error().code == u"no_config");
}

void TestProject::onlyARealUrlOfTheIniCounts_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QString>("code"); // empty: it counts
    QTest::newRow("real") << QByteArray("postgresql://u:p@localhost/d") << QString();
    QTest::newRow("doubled percent") << QByteArray("postgresql://u:p%%40@localhost/d") << QString();
    QTest::newRow("sqlite") << QByteArray("sqlite:///%(here)s/app.db") << QString();
    QTest::newRow("the template's")
        << QByteArray("driver://user:pass@localhost/dbname") << u"no_url"_s;
    QTest::newRow("empty") << QByteArray() << u"no_url"_s;
    QTest::newRow("interpolation of nothing") << QByteArray("%(DATABASE_URL)s") << u"no_url"_s;
    QTest::newRow("placeholder") << QByteArray("${DATABASE_URL}") << u"no_url"_s;
    QTest::newRow("words") << QByteArray("set in env.py") << u"no_url"_s;
    QTest::newRow("single percent")
        << QByteArray("postgresql://u:canary%40@h/d") << u"bad_interpolation"_s;
    QTest::newRow("bad port") << QByteArray("postgresql://u:canary@h:x/d") << u"port_invalid"_s;
}

void TestProject::onlyARealUrlOfTheIniCounts()
{
    QFETCH(QByteArray, value);
    QFETCH(QString, code);
    QVERIFY(m_folder->make(u"migrations/versions"_s));
    QVERIFY(m_folder->write(u"alembic.ini"_s, plainIni + "sqlalchemy.url = " + value + "\n"));
    const Environment environment = *open()->environment({});
    QCOMPARE(environment.url.has_value(), code.isEmpty());
    if (code.isEmpty()) {
        QCOMPARE(environment.urlSource, u"sqlalchemy.url in alembic.ini"_s);
        return;
    }
    QCOMPARE(environment.urlProblem->code, code);
    QVERIFY(!environment.urlProblem->message.contains(u"canary"_s));
    QVERIFY(environment.urlProblem->message.contains(u"sqlalchemy.url"_s));
}

void TestProject::rememberedTiersAreApplied()
{
    QVERIFY(m_folder->make(u"migrations/versions"_s));
    QVERIFY(m_folder->write(u"alembic.ini"_s, plainIni));
    m_options.environment.insert(u"DATABASE_URL"_s, u"postgresql://u@localhost/d"_s);
    QCOMPARE(open()->environment({})->tier, Tier::Development);
    ProjectMemory memory;
    memory.tiers = {{u"default"_s, Tier::Production}};
    QVERIFY(MemoryStore().save(path(u"alembic.ini"_s), memory));
    QCOMPARE(open()->environment({})->tier, Tier::Production);
    QVERIFY(open()->environment({})->tierChosen);
}

void TestProject::theRedactorKnowsEverySecret()
{
    QVERIFY(m_folder->make(u"migrations/versions"_s));
    QVERIFY(m_folder->write(u"alembic.ini"_s, plainIni));
    QVERIFY(m_folder->write(
        u".env"_s, "DATABASE_URL=postgresql://u:first%2Fone@h/d\nAPI_TOKEN=thirdsecret\n"));
    QVERIFY(m_folder->write(u".env.live"_s, "DATABASE_URL=postgresql://u:secondone@h/d\n"));
    const QString out =
        open()->redactor().redact(u"first/one first%2Fone secondone thirdsecret plain"_s);
    for (const QString &secret : {u"first"_s, u"secondone"_s, u"thirdsecret"_s})
        QVERIFY2(!out.contains(secret), qPrintable(out));
    QVERIFY(out.contains(u"plain"_s));
}

void TestProject::flaskMigratesFolderIsReadable()
{
    QVERIFY(m_folder->write(u"migrations/alembic.ini"_s, "[alembic]\n"));
    QVERIFY(m_folder->write(u"migrations/env.py"_s, ""));
    QVERIFY(m_folder->make(u"migrations/versions"_s));
    const Result<Project> project = open();
    QVERIFY(project);
    QCOMPARE(project->scriptLocation, path(u"migrations"_s));
    QVERIFY(project->problems.join(u' ').contains(u"Flask-Migrate"_s));
}

void TestProject::openingTakesMilliseconds()
{
    QVERIFY(m_folder->write(u"backend/alembic.ini"_s, plainIni));
    QVERIFY(m_folder->make(u"backend/migrations/versions"_s));
    QVERIFY(m_folder->write(u".env"_s, "DATABASE_URL=postgresql://u@localhost/d\n"));
    for (int i = 0; i < 300; ++i)
        QVERIFY(m_folder->make(u"web/src/part%1/deep"_s.arg(i)));
    QVERIFY(open()); // the page cache is warm from here on
    const double monorepo = bestOf([&] { QVERIFY(open()); });
    const double plain = bestOf([&] { QVERIFY(open(u"backend"_s)); });
    qInfo("opening: %.1f ms; from the root of a monorepo of 600 folders: %.1f ms", plain, monorepo);
    QVERIFY(monorepo < 100.0); // generous, for a loaded machine
}

QTEST_GUILESS_MAIN(TestProject)
#include "tst_project.moc"
