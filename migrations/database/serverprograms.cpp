// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/database/serverprograms.h"

#include "migrations/base/process.h"

#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

bool holdsServer(const QString &folder)
{
    return QFileInfo(folder + u"/initdb"_s).isExecutable()
        && QFileInfo(folder + u"/postgres"_s).isExecutable();
}

QString newestBelow(const QString &versionsFolder)
{
    QString newest;
    double newestVersion = -1;
    const QStringList names = QDir(versionsFolder).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString &name : names) {
        const QString folder = versionsFolder + u'/' + name + u"/bin"_s;
        const double version = name.toDouble();
        if (version > newestVersion && holdsServer(folder)) {
            newest = folder;
            newestVersion = version;
        }
    }
    return newest;
}

QString toldByPgConfig()
{
    const QString program = QStandardPaths::findExecutable(u"pg_config"_s);
    if (program.isEmpty())
        return {};
    ProcessRequest request;
    request.program = program;
    request.arguments = {u"--bindir"_s};
    request.timeoutMs = 5'000;
    NoProgress progress;
    const Result<ProcessOutput> output = runProcess(request, progress);
    if (!output || output->exitCode != 0)
        return {};
    const QString folder = QString::fromLocal8Bit(output->standardOutput).trimmed();
    return holdsServer(folder) ? folder : QString();
}

QString inPath()
{
    const QString initdb = QStandardPaths::findExecutable(u"initdb"_s);
    const QString folder = QFileInfo(initdb).canonicalPath();
    return !initdb.isEmpty() && holdsServer(folder) ? folder : QString();
}

} // namespace

Result<QString> serverProgramsFolder(const QString &versionsFolder)
{
    QString folder = newestBelow(versionsFolder);
    if (folder.isEmpty())
        folder = toldByPgConfig();
    if (folder.isEmpty())
        folder = inPath();
    if (!folder.isEmpty())
        return folder;
    return failure(ErrorKind::File,
        u"PostgreSQL's server programs are not installed. Install them (Debian and Ubuntu: apt "
        "install postgresql; Fedora: dnf install postgresql-server) and try again."_s,
        u"Looked for initdb and postgres in %1/*/bin, in pg_config --bindir and in PATH."_s.arg(
            versionsFolder),
        u"no_postgresql"_s);
}

} // namespace migrations
