// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/lifecycle/privatefile.h"

#include <QDir>
#include <QFile>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>
#include <utility>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

constexpr mode_t ownFile = S_IRUSR | S_IWUSR;
constexpr mode_t ownFolder = S_IRWXU;

QString systemText(int number)
{
    return QString::fromLocal8Bit(std::strerror(number));
}

tl::unexpected<Error> fileError(const QString &message, int number, const QString &code)
{
    return failure(ErrorKind::File, message, systemText(number), code);
}

tl::unexpected<Error> notWritten(const QString &path, int number)
{
    if (number == ENOSPC || number == EDQUOT || number == EFBIG)
        return fileError(u"There is no space left to write %1. Make room, or choose another folder "
                         "(--to)."_s.arg(path),
            number, u"no_space"_s);
    return fileError(
        u"%1 could not be written. Check the disk and who may write there."_s.arg(path), number,
        u"not_written"_s);
}

tl::unexpected<Error> nameTaken(const QString &path)
{
    return failure(ErrorKind::File,
        u"There is something called %1 already, and nothing is ever written over it. Choose "
        u"another "
        "name or folder."_s.arg(path),
        {}, u"exists"_s);
}

// Ours or root's, and nobody else can swap names in it.
Result<> checkFolder(const QString &path, int descriptor)
{
    struct stat facts
    {
    };
    if (::fstat(descriptor, &facts) != 0)
        return fileError(u"The folder %1 could not be looked at."_s.arg(path), errno, {});
    const bool sticky = (facts.st_mode & S_ISVTX) != 0;
    const bool othersWrite = (facts.st_mode & S_IWOTH) != 0;
    const bool trustedOwner = facts.st_uid == ::geteuid() || facts.st_uid == 0;
    if ((!othersWrite || sticky) && trustedOwner)
        return {};
    return failure(ErrorKind::File,
        u"Others may replace files in the folder %1, so a backup there could not be trusted. "
        u"Choose "
        "another folder (--to), or take their right to write away (chmod o-w)."_s.arg(path),
        u"mode %1, owner %2"_s.arg(facts.st_mode & 07777, 0, 8).arg(facts.st_uid),
        u"open_to_others"_s);
}

QByteArray encoded(const QString &name)
{
    return QFile::encodeName(name);
}

} // namespace

PrivateFile::PrivateFile(QString folder, int folderDescriptor, QString name, int descriptor)
    : m_folder(std::move(folder))
    , m_folderDescriptor(folderDescriptor)
    , m_name(std::move(name))
    , m_descriptor(descriptor)
{
}

PrivateFile::PrivateFile(PrivateFile &&other) noexcept
    : m_folder(std::move(other.m_folder))
    , m_folderDescriptor(std::exchange(other.m_folderDescriptor, -1))
    , m_name(std::exchange(other.m_name, {}))
    , m_descriptor(std::exchange(other.m_descriptor, -1))
{
}

PrivateFile &PrivateFile::operator=(PrivateFile &&other) noexcept
{
    std::swap(m_folder, other.m_folder);
    std::swap(m_folderDescriptor, other.m_folderDescriptor);
    std::swap(m_name, other.m_name);
    std::swap(m_descriptor, other.m_descriptor);
    return *this;
}

PrivateFile::~PrivateFile()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
    if (m_folderDescriptor < 0)
        return;
    if (!m_name.isEmpty())
        ::unlinkat(m_folderDescriptor, encoded(m_name).constData(), 0);
    ::close(m_folderDescriptor);
}

QString PrivateFile::path() const
{
    return m_folder + u'/' + m_name;
}

qint64 PrivateFile::size() const
{
    struct stat facts
    {
    };
    return ::fstat(m_descriptor, &facts) == 0 ? facts.st_size : -1;
}

Result<> PrivateFile::write(const QByteArray &bytes)
{
    qsizetype done = 0;
    while (done < bytes.size()) {
        const ssize_t count = ::write(
            m_descriptor, bytes.constData() + done, static_cast<std::size_t>(bytes.size() - done));
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return notWritten(path(), count < 0 ? errno : ENOSPC);
        done += count;
    }
    return {};
}

Result<> PrivateFile::sync()
{
    if (::fsync(m_descriptor) != 0)
        return notWritten(path(), errno);
    return {};
}

Result<> PrivateFile::publish(const QString &name)
{
    return named(name, RENAME_NOREPLACE);
}

Result<> PrivateFile::replace(const QString &name)
{
    return named(name, 0);
}

// The name is on the disk only once its folder is. What fails after the rename takes the new name
// away again, so that an error always means: there is no such file.
Result<> PrivateFile::named(const QString &name, unsigned flags)
{
    const QByteArray from = encoded(m_name);
    const QByteArray to = encoded(name);
    if (::renameat2(m_folderDescriptor, from.constData(), m_folderDescriptor, to.constData(), flags)
        != 0)
        return errno == EEXIST ? nameTaken(m_folder + u'/' + name)
                               : notWritten(m_folder + u'/' + name, errno);
    m_name = name;
    if (::fsync(m_folderDescriptor) != 0)
        return notWritten(path(), errno);
    m_name.clear(); // it stays
    return {};
}

