// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/lifecycle/sqliterestore.h"

#include "migrations/lifecycle/verify.h"

#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <tuple>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

QString systemText()
{
    return QString::fromLocal8Bit(std::strerror(errno));
}

tl::unexpected<Error> notCopied(const QString &path, int number)
{
    const bool full = number == ENOSPC || number == EDQUOT || number == EFBIG;
    return failure(ErrorKind::File,
        number == EEXIST ? u"There is something called %1 already. Nothing was changed."_s.arg(path)
            : full
            ? u"There is no space for %1. Make room; the database was not touched."_s.arg(path)
            : u"%1 could not be written; the database was not touched."_s.arg(path),
        QString::fromLocal8Bit(std::strerror(number)),
        number == EEXIST ? u"exists"_s
            : full       ? u"no_space"_s
                         : u"not_written"_s);
}

// Closes it; removes it unless it is kept.
struct NewFile
{
    QByteArray path;
    int descriptor = -1;
    bool kept = false;

    NewFile(QByteArray name, int opened)
        : path(std::move(name))
        , descriptor(opened)
    {
    }
    ~NewFile()
    {
        if (descriptor >= 0)
            ::close(descriptor);
        if (descriptor >= 0 && !kept)
            ::unlink(path.constData());
    }
    Q_DISABLE_COPY_MOVE(NewFile)
};

Result<> copyBytes(const ReadableFile &from, int to, const QString &path, Progress &progress)
{
    constexpr std::size_t blockBytes = 1024 * 1024;
    QByteArray block(blockBytes, Qt::Uninitialized);
    const qint64 size = from.size();
    off_t offset = 0;
    while (offset < size) {
        if (progress.cancelled())
            return failure(ErrorKind::Cancelled, u"Cancelled."_s, {}, u"cancelled"_s);
        const ssize_t count = ::pread(from.descriptor(), block.data(), blockBytes, offset);
        if (count <= 0)
            return notCopied(path, count < 0 ? errno : EIO);
        const ssize_t written =
            ::pwrite(to, block.constData(), static_cast<std::size_t>(count), offset);
        if (written <= 0)
            return notCopied(path, written < 0 ? errno : ENOSPC);
        offset += written;
    }
    return {};
}

// As the program that uses the database expects to find it.
void likeThat(int descriptor, const QString &file)
{
    struct stat facts
    {
    };
    if (::stat(QFile::encodeName(file).constData(), &facts) != 0)
        return;
    if (::fchown(descriptor, facts.st_uid, facts.st_gid) != 0)
        std::ignore = ::fchown(descriptor, static_cast<uid_t>(-1), facts.st_gid);
    std::ignore = ::fchmod(descriptor, facts.st_mode & 0777);
}

int exchange(const QString &left, const QString &right)
{
    return ::renameat2(AT_FDCWD, QFile::encodeName(left).constData(), AT_FDCWD,
        QFile::encodeName(right).constData(), RENAME_EXCHANGE);
}

void syncFolder(const QString &file)
{
    const int folder = ::open(
        QFile::encodeName(QFileInfo(file).path()).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder >= 0) {
        ::fsync(folder);
        ::close(folder);
    }
}

} // namespace

Result<> copyBesideSqlite(
    const ReadableFile &backup, const QString &like, const QString &path, Progress &progress)
{
    const QByteArray name = QFile::encodeName(path);
    NewFile file(name,
        ::open(name.constData(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
            S_IRUSR | S_IWUSR));
    if (file.descriptor < 0)
        return notCopied(path, errno);
    if (Result<> copied = copyBytes(backup, file.descriptor, path, progress); !copied)
        return copied;
    likeThat(file.descriptor, like);
    if (::fsync(file.descriptor) != 0)
        return notCopied(path, errno);
    const Result<QString> wanted = sha256Of(backup.descriptor(), progress);
    const Result<QString> found = sha256Of(file.descriptor, progress);
    if (!wanted || !found)
        return tl::unexpected(wanted ? found.error() : wanted.error());
    if (*wanted != *found)
        return failure(ErrorKind::File,
            u"What was written to %1 reads back as something else. Check the disk; the database "
            u"was "
            "not touched."_s.arg(path),
            {}, u"not_the_same"_s);
    syncFolder(path);
    file.kept = true;
    return {};
}

Result<> exchangeFiles(const QString &database, const QString &other)
{
    if (exchange(database, other) != 0)
        return failure(ErrorKind::File,
            u"%1 and %2 could not change places. Nothing was changed."_s.arg(database, other),
            systemText(), u"not_renamed"_s);
    // Opened just before: what it writes would be taken for a part of the restored one.
    if (QFileInfo::exists(database + u"-wal"_s) || QFileInfo::exists(database + u"-journal"_s)) {
        std::ignore = exchange(database, other);
        return failure(ErrorKind::Refused,
            u"Another program has opened %1. End it, then try again. Nothing was changed."_s.arg(
                database),
            {}, u"in_use"_s);
    }
    syncFolder(database);
    return {};
}

} // namespace migrations
