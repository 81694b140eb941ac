// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/base/cachefile.h"

#include <QDir>
#include <QFile>

#include <array>
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

quint64 mixed(quint64 sum, quint64 word)
{
    constexpr quint64 prime = 0x100000001b3;
    sum = (sum ^ word) * prime;
    return sum ^ (sum >> 32U); // lets the high bytes reach the low ones
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
    // Four sums of a quarter of the words each, which a core works out at the same time.
    std::array<quint64, 4> sums {
        0xcbf29ce484222325, 0x9ae16a3b2f90404f, 0xc3a5c85c97cb3127, 0xb492b66fbe98f273};
    constexpr qsizetype block = sizeof sums;
    const char *at = bytes.data();
    const char *const end = at + bytes.size();
    for (; end - at >= block; at += block) {
        std::array<quint64, 4> words {};
        std::memcpy(words.data(), at, block);
        for (std::size_t i = 0; i < words.size(); ++i)
            sums[i] = mixed(sums[i], words[i]);
    }
    quint64 sum = 0;
    for (const quint64 one : sums)
        sum = mixed(sum, one);
    for (; at != end; ++at)
        sum = mixed(sum, static_cast<unsigned char>(*at));
    return sum;
}

} // namespace migrations
