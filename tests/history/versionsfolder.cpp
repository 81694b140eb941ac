// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/history/versionsfolder.h"

#include "migrations/history/headerindex.h"

#include <QDir>
#include <QtTest>

#include <fcntl.h>
#include <sys/stat.h>

using namespace Qt::StringLiterals;
using namespace migrations;

VersionsFolder::VersionsFolder()
{
    project.config.file = m_folder.filePath(u"alembic.ini"_s);
    project.versionLocations = {m_folder.filePath(u"versions"_s)};
    if (!QDir().mkpath(project.versionLocations[0]))
        qFatal("the test cannot make its folder");
}

QString VersionsFolder::path(const QString &name) const
{
    return m_folder.filePath(u"versions/"_s + name);
}

QString VersionsFolder::write(const QString &name, const QByteArray &content, qint64 secondsAgo)
{
    QDir().mkpath(QFileInfo(path(name)).path());
    QFile file(path(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("the test cannot write its file");
    file.close();
    const timespec time {::time(nullptr) - secondsAgo, 0};
    const std::array<timespec, 2> times {time, time};
    if (utimensat(AT_FDCWD, QFile::encodeName(path(name)).constData(), times.data(), 0) != 0)
        qFatal("the test cannot set its file's time");
    return path(name);
}

Result<std::vector<RevisionFile>> VersionsFolder::read(Progress &progress)
{
    return readRevisionFiles(
        project, {.useIndex = true, .dataFolder = m_folder.filePath(u"data"_s)}, progress);
}

std::vector<RevisionFile> VersionsFolder::read(bool useIndex)
{
    NoProgress progress;
    const auto files = readRevisionFiles(
        project, {.useIndex = useIndex, .dataFolder = m_folder.filePath(u"data"_s)}, progress);
    return files ? *files : std::vector<RevisionFile> {};
}

QStringList VersionsFolder::names()
{
    QStringList names;
    for (const RevisionFile &file : read())
        names.append(QDir(project.versionLocations[0]).relativeFilePath(file.path));
    return names;
}

QString VersionsFolder::indexFile() const
{
    return HeaderIndex::fileFor(m_folder.filePath(u"data"_s), project.config.file);
}

bool VersionsFolder::waitUntilOld()
{
    const qint64 old = nowNanoseconds() + HeaderIndex::racyNanoseconds + 50'000'000;
    return QTest::qWaitFor([old] { return nowNanoseconds() > old; }, 10'000);
}

QByteArray revisionScript(const QByteArray &id, const QByteArray &down)
{
    return "\"\"\"Message of " + id
        + "\n\nCreate Date: 2026-11-22 10:42:07+02:00\n\"\"\"\nrevision = '" + id
        + "'\ndown_revision = " + (down.isEmpty() ? QByteArray("None") : "'" + down + "'")
        + "\nbranch_labels = ('\xC3\xA9', 'l')\ndepends_on = other.value\n";
}
