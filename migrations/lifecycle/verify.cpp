// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/lifecycle/verify.h"

#include "migrations/lifecycle/restoreinto.h"
#include "migrations/lifecycle/scratch.h"
#include "migrations/lifecycle/sqlitebackup.h"
#include "migrations/lifecycle/toolprocess.h"

#include <QCryptographicHash>
#include <QFileInfo>

#include <cerrno>
#include <cstring>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

tl::unexpected<Error> damaged(const QString &detail)
{
    return failure(ErrorKind::Refused,
        u"The backup is damaged: it cannot be read to its end. Nothing was restored from it. Take "
        "another one (spiritsafe db backups)."_s,
        detail, u"damaged"_s);
}

void phase(Progress &progress, const QString &text)
{
    progress.report({.kind = Event::Kind::Phase, .text = text});
}

Result<> compareWithScratch(const Backup &backup, const ReadableFile &file,
    const VerifyOptions &options, Progress &progress)
{
    phase(progress, u"Making a scratch database"_s);
    Result<ScratchDatabase> scratch =
        ScratchDatabase::create(*options.server, options.dataFolder, progress);
    if (!scratch)
        return tl::unexpected(scratch.error());
    const RestoreInto target {.url = *options.server,
        .database = scratch->name(),
        .owners = RestoreInto::Owners::Ignored};
    Result<> compared = restoreInto(file, target, progress).and_then([&] {
        return compareRestored(backup, target, progress);
    });
    const Result<> dropped = scratch->drop();
    return compared && !dropped ? dropped : compared;
}

Result<> proveDump(const Backup &backup, const ReadableFile &file, const VerifyOptions &options,
    Progress &progress)
{
    const Result<PgTools> tools = findPgTools(0, progress);
    if (!tools)
        return tl::unexpected(tools.error());
    phase(progress, u"Reading the backup to its end"_s);
    Result<> proved = readToTheEnd(*tools, file.descriptor(), progress);
    if (proved && options.level >= Proof::Checksummed) {
        phase(progress, u"Comparing the checksum"_s);
        proved = compareChecksum(backup, file, progress);
    }
    if (!proved || options.level < Proof::Compared)
        return proved;
    if (options.server != nullptr)
        return compareWithScratch(backup, file, options, progress);
    return failure(ErrorKind::Refused,
        u"To compare the backup it has to be restored, and there is no DATABASE_URL of a server to "
        u"do "
        "that on."_s,
        {}, u"no_url"_s);
}

} // namespace

Result<QString> sha256Of(int descriptor, Progress &progress)
{
    constexpr std::size_t blockBytes = 1024 * 1024;
    QCryptographicHash hash(QCryptographicHash::Sha256);
    QByteArray block(blockBytes, Qt::Uninitialized);
    off_t offset = 0;
    while (true) {
        const ssize_t count = ::pread(descriptor, block.data(), blockBytes, offset);
        if (count < 0)
            return failure(ErrorKind::File, u"The backup could not be read. Check the disk."_s,
                QString::fromLocal8Bit(std::strerror(errno)), u"unreadable"_s);
        if (count == 0)
            return QString::fromLatin1(hash.result().toHex());
        hash.addData(QByteArrayView(block.constData(), count));
        offset += count;
        if (progress.cancelled())
            return failure(ErrorKind::Cancelled, u"Cancelled."_s, {}, u"cancelled"_s);
    }
}

Result<> readToTheEnd(const PgTools &tools, int descriptor, Progress &progress)
{
    if (::lseek(descriptor, 0, SEEK_SET) != 0)
        return damaged(QString::fromLocal8Bit(std::strerror(errno)));
    ToolRun run {.program = tools.restore,
        .arguments = {u"--file=/dev/null"_s},
        .environment = QProcessEnvironment::systemEnvironment(),
        .input = descriptor};
    run.environment.insert(u"LC_ALL"_s, u"C"_s);
    const Result<ToolEnd> end = runTool(run, progress);
    if (!end)
        return tl::unexpected(end.error());
    return end->exitCode == 0 ? Result<>() : damaged(end->complaints);
}

Result<> compareChecksum(const Backup &backup, const ReadableFile &file, Progress &progress)
{
    if (!backup.hasManifest || backup.sha256.isEmpty())
        return failure(ErrorKind::Refused,
            u"%1 has no manifest of Spiritsafe beside it, so there is no checksum to compare it "
            "with."_s.arg(backup.name()),
            {}, u"no_manifest"_s);
    if (file.size() != backup.bytes)
        return damaged(u"%1 bytes; the manifest says %2"_s.arg(file.size()).arg(backup.bytes));
    const Result<QString> sum = sha256Of(file.descriptor(), progress);
    if (!sum)
        return tl::unexpected(sum.error());
    return *sum == backup.sha256
        ? Result<>()
        : damaged(u"SHA-256 %1; the manifest says %2"_s.arg(*sum, backup.sha256));
}

Result<Backup> verifyBackup(Backup backup, const VerifyOptions &options, Progress &progress)
{
    const Result<ReadableFile> file = ReadableFile::open(backup.path);
    if (!file)
        return tl::unexpected(file.error());
    const Result<> proved = backup.dialect == Dialect::Sqlite
        ? proveSqliteCopy(backup, *file, options.level, progress)
        : proveDump(backup, *file, options, progress);
    if (!proved)
        return tl::unexpected(proved.error());
    // A look at less than was proven before takes nothing of that away.
    if (options.level >= backup.proof) {
        backup.proof = options.level;
        backup.provedAt = QDateTime::currentDateTimeUtc();
    }
    if (!backup.hasManifest)
        return backup;
    return PrivateFolder::open(QFileInfo(backup.path).path())
        .and_then([&](const PrivateFolder &folder) {
            return writeManifest(folder, backup, ManifestIs::Newer);
        })
        .map([&] { return backup; });
}

} // namespace migrations
