// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/lifecycle/pgtools.h"

#include "migrations/base/process.h"

#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>
#include <QStandardPaths>

#include <algorithm>
#include <optional>
#include <vector>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

// "pg_dump (PostgreSQL) 15.18 (Debian …)" -> "15.18"
QString versionIn(const QString &text)
{
    static const QRegularExpression number(u"\\(PostgreSQL\\) (\\d+(?:\\.\\d+)?)"_s);
    return number.match(text).captured(1);
}

// Debian's pg_wrapper in /usr/bin chooses a version by itself, perhaps another one each time.
std::optional<PgTools> toolsIn(const QString &folder, Progress &progress)
{
    PgTools tools {.dump = folder + u"/pg_dump"_s, .restore = folder + u"/pg_restore"_s};
    if (!QFileInfo(tools.dump).isExecutable() || !QFileInfo(tools.restore).isExecutable()
        || QFileInfo(tools.dump).canonicalFilePath().endsWith(u"/pg_wrapper"_s))
        return std::nullopt;
    ProcessRequest request;
    request.program = tools.dump;
    request.arguments = {u"--version"_s};
    request.timeoutMs = 5'000;
    const Result<ProcessOutput> output = runProcess(request, progress);
    if (!output || output->exitCode != 0)
        return std::nullopt;
    tools.version = versionIn(QString::fromLocal8Bit(output->standardOutput));
    tools.major = tools.version.section(u'.', 0, 0).toInt();
    return tools.major > 0 ? std::optional(tools) : std::nullopt;
}

QStringList foldersToLookIn(const QString &versionsFolder, const QStringList &searchPath)
{
    QStringList folders;
    const QStringList names = QDir(versionsFolder).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString &name : names)
        folders += versionsFolder + u'/' + name + u"/bin"_s;
    folders += searchPath.isEmpty()
        ? QString::fromLocal8Bit(qgetenv("PATH")).split(u':', Qt::SkipEmptyParts)
        : searchPath;
    folders.removeDuplicates();
    return folders;
}

tl::unexpected<Error> noTools(int major, const std::vector<PgTools> &tooOld)
{
    QStringList found;
    for (const PgTools &tools : tooOld)
        found += u"%1 (%2)"_s.arg(tools.dump, tools.version);
    const QString have = found.isEmpty() ? u"There is no pg_dump and pg_restore here"_s
                                         : u"pg_dump here is older than the server"_s;
    return failure(ErrorKind::File,
        u"%1. Install the package postgresql-client-%2 (Debian and Ubuntu; Fedora: postgresql%2) "
        u"and "
        "try again."_s.arg(have, QString::number(major)),
        found.isEmpty() ? u"Looked below /usr/lib/postgresql and in PATH."_s
                        : u"Found: %1; the server is version %2."_s.arg(
                            found.join(u", "_s), QString::number(major)),
        u"no_pg_dump"_s);
}

} // namespace

Result<PgTools> findPgTools(int serverVersion, Progress &progress, const QString &versionsFolder,
    const QStringList &searchPath)
{
    const int wanted = serverVersion / 10'000;
    std::vector<PgTools> fitting;
    std::vector<PgTools> tooOld;
    for (const QString &folder : foldersToLookIn(versionsFolder, searchPath)) {
        if (const std::optional<PgTools> tools = toolsIn(folder, progress))
            (tools->major >= wanted ? fitting : tooOld).push_back(*tools);
        if (progress.cancelled())
            return failure(ErrorKind::Cancelled, u"Cancelled."_s, {}, u"cancelled"_s);
    }
    if (fitting.empty())
        return noTools(wanted, tooOld);
    return *std::max_element(fitting.begin(), fitting.end(),
        [](const PgTools &left, const PgTools &right) { return left.major < right.major; });
}

} // namespace migrations
