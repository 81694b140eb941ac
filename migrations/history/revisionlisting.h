// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/history/filedescriptor.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <string>
#include <vector>

namespace migrations {

struct ListingOptions
{
    QStringList folders; // version locations
    bool recursive = false;
    bool sourceless = false;
};

// The files that Alembic would load, in its order (since 1.10: per folder by name, then the
// sub-folders by name; ALEMBIC.md 2.1). A symbolic link counts as its target, in the link's place.
struct RevisionListing
{
    struct Folder
    {
        QString path; // real path, with a "/" at its end
        FileDescriptor descriptor; // of the folder; not open when there are very many of them
    };
    struct File
    {
        quint32 folder = 0;
        quint32 name = 0; // offset in names; ends with a NUL
        quint32 length = 0;
        bool compiled = false; // a .pyc without its source
    };
    std::vector<Folder> folders;
    std::string names;
    std::vector<File> files;
    std::vector<size_t> listedTwice; // files that were met again, under another name or location

    std::string_view nameOf(const File &file) const
    {
        return std::string_view(names).substr(file.name, file.length);
    }
    QString pathOf(const File &file) const;
};

// A file for the system's calls: a name relative to an open folder, or an absolute path. Lives no
// longer than the listing.
struct FileAt
{
    FileAt(const RevisionListing &listing, const RevisionListing::File &file);
    explicit FileAt(const QString &path);
    Q_DISABLE_COPY_MOVE(FileAt)

    QByteArray absolute; // empty when the folder is open
    int folder;
    const char *name;
};

RevisionListing listRevisionFiles(const ListingOptions &options);

} // namespace migrations