PrivateFolder::PrivateFolder(QString path, int descriptor)
    : m_path(std::move(path))
    , m_descriptor(descriptor)
{
}

PrivateFolder::PrivateFolder(PrivateFolder &&other) noexcept
    : m_path(std::move(other.m_path))
    , m_descriptor(std::exchange(other.m_descriptor, -1))
{
}

PrivateFolder &PrivateFolder::operator=(PrivateFolder &&other) noexcept
{
    std::swap(m_path, other.m_path);
    std::swap(m_descriptor, other.m_descriptor);
    return *this;
}

PrivateFolder::~PrivateFolder()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

Result<PrivateFolder> PrivateFolder::open(const QString &path)
{
    const QString folder = QDir::cleanPath(QDir::current().absoluteFilePath(path));
    // The parents with the usual mode, the folder itself closed from its first moment.
    if (!QDir().mkpath(QDir::cleanPath(folder + u"/.."_s))
        || (::mkdir(encoded(folder).constData(), ownFolder) != 0 && errno != EEXIST))
        return fileError(
            u"The folder %1 could not be made. Choose another one (--to)."_s.arg(folder), errno,
            u"not_made"_s);
    const int descriptor =
        ::open(encoded(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    if (descriptor < 0)
        return fileError(u"%1 is not a folder that can be opened (a link to one is not followed). "
                         "Choose another one (--to)."_s.arg(folder),
            errno, u"not_a_folder"_s);
    PrivateFolder opened(folder, descriptor);
    if (const Result<> safe = checkFolder(folder, descriptor); !safe)
        return tl::unexpected(safe.error());
    return opened;
}

qint64 PrivateFolder::freeBytes() const
{
    struct statvfs facts
    {
    };
    if (::fstatvfs(m_descriptor, &facts) != 0)
        return -1;
    return static_cast<qint64>(facts.f_bavail) * static_cast<qint64>(facts.f_frsize);
}

bool PrivateFolder::has(const QString &name) const
{
    struct stat facts
    {
    };
    return ::fstatat(m_descriptor, encoded(name).constData(), &facts, AT_SYMLINK_NOFOLLOW) == 0;
}

// The mode is set again on the open file: a umask may only take rights away, an ACL of the folder
// may add some.
Result<PrivateFile> PrivateFolder::create(const QString &name) const
{
    const int descriptor = ::openat(m_descriptor, encoded(name).constData(),
        O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, ownFile);
    if (descriptor < 0)
        return errno == EEXIST ? nameTaken(m_path + u'/' + name)
                               : notWritten(m_path + u'/' + name, errno);
    const int folder = ::fcntl(m_descriptor, F_DUPFD_CLOEXEC, 0);
    PrivateFile file(m_path, folder, name, descriptor);
    if (folder < 0 || ::fchmod(descriptor, ownFile) != 0 || ::flock(descriptor, LOCK_EX) != 0)
        return notWritten(file.path(), errno);
    return file;
}

// A file on which nobody has the lock of its making: whoever made it was killed.
bool PrivateFolder::isAbandoned(const QString &name) const
{
    const int descriptor = ::openat(
        m_descriptor, encoded(name).constData(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0)
        return false;
    const bool abandoned = ::flock(descriptor, LOCK_EX | LOCK_NB) == 0;
    ::close(descriptor);
    return abandoned;
}

Result<> PrivateFolder::remove(const QString &name) const
{
    if (::unlinkat(m_descriptor, encoded(name).constData(), 0) != 0)
        return fileError(
            u"%1 could not be removed."_s.arg(m_path + u'/' + name), errno, u"not_removed"_s);
    return {};
}

ReadableFile::ReadableFile(QString path, int descriptor)
    : m_path(std::move(path))
    , m_descriptor(descriptor)
{
}

ReadableFile::ReadableFile(ReadableFile &&other) noexcept
    : m_path(std::move(other.m_path))
    , m_descriptor(std::exchange(other.m_descriptor, -1))
{
}

ReadableFile &ReadableFile::operator=(ReadableFile &&other) noexcept
{
    std::swap(m_path, other.m_path);
    std::swap(m_descriptor, other.m_descriptor);
    return *this;
}

ReadableFile::~ReadableFile()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

Result<ReadableFile> ReadableFile::open(const QString &path)
{
    const int descriptor =
        ::open(encoded(path).constData(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (descriptor < 0)
        return fileError(
            u"There is no backup at %1 that can be read. See spiritsafe db backups."_s.arg(path),
            errno, u"no_file"_s);
    ReadableFile file(path, descriptor);
    struct stat facts
    {
    };
    if (::fstat(descriptor, &facts) != 0 || !S_ISREG(facts.st_mode))
        return failure(ErrorKind::File, u"%1 is not a file. See spiritsafe db backups."_s.arg(path),
            {}, u"no_file"_s);
    return file;
}

qint64 ReadableFile::size() const
{
    struct stat facts
    {
    };
    return ::fstat(m_descriptor, &facts) == 0 ? facts.st_size : -1;
}

Result<> ReadableFile::rewind() const
{
    if (::lseek(m_descriptor, 0, SEEK_SET) != 0)
        return fileError(
            u"%1 could not be read from its start."_s.arg(m_path), errno, u"no_file"_s);
    return {};
}

} // namespace migrations
