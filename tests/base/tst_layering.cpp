// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QDirIterator>
#include <QFile>
#include <QMap>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace {

// From the ground up: a folder includes itself and those before it.
constexpr std::array layers {
    "migrations/base/"_L1,
    "migrations/database/"_L1,
    "migrations/git/"_L1,
    "migrations/project/"_L1,
    "migrations/history/"_L1,
    "migrations/alembic/"_L1,
    "migrations/lifecycle/"_L1,
    "migrations/review/"_L1,
    "migrations/operations/"_L1,
    "model/"_L1,
    "widgets/"_L1,
    "app/demo/"_L1,
    "app/"_L1,
};

// Headers of C libraries: a folder above the one that wraps a library never learns of it.
constexpr std::array wrappedHeaders {"libpq-fe.h"_L1, "git2.h"_L1, "pg_query.h"_L1, "sqlite3.h"_L1};

int layerOf(QStringView path)
{
    for (std::size_t i = 0; i < layers.size(); ++i) {
        if (path.startsWith(layers[i]))
            return static_cast<int>(i);
    }
    return -1;
}

QString folderOf(const QString &path)
{
    return path.section(u'/', 0, -2);
}

using Sources = QMap<QString, QString>; // path -> text

QMap<QString, QStringList> includesOf(const Sources &sources)
{
    static const QRegularExpression include(
        u"^\\s*#\\s*include\\s*[\"<]([^\">]+)[\">]"_s, QRegularExpression::MultilineOption);
    QMap<QString, QStringList> includes;
    for (auto source = sources.begin(); source != sources.end(); ++source) {
        auto matches = include.globalMatch(source.value());
        while (matches.hasNext())
            includes[source.key()] += matches.next().captured(1);
    }
    return includes;
}

// Our headers through which a wrapped library's header comes in.
QSet<QString> leakyHeaders(const QMap<QString, QStringList> &includes)
{
    QSet<QString> leaky(wrappedHeaders.begin(), wrappedHeaders.end());
    qsizetype before = 0;
    while (before != leaky.size()) {
        before = leaky.size();
        for (auto file = includes.begin(); file != includes.end(); ++file) {
            const bool leaks = std::any_of(file.value().begin(), file.value().end(),
                [&leaky](const QString &what) { return leaky.contains(what); });
            if (leaks && file.key().endsWith(u".h"))
                leaky.insert(file.key());
        }
    }
    return leaky;
}

// What is wrong with the includes, as "FILE includes WHAT".
QStringList violations(const Sources &sources)
{
    const QMap<QString, QStringList> includes = includesOf(sources);
    const QSet<QString> leaky = leakyHeaders(includes);
    QStringList found;
    for (auto file = includes.begin(); file != includes.end(); ++file) {
        for (const QString &what : file.value()) {
            const bool upward = layerOf(what) > layerOf(file.key()) || what.startsWith(u"tests/");
            const bool leak = layerOf(what) >= 0 && leaky.contains(what)
                && folderOf(what) != folderOf(file.key());
            if (upward || leak)
                found += file.key() + u" includes "_s + what;
        }
    }
    return found;
}

QStringList linkedQtModules(const QString &cmakeFile)
{
    QFile file(cmakeFile);
    if (!file.open(QIODevice::ReadOnly))
        return {cmakeFile + u" cannot be read"_s};
    static const QRegularExpression module(u"Qt6::(\\w+)"_s);
    QStringList modules;
    auto matches = module.globalMatch(QString::fromUtf8(file.readAll()));
    while (matches.hasNext())
        modules += matches.next().captured(1);
    return modules;
}

} // namespace

class TestLayering : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theRuleFindsWhatBreaksIt_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("include");
        QTest::addColumn<bool>("allowed");
        const QString engine = u"migrations/project/project.cpp"_s;
        QTest::newRow("own folder") << engine << u"\"migrations/project/project.h\""_s << true;
        QTest::newRow("down") << engine << u"\"migrations/base/error.h\""_s << true;
        QTest::newRow("up") << engine << u"\"migrations/history/graph.h\""_s << false;
        QTest::newRow("engine to model") << engine << u"\"model/engine.h\""_s << false;
        QTest::newRow("widgets to app") << u"widgets/theme.h"_s << u"\"app/main.h\""_s << false;
        QTest::newRow("app to all") << u"app/main.cpp"_s << u"\"widgets/theme.h\""_s << true;
        QTest::newRow("demo to window") << u"app/demo/x.cpp"_s << u"\"app/window/x.h\""_s << false;
        QTest::newRow("to the tests") << u"app/main.cpp"_s << u"\"tests/support/x.h\""_s << false;
        QTest::newRow("library in its folder") << u"app/x.h"_s << u"<libpq-fe.h>"_s << true;
    }

    void theRuleFindsWhatBreaksIt()
    {
        QFETCH(const QString, file);
        QFETCH(const QString, include);
        QFETCH(const bool, allowed);
        QCOMPARE(violations({{file, u"#include "_s + include}}).isEmpty(), allowed);
    }

    void aLibraryStaysInTheFolderThatWrapsIt()
    {
        const Sources sources {
            {u"migrations/database/handles.h"_s, u"#include <libpq-fe.h>"_s},
            {u"migrations/database/server.h"_s, u"#include \"migrations/database/handles.h\""_s},
            {u"migrations/database/server.cpp"_s, u"#include \"migrations/database/handles.h\""_s},
            {u"model/session.cpp"_s, u"#include \"migrations/database/server.h\""_s},
        };
        QCOMPARE(violations(sources),
            QStringList {u"model/session.cpp includes migrations/database/server.h"_s});
    }

    void everyIncludePointsDown()
    {
        const QDir root(QStringLiteral(SPIRITSAFE_SOURCE_DIR));
        Sources all;
        for (const auto top : {"app"_L1, "widgets"_L1, "model"_L1, "migrations"_L1}) {
            QDirIterator sources(root.filePath(top), {u"*.h"_s, u"*.cpp"_s}, QDir::Files,
                QDirIterator::Subdirectories);
            while (sources.hasNext()) {
                QFile file(sources.next());
                QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(file.fileName()));
                all[root.relativeFilePath(file.fileName())] = QString::fromUtf8(file.readAll());
            }
        }
        QVERIFY2(all.size() > 50, "the sources were not found");
        QCOMPARE(violations(all).join(u'\n'), QString());
    }

    void theEngineLinksQtCoreAndSqlOnly()
    {
        const QDir engine(QStringLiteral(SPIRITSAFE_SOURCE_DIR) + u"/migrations"_s);
        const QStringList folders = engine.entryList(QDir::Dirs | QDir::NoDotAndDotDot);
        QVERIFY(!folders.isEmpty());
        for (const QString &folder : folders) {
            const QStringList modules =
                linkedQtModules(engine.filePath(folder + u"/CMakeLists.txt"_s));
            for (const QString &module : modules)
                QVERIFY2(module == u"Core" || module == u"Sql", qPrintable(folder + u' ' + module));
        }
    }
};

QTEST_APPLESS_MAIN(TestLayering)
#include "tst_layering.moc"
