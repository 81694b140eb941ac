// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/history/revisionfiles.h"

#include "migrations/history/headerindex.h"
#include "migrations/history/inparallel.h"
#include "migrations/history/revisionparser.h"
#include "migrations/project/memory.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

constexpr size_t firstBuffer = size_t {64} * 1024;

RevisionFile withProblem(const QString &path, const QString &code, const QString &message)
{
    RevisionFile file;
    file.path = path;
    file.problems.push_back({message, path, 0, code, true});
    return file;
}

RevisionFile unreadable(const QString &path, int error)
{
    return withProblem(path, u"unreadable"_s,
        u"The file cannot be read: %1. Check that it exists and that you may read it."_s.arg(
            qt_error_string(error)));
}

RevisionFile compiledOnly(const QString &path)
{
    return withProblem(path, u"compiled_only"_s,
        u"This is compiled Python without its source, which cannot be shown. Add the .py file."_s);
}

// Reads and parses files, one after the other, into the same memory. One per thread.
class FileReader
{
public:
    // The stamp is taken before reading, so that a change during it shows the next time.
    RevisionFile read(const FileAt &place, const QString &path, FileStamp &stamp);

private:
    int fill(const FileDescriptor &file, quint64 size);
    std::string m_buffer;
    size_t m_size = 0;
};

RevisionFile FileReader::read(const FileAt &place, const QString &path, FileStamp &stamp)
{
    // A pipe of that name must not be waited for.
    const FileDescriptor file(openat(place.folder, place.name, O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (!file.isOpen())
        return unreadable(path, errno);
    if (const int error = stampOf(file, stamp); error != 0)
        return unreadable(path, error);
    if (!stamp.regular)
        return withProblem(
            path, u"unreadable"_s, u"This is not a regular file. Move it to another folder."_s);
    if (const int error = fill(file, stamp.size); error != 0) {
        stamp.regular = false;
        return unreadable(path, error);
    }
    return parseRevision(path, std::string_view(m_buffer.data(), m_size));
}

// All of the file and a NUL. A file that is as long as its stamp says takes one call.
int FileReader::fill(const FileDescriptor &file, quint64 size)
{
    m_size = 0;
    while (true) {
        const size_t wanted = std::max(firstBuffer, std::max<size_t>(size, m_size) + 4096);
        if (m_buffer.size() < wanted)
            m_buffer.resize(wanted);
        const ssize_t count =
            ::read(file.number(), m_buffer.data() + m_size, m_buffer.size() - m_size - 1);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return errno;
        m_size += static_cast<size_t>(count);
        if (count == 0 || m_size == size)
            break;
    }
    m_buffer[m_size] = '\0';
    return 0;
}

// One read of all files: what the threads share. Each file's place is written by one thread only.
struct Reading
{
    RevisionScan &scan;
    const HeaderIndex &index;
    const std::vector<qint32> &entries;
    std::vector<RevisionFile> files;
    std::atomic<bool> changed = false; // the index is not what it would be written as now
};

void readOne(Reading &reading, size_t i, FileReader &reader)
{
    const RevisionListing &listing = reading.scan.listing;
    const RevisionListing::File &file = listing.files[i];
    const QString path = listing.pathOf(file);
    if (file.compiled) {
        reading.files[i] = compiledOnly(path);
        return;
    }
    const FileAt place(listing, file);
    const qint32 entry = reading.entries[i];
    FileStamp &stamp = reading.scan.stamps[i];
    const bool known =
        entry >= 0 && (reading.scan.stamped || stampOf(place.folder, place.name, stamp) == 0);
    if (known && reading.index.holds(entry, stamp)
        && reading.index.read(entry, path, reading.files[i]))
        return;
    const FileStamp before = stamp;
    stamp = {};
    reading.files[i] = reader.read(place, path, stamp);
    // A file that is too young stays so in an index written now: not worth writing.
    const bool settled = std::max(stamp.modified, stamp.changed)
        <= reading.scan.begunAt - HeaderIndex::racyNanoseconds;
    if (stamp.regular && (entry < 0 || settled || !(before == stamp)))
        reading.changed = true;
}

// On all cores. False: cancelled.
bool readAll(Reading &reading, Progress &progress)
{
    return inParallel(
        reading.files.size(),
        [&reading] {
            return [&reading, reader = FileReader()](
                       size_t i) mutable { readOne(reading, i, reader); };
        },
        [&progress] { return !progress.cancelled(); });
}

void noteRepetitions(const RevisionListing &listing, std::vector<RevisionFile> &files)
{
    for (const size_t index : listing.listedTwice) {
        RevisionFile &file = files[index];
        file.problems.push_back(
            {u"The file is reached by two ways and counts once. Check version_locations, and links "
             u"among the revision files."_s,
                file.path, 0, u"listed_twice"_s, false});
    }
}

} // namespace

RevisionFile readRevisionFile(const QString &path)
{
    FileStamp stamp;
    return FileReader().read(FileAt(path), path, stamp);
}

Result<std::vector<RevisionFile>> readRevisionFiles(
    const Project &project, const ReadOptions &options, Progress &progress)
{
    RevisionScan scan = scanRevisionFiles(project);
    auto files = readRevisionFiles(project, options, scan, progress);
    if (files)
        updateIndex(project, options, scan, *files);
    return files;
}

Result<std::vector<RevisionFile>> readRevisionFiles(
    const Project &project, const ReadOptions &options, RevisionScan &scan, Progress &progress)
{
    const QString folder = options.dataFolder.isEmpty() ? dataFolder() : options.dataFolder;
    const QString &key = project.config.file;
    const QString indexFile = HeaderIndex::fileFor(folder, key);
    const HeaderIndex index = options.useIndex ? HeaderIndex::load(indexFile, key) : HeaderIndex();
    const std::vector<qint32> entries = index.match(scan.listing);
    Reading reading {scan, index, entries};
    reading.files.resize(scan.listing.files.size());
    if (!readAll(reading, progress))
        return failure(ErrorKind::Cancelled, u"Reading the revision files was cancelled."_s);
    const auto matched = static_cast<size_t>(
        std::count_if(entries.begin(), entries.end(), [](qint32 entry) { return entry >= 0; }));
    const bool fewer = matched < index.size();
    scan.indexIsOld = options.useIndex && (reading.changed || fewer);
    noteRepetitions(scan.listing, reading.files);
    return std::move(reading.files);
}

void updateIndex(const Project &project, const ReadOptions &options, const RevisionScan &scan,
    const std::vector<RevisionFile> &files)
{
    if (!scan.indexIsOld)
        return;
    const QString folder = options.dataFolder.isEmpty() ? dataFolder() : options.dataFolder;
    const QString &key = project.config.file;
    // Without the index the next read takes longer; nothing else is lost.
    static_cast<void>(HeaderIndex::save(
        HeaderIndex::fileFor(folder, key), key, {scan.listing, scan.stamps, files, scan.begunAt}));
}

} // namespace migrations
