// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/base/error.h"
#include "migrations/history/revision.h"
#include "migrations/history/revisionlisting.h"

#include <span>

namespace migrations {

// Where a project's index and its kin live; key: its configuration file.
QString indexPath(const QString &dataFolder, const QString &key, const QString &suffix);

// What an earlier read found in each file, in one binary file per project. It only saves time: an
// entry counts when the file's stamp is the same to the nanosecond and is older than the read by
// more than racyNanoseconds (a file changed twice within the clock's tick keeps its stamp; git's
// racy rule). An index that is damaged, of another version or of another project is as good as
// none. Read-only once loaded; may be read from several threads.
class HeaderIndex
{
public:
    static constexpr qint64 racyNanoseconds = 2'000'000'000;

    // file: the index; key: the project's configuration file.
    static HeaderIndex load(const QString &file, const QString &key);

    // For each file of the listing its entry; -1: none.
    std::vector<qint32> match(const RevisionListing &listing) const;
    size_t size() const { return m_entries; }
    bool holds(qint32 entry, const FileStamp &stamp) const;
    // Whether the stamp was too young when the index was made.
    bool isRacy(qint32 entry) const;
    // False when the entry is damaged.
    bool read(qint32 entry, const QString &path, RevisionFile &file) const;

    struct Content
    {
        const RevisionListing &listing;
        std::span<const FileStamp> stamps; // of each file; not regular: leave it out
        std::span<const RevisionFile> files;
        qint64 readAt = 0; // when the reading began
    };
    // Written to a temporary file and renamed; 0600.
    static Result<void> save(const QString &file, const QString &key, const Content &content);
    static QString fileFor(const QString &dataFolder, const QString &key);

private:
    bool parse(const QString &key);
    std::string_view nameAt(size_t entry) const;

    QByteArray m_bytes;
    size_t m_entries = 0;
    qint64 m_readAt = 0;
    std::vector<std::string_view> m_folders;
    const char *m_table = nullptr;
};

} // namespace migrations
