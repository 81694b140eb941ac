// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <utility>

namespace migrations {

// Owns an open file of the system; -1 = none.
class FileDescriptor
{
public:
    FileDescriptor() = default;
    explicit FileDescriptor(int number)
        : m_number(number)
    {
    }
    ~FileDescriptor();
    FileDescriptor(FileDescriptor &&other) noexcept
        : m_number(std::exchange(other.m_number, -1))
    {
    }
    FileDescriptor &operator=(FileDescriptor &&other) noexcept
    {
        std::swap(m_number, other.m_number);
        return *this;
    }
    FileDescriptor(const FileDescriptor &) = delete;
    FileDescriptor &operator=(const FileDescriptor &) = delete;

    int number() const { return m_number; }
    bool isOpen() const { return m_number >= 0; }

private:
    int m_number = -1;
};

// What tells a changed file from an unchanged one without reading it.
struct FileStamp
{
    quint64 size = 0;
    quint64 inode = 0;
    quint64 device = 0;
    qint64 modified = 0; // ns since 1970
    qint64 changed = 0; // ns; also moves when the modification time is set back
    bool regular = false;

    bool operator==(const FileStamp &) const = default;
};

// 0, or errno. name is relative to folder; links are followed.
int stampOf(int folder, const char *name, FileStamp &stamp);
int stampOf(const FileDescriptor &file, FileStamp &stamp);
qint64 nowNanoseconds();

} // namespace migrations
