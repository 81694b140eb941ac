// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/history/filedescriptor.h"

#include <cerrno>
#include <ctime>
#include <sys/stat.h>
#include <unistd.h>

namespace migrations {

namespace {

qint64 nanoseconds(const timespec &time)
{
    return static_cast<qint64>(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

FileStamp stampFrom(const struct stat &status)
{
    FileStamp stamp;
    stamp.size = static_cast<quint64>(status.st_size);
    stamp.inode = status.st_ino;
    stamp.device = status.st_dev;
    stamp.modified = nanoseconds(status.st_mtim);
    stamp.changed = nanoseconds(status.st_ctim);
    stamp.regular = S_ISREG(status.st_mode);
    return stamp;
}

} // namespace

FileDescriptor::~FileDescriptor()
{
    if (m_number >= 0)
        close(m_number);
}

int stampOf(int folder, const char *name, FileStamp &stamp)
{
    struct stat status = {};
    if (fstatat(folder, name, &status, 0) != 0)
        return errno;
    stamp = stampFrom(status);
    return 0;
}

int stampOf(const FileDescriptor &file, FileStamp &stamp)
{
    struct stat status = {};
    if (fstat(file.number(), &status) != 0)
        return errno;
    stamp = stampFrom(status);
    return 0;
}

qint64 nowNanoseconds()
{
    timespec now = {};
    clock_gettime(CLOCK_REALTIME, &now);
    return nanoseconds(now);
}

} // namespace migrations
