// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/base/sourcefile.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>
#include <QUuid>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

tl::unexpected<Error> notWritten(const QString &path, int number)
{
    return failure(ErrorKind::File,
        u"%1 could not be written; it is as it was. Check the space and the rights of its folder."_s
            .arg(path),
        QString::fromLocal8Bit(std::strerror(number)), u"not_written"_s);
}

// No name that Alembic would take for a revision.
QByteArray temporaryBeside(const QString &path)
{
    const QFileInfo info(path);
    return QFile::encodeName(u"%1/.%2.%3.new"_s.arg(
        info.path(), info.fileName(), QUuid::createUuid().toString(QUuid::Id128).left(8)));
}

int writeAll(int descriptor, const QByteArray &bytes)
{
    qsizetype done = 0;
    while (done < bytes.size()) {
        const ssize_t wrote = ::write(descriptor, bytes.constData() + done, bytes.size() - done);
        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote <= 0)
            return wrote < 0 ? errno : ENOSPC;
        done += wrote;
    }
    return ::fsync(descriptor) == 0 ? 0 : errno;
}

// 0, or errno; then there is no such file.
int writeTemporary(const QByteArray &name, const QByteArray &bytes, std::optional<mode_t> mode)
{
    const int descriptor = ::open(name.constData(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (descriptor < 0)
        return errno;
    int problem = mode && ::fchmod(descriptor, *mode) != 0 ? errno : 0;
    if (problem == 0)
        problem = writeAll(descriptor, bytes);
    if (::close(descriptor) != 0 && problem == 0)
        problem = errno;
    if (problem != 0)
        ::unlink(name.constData());
    return problem;
}

int renameTo(const QByteArray &temporary, const QByteArray &name, unsigned flags)
{
    if (::renameat2(AT_FDCWD, temporary.constData(), AT_FDCWD, name.constData(), flags) == 0)
        return 0;
    const int problem = errno;
    ::unlink(temporary.constData());
    return problem;
}

} // namespace

Result<std::optional<QByteArray>> readSourceFile(const QString &path)
{
    QFile file(path);
    if (!file.exists())
        return std::optional<QByteArray>();
    if (!file.open(QIODevice::ReadOnly))
        return failure(ErrorKind::File, u"%1 could not be read. Check its rights."_s.arg(path),
            file.errorString(), u"not_read"_s);
    const QByteArray bytes = file.readAll();
    if (file.error() != QFileDevice::NoError)
        return failure(ErrorKind::File, u"%1 could not be read to its end."_s.arg(path),
            file.errorString(), u"not_read"_s);
    return std::optional(bytes);
}

Result<> replaceSourceFile(const QString &path, const QByteArray &bytes)
{
    const QString real = QFileInfo(path).canonicalFilePath();
    struct stat status = {};
    if (real.isEmpty() || ::stat(QFile::encodeName(real).constData(), &status) != 0)
        return notWritten(path, ENOENT);
    const QByteArray temporary = temporaryBeside(real);
    int problem = writeTemporary(temporary, bytes, status.st_mode & 07777);
    if (problem == 0)
        problem = renameTo(temporary, QFile::encodeName(real), 0);
    return problem == 0 ? Result<> {} : Result<>(notWritten(path, problem));
}

Result<> replaceUnchanged(const QString &path, const QByteArray &before, const QByteArray &after)
{
    const auto now = readSourceFile(path);
    if (!now)
        return tl::unexpected(now.error());
    if (*now != before)
        return failure(ErrorKind::Refused,
            u"%1 was changed by another program since it was read. Nothing was saved."_s.arg(path),
            {}, u"changed_since"_s);
    return replaceSourceFile(path, after);
}

Result<> createSourceFile(const QString &path, const QByteArray &bytes)
{
    const QByteArray temporary = temporaryBeside(path);
    int problem = writeTemporary(temporary, bytes, std::nullopt);
    if (problem == 0)
        problem = renameTo(temporary, QFile::encodeName(path), RENAME_NOREPLACE);
    if (problem == EEXIST)
        return failure(ErrorKind::File,
            u"%1 is there already and was not overwritten. Move it away first."_s.arg(path), {},
            u"exists"_s);
    return problem == 0 ? Result<> {} : Result<>(notWritten(path, problem));
}

Result<QString> moveToTrash(const QString &path)
{
    // Where this folder is not there yet, Qt would make a trash of the current one.
    QDir().mkpath(QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation));
    QFile file(path);
    if (!file.moveToTrash())
        return failure(ErrorKind::File,
            u"%1 could not be moved to the trash, so it was left where it is."_s.arg(path),
            file.errorString(), u"no_trash"_s);
    return file.fileName();
}

QString sha256Of(const QByteArray &bytes)
{
    return QString::fromLatin1(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex());
}

} // namespace migrations
