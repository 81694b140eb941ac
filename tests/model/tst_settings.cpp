// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "model/settings.h"

#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using Key = model::Settings::Key;

class TestSettings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everySettingHasADefault();
    void recentProjectsAreNewestFirstAndOnce();
    void aValueOfTheWrongTypeCountsAsNotSet();
    void theFileIsForItsOwnerOnly();
};

void TestSettings::everySettingHasADefault()
{
    const QTemporaryDir folder;
    const model::Settings settings(folder.path());
    QCOMPARE(settings.value(Key::ActivityHeight).toInt(), 312);
    QCOMPARE(settings.value(Key::ActivityOpen).toBool(), false);
    QVERIFY(settings.recentProjects().isEmpty());
}

void TestSettings::recentProjectsAreNewestFirstAndOnce()
{
    const QTemporaryDir folder;
    {
        model::Settings settings(folder.path());
        settings.addRecentProject(u"/a"_s);
        settings.addRecentProject(u"/b"_s);
        settings.addRecentProject(u"/a"_s);
    }
    model::Settings again(folder.path());
    QCOMPARE(again.recentProjects(), QStringList({u"/a"_s, u"/b"_s}));
    again.removeRecentProject(u"/a"_s);
    QCOMPARE(again.recentProjects(), QStringList({u"/b"_s}));
    for (int i = 0; i < 40; ++i)
        again.addRecentProject(u"/p%1"_s.arg(i));
    QCOMPARE(again.recentProjects().size(), 12);
}

void TestSettings::aValueOfTheWrongTypeCountsAsNotSet()
{
    const QTemporaryDir folder;
    {
        QSettings raw(folder.filePath(u"settings.ini"_s), QSettings::IniFormat);
        raw.setValue(u"window/activity_height"_s, u"tall"_s);
    }
    const model::Settings settings(folder.path());
    QCOMPARE(settings.value(Key::ActivityHeight).toInt(), 312);
}

void TestSettings::theFileIsForItsOwnerOnly()
{
    const QTemporaryDir folder;
    {
        model::Settings settings(folder.path());
        settings.addRecentProject(u"/a"_s);
    }
    const QFileInfo file(folder.filePath(u"settings.ini"_s));
    QVERIFY(file.exists());
    QVERIFY(!(file.permissions() & (QFile::ReadGroup | QFile::ReadOther)));
}

QTEST_GUILESS_MAIN(TestSettings)
#include "tst_settings.moc"
