// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/database/filelock.h"

#include <QDateTime>
#include <QFile>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

// The one who had it may have removed the file between our open and our flock: then we hold a lock
// on a file that nobody else will find.
bool isTheFileAt(const QString &file, int descriptor)
{
    struct stat named
    {
    };
    struct stat opened
    {
    };
    return ::stat(QFile::encodeName(file).constData(), &named) == 0
        && ::fstat(descriptor, &opened) == 0 && named.st_dev == opened.st_dev
        && named.st_ino == opened.st_ino;
}

void writeHolder(int descriptor)
{
    const QByteArray text = QByteArray::number(static_cast<qint64>(::getpid())) + '\n'
        + qgetenv("USER") + '\n' + QDateTime::currentDateTimeUtc().toString(Qt::ISODate).toLatin1()
        + '\n';
    // Only for the words of a refusal; the lock is flock's.
    if (::ftruncate(descriptor, 0) == 0) [[maybe_unused]]
        const auto written =
            ::pwrite(descriptor, text.constData(), static_cast<std::size_t>(text.size()), 0);
}

} // namespace

Result<std::optional<FileLock>> FileLock::tryLock(const QString &file)
{
    while (true) {
        const int descriptor = ::open(QFile::encodeName(file).constData(),
            O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR | S_IRGRP | S_IROTH);
        if (descriptor < 0) {
            return failure(ErrorKind::File,
                u"The lock file %1 could not be made, so nobody would be kept from writing at the "
                "same time. Check that its folder exists and can be written to."_s.arg(file),
                QString::fromLocal8Bit(std::strerror(errno)), u"no_lock_file"_s);
        }
        if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
            ::close(descriptor);
            return std::optional<FileLock>();
        }
        FileLock lock(file, descriptor);
        if (isTheFileAt(file, descriptor)) {
            writeHolder(descriptor);
            return std::optional<FileLock>(std::move(lock));
        }
        lock.m_file.clear(); // not ours to remove
    }
}

FileLock::FileLock(QString file, int descriptor)
    : m_file(std::move(file))
    , m_descriptor(descriptor)
{
}

FileLock::FileLock(FileLock &&other) noexcept
    : m_file(std::exchange(other.m_file, {}))
    , m_descriptor(std::exchange(other.m_descriptor, -1))
{
}

FileLock &FileLock::operator=(FileLock &&other) noexcept
{
    std::swap(m_file, other.m_file);
    std::swap(m_descriptor, other.m_descriptor);
    return *this;
}

// Removed while still locked, so that it is never another's that goes.
FileLock::~FileLock()
{
    if (m_descriptor < 0)
        return;
    if (!m_file.isEmpty() && isTheFileAt(m_file, m_descriptor))
        ::unlink(QFile::encodeName(m_file).constData());
    ::close(m_descriptor);
}

bool FileLock::stillHeld() const
{
    return m_descriptor >= 0 && isTheFileAt(m_file, m_descriptor);
}

Blocker FileLock::holder(const QString &file)
{
    Blocker blocker;
    QFile text(file);
    if (!text.open(QIODevice::ReadOnly))
        return blocker;
    const QStringList lines = QString::fromUtf8(text.read(1'000)).split(u'\n');
    blocker.pid = lines.value(0).toInt();
    blocker.user = lines.value(1);
    blocker.application = u"spiritsafe"_s;
    blocker.state = lines.value(2);
    return blocker;
}

} // namespace migrations
