// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/history/revisionlisting.h"
#include "migrations/project/project.h"

namespace migrations {

// The revision files as they lie on disk: which there are, and their stamps, without a look into
// one.
struct RevisionScan
{
    RevisionListing listing;
    std::vector<FileStamp> stamps; // of each file; not regular: not known (yet)
    qint64 begunAt = 0; // ns since 1970
    bool stamped = false; // by takeStamps(), not one by one as the files are read
    bool indexIsOld = false; // noticed as the files were read
};

RevisionScan scanRevisionFiles(const Project &project);
// One stat a file, on all cores.
void takeStamps(RevisionScan &scan);

// Bytes that are the same as those of an earlier scan only if no file was added, removed, renamed
// or changed since. Empty when that cannot be told: a file was not stamped, or is so young that a
// second change would not show (HeaderIndex::racyNanoseconds).
QByteArray fingerprint(const RevisionScan &scan);

} // namespace migrations
