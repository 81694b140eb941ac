// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/base/cachefile.h"

#include <QDir>
#include <QFile>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace migrations {

namespace {

bool writeAll(int file, QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        const ssize_t written = ::write(file, bytes.data(), static_cast<std::size_t>(bytes.size()));
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        bytes = bytes.sliced(written);
    }
    return true;
}

} // namespace

int replaceCacheFile(const QString &path, std::initializer_list<QByteArrayView> parts)
{
    const QString folder = path.left(path.lastIndexOf(u'/'));
    if (!QDir().mkpath(folder))
        return errno;
    QFile::setPermissions(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    QByteArray temporary = QFile::encodeName(path) + ".XXXXXX";
    const int file = ::mkostemp(temporary.data(), O_CLOEXEC); // made 0600
    if (file < 0)
        return errno;
    bool whole = true;
    for (const QByteArrayView part : parts)
        whole = whole && writeAll(file, part);
    const int problem = whole ? 0 : errno;
    ::close(file);
    if (whole && ::rename(temporary.constData(), QFile::encodeName(path).constData()) == 0)
        return 0;
    const int error = problem != 0 ? problem : errno;
    ::unlink(temporary.constData());
    return error;
}

quint64 cacheChecksum(QByteArrayView bytes)
{
    constexpr quint64 prime = 0x100000001b3;
    const char *at = bytes.data();
    const char *const end = at + bytes.size();
    quint64 sum = 0xcbf29ce484222325;
    for (; end - at >= 8; at += 8) {
        quint64 word = 0;
        std::memcpy(&word, at, sizeof word);
        sum = (sum ^ word) * prime;
        sum ^= sum >> 32U; // lets the high bytes reach the low ones
    }
    for (; at != end; ++at)
        sum = (sum ^ static_cast<unsigned char>(*at)) * prime;
    return sum;
}

} // namespace migrations
