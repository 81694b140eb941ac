// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/history/revisionscan.h"

#include "migrations/history/headerindex.h"
#include "migrations/history/indexformat.h"
#include "migrations/history/inparallel.h"

#include <QFile>

#include <algorithm>

namespace migrations {

namespace {

void write(IndexWriter &writer, const FileStamp &stamp)
{
    writer.number(stamp.size);
    writer.number(stamp.inode);
    writer.number(stamp.device);
    writer.number(stamp.modified);
    writer.number(stamp.changed);
}

} // namespace

RevisionScan scanRevisionFiles(const Project &project)
{
    RevisionScan scan;
    scan.begunAt = nowNanoseconds();
    scan.listing =
        listRevisionFiles({project.versionLocations, project.recursive, project.sourceless});
    scan.stamps.resize(scan.listing.files.size());
    return scan;
}

void takeStamps(RevisionScan &scan)
{
    const RevisionListing &listing = scan.listing;
    inParallel(listing.files.size(), [&](size_t i) {
        const FileAt place(listing, listing.files[i]);
        static_cast<void>(stampOf(place.folder, place.name, scan.stamps[i]));
    });
    scan.stamped = true;
}

QByteArray fingerprint(const RevisionScan &scan)
{
    const qint64 settled = scan.begunAt - HeaderIndex::racyNanoseconds;
    const bool known =
        std::all_of(scan.stamps.begin(), scan.stamps.end(), [settled](const FileStamp &stamp) {
            return stamp.regular && std::max(stamp.modified, stamp.changed) <= settled;
        });
    if (!known)
        return {};
    const RevisionListing &listing = scan.listing;
    IndexWriter writer;
    for (const RevisionListing::Folder &folder : listing.folders)
        writer.text(folder.path);
    writer.number(listing.folders.size());
    for (const size_t twice : listing.listedTwice)
        writer.number(twice);
    writer.number(listing.listedTwice.size());
    for (size_t i = 0; i < listing.files.size(); ++i) {
        writer.number(listing.files[i].folder);
        writer.number(listing.files[i].length);
        write(writer, scan.stamps[i]);
    }
    writer.bytes(QByteArray::fromRawData(
        listing.names.data(), static_cast<qsizetype>(listing.names.size())));
    return writer.result();
}

} // namespace migrations
