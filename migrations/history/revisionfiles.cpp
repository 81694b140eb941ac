// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/history/revisionfiles.h"

#include "migrations/history/revisionindex.h"
#include "migrations/history/revisionparser.h"
#include "migrations/project/memory.h"

#include <QFile>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <fcntl.h>
#include <thread>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

constexpr size_t chunk = 64; // files a thread takes at once
constexpr size_t filesWorthAThread = 200;
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
    // name is relative to folder, or an absolute path. The stamp is taken before reading, so that a
    // change during it shows the next time.
    RevisionFile read(int folder, const char *name, const QString &path, FileStamp &stamp);

private:
    int fill(const FileDescriptor &file, quint64 size);
    std::string m_buffer;
    size_t m_size = 0;
};

RevisionFile FileReader::read(int folder, const char *name, const QString &path, FileStamp &stamp)
{
    // A pipe of that name must not be waited for.
    const FileDescriptor file(openat(folder, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK));
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
    const RevisionListing &listing;
    const RevisionIndex &index;
    const std::vector<qint32> &entries;
    std::vector<RevisionFile> files;
    std::vector<FileStamp> stamps;
    std::atomic<size_t> next = 0;
    std::atomic<bool> stopped = false;
    std::atomic<bool> changed = false; // the index is not what it would be written as now
};

void readOne(Reading &reading, size_t i, FileReader &reader, qint64 readAt)
{
    const RevisionListing::File &file = reading.listing.files[i];
    const QString path = reading.listing.pathOf(file);
    if (file.compiled) {
        reading.files[i] = compiledOnly(path);
        return;
    }
    const FileDescriptor &folder = reading.listing.folders[file.folder].descriptor;
    const QByteArray absolute = folder.isOpen() ? QByteArray() : QFile::encodeName(path);
    const char *name =
        folder.isOpen() ? reading.listing.names.data() + file.name : absolute.constData();
    const int at = folder.isOpen() ? folder.number() : AT_FDCWD;
    const qint32 entry = reading.entries[i];
    FileStamp &stamp = reading.stamps[i];
    if (entry >= 0 && stampOf(at, name, stamp) == 0 && reading.index.holds(entry, stamp)
        && reading.index.read(entry, path, reading.files[i]))
        return;
    const FileStamp before = stamp;
    stamp = {};
    reading.files[i] = reader.read(at, name, path, stamp);
    // A file that is too young stays so in an index written now: not worth writing.
    const bool settled =
        std::max(stamp.modified, stamp.changed) <= readAt - RevisionIndex::racyNanoseconds;
    if (stamp.regular && (entry < 0 || settled || !(before == stamp)))
        reading.changed = true;
}

void readChunks(Reading &reading, qint64 readAt, Progress *progress)
{
    FileReader reader;
    const size_t count = reading.files.size();
    while (!reading.stopped) {
        if (progress != nullptr && progress->cancelled())
            reading.stopped = true;
        const size_t begin = reading.next.fetch_add(chunk);
        for (size_t i = begin; i < std::min(begin + chunk, count) && !reading.stopped; ++i)
            readOne(reading, i, reader, readAt);
        if (begin + chunk >= count)
            return;
    }
}

// On all cores. The calling thread works too, and alone asks whether to stop.
void readAll(Reading &reading, qint64 readAt, Progress &progress)
{
    const size_t useful = reading.files.size() / filesWorthAThread;
    const size_t cores = std::max(1U, std::thread::hardware_concurrency());
    std::vector<std::jthread> threads;
    for (size_t i = 1; i < std::min(cores, useful); ++i)
        threads.emplace_back([&reading, readAt] { readChunks(reading, readAt, nullptr); });
    readChunks(reading, readAt, &progress);
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
    return FileReader().read(AT_FDCWD, QFile::encodeName(path).constData(), path, stamp);
}

Result<std::vector<RevisionFile>> readRevisionFiles(
    const Project &project, const ReadOptions &options, Progress &progress)
{
    const qint64 readAt = nowNanoseconds();
    const RevisionListing listing =
        listRevisionFiles({project.versionLocations, project.recursive, project.sourceless});
    const QString folder = options.dataFolder.isEmpty() ? dataFolder() : options.dataFolder;
    const QString &key = project.config.file;
    const QString indexFile = RevisionIndex::fileFor(folder, key);
    const RevisionIndex index =
        options.useIndex ? RevisionIndex::load(indexFile, key) : RevisionIndex();
    const std::vector<qint32> entries = index.match(listing);
    Reading reading {listing, index, entries};
    reading.files.resize(listing.files.size());
    reading.stamps.resize(listing.files.size());
    readAll(reading, readAt, progress);
    if (reading.stopped)
        return failure(ErrorKind::Cancelled, u"Reading the revision files was cancelled."_s);
    const auto matched = static_cast<size_t>(
        std::count_if(entries.begin(), entries.end(), [](qint32 entry) { return entry >= 0; }));
    const bool fewer = matched < index.size();
    if (options.useIndex && (reading.changed || fewer)) {
        // Without the index the next read takes longer; nothing else is lost.
        static_cast<void>(
            RevisionIndex::save(indexFile, key, {listing, reading.stamps, reading.files, readAt}));
    }
    noteRepetitions(listing, reading.files);
    return std::move(reading.files);
}

} // namespace migrations
