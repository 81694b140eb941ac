// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/base/error.h"

#include <QByteArray>

namespace migrations {

class PrivateFolder;

// A new file of ours, mode 0600, locked (flock), written under a name that was free. Unless it is
// published it goes again with this object: no stump is left by an error, a cancel or an exception.
class PrivateFile
{
public:
    PrivateFile(PrivateFile &&other) noexcept;
    PrivateFile &operator=(PrivateFile &&other) noexcept;
    ~PrivateFile();

    int descriptor() const { return m_descriptor; }
    QString name() const { return m_name; }
    QString path() const;
    qint64 size() const;

    Result<> write(const QByteArray &bytes);
    Result<> sync(); // to the disk
    // Gives the synced file its real name; refused (code "exists") when that is taken, also by a
    // link that leads nowhere.
    Result<> publish(const QString &name);
    // The same, over a file of that name that is ours: a newer state of the same thing.
    Result<> replace(const QString &name);

private:
    friend class PrivateFolder;
    PrivateFile(QString folder, int folderDescriptor, QString name, int descriptor);
    Result<> named(const QString &name, unsigned flags);

    QString m_folder;
    int m_folderDescriptor = -1; // of its own
    QString m_name;
    int m_descriptor = -1;
};

// A folder for files that hold what a database holds. Opened once; files are made through that
// handle, so that nobody can put another folder or a link under them (RELIABILITY S9, S10).
class PrivateFolder
{
public:
    // Made 0700 when it is missing. Errors: ErrorKind::File; code "not_a_folder", "open_to_others"
    // (others may write there and take away or replace files: no sticky bit), "not_made".
    static Result<PrivateFolder> open(const QString &path);
    PrivateFolder(PrivateFolder &&other) noexcept;
    PrivateFolder &operator=(PrivateFolder &&other) noexcept;
    ~PrivateFolder();

    QString path() const { return m_path; }
    qint64 freeBytes() const; // for us; -1: not known
    bool has(const QString &name) const; // also a link that leads nowhere
    Result<PrivateFile> create(const QString &name) const; // code "exists" when the name is taken
    bool isAbandoned(const QString &name) const; // its maker is gone
    Result<> remove(const QString &name) const; // a regular file or a link, never what it leads to

private:
    PrivateFolder(QString path, int descriptor);

    QString m_path;
    int m_descriptor = -1;
};

// A file opened for reading, not through a link: a descriptor to hand to a program, and what it is.
class ReadableFile
{
public:
    // Errors: ErrorKind::File, code "no_file".
    static Result<ReadableFile> open(const QString &path);
    ReadableFile(ReadableFile &&other) noexcept;
    ReadableFile &operator=(ReadableFile &&other) noexcept;
    ~ReadableFile();

    int descriptor() const { return m_descriptor; }
    QString path() const { return m_path; }
    qint64 size() const;
    Result<> rewind() const;

private:
    ReadableFile(QString path, int descriptor);

    QString m_path;
    int m_descriptor = -1;
};

} // namespace migrations
