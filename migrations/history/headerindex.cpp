// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/history/headerindex.h"

#include "migrations/base/cachefile.h"
#include "migrations/history/indexformat.h"

#include <QCryptographicHash>
#include <QFile>

#include <algorithm>
#include <unordered_map>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

// Changes whenever the layout or what the parser makes of a file changes.
constexpr std::string_view magic = "spiritsafe revisions 2\n";

// One per file, in listing order, after the folders.
struct Row
{
    FileStamp stamp;
    quint32 folder = 0;
    quint32 name = 0; // offset in the file
    quint32 nameLength = 0;
    quint32 content = 0; // offset in the file
    quint32 contentLength = 0;
    quint32 reserved = 0;
};

Row rowAt(const char *table, size_t entry)
{
    Row row;
    std::memcpy(&row, table + entry * sizeof row, sizeof row);
    return row;
}

bool isYoung(const FileStamp &stamp, qint64 readAt)
{
    return std::max(stamp.modified, stamp.changed) > readAt - HeaderIndex::racyNanoseconds;
}

QByteArray header(const QString &key, qint64 readAt)
{
    IndexWriter writer;
    writer.bytes(QByteArray::fromRawData(magic.data(), static_cast<qsizetype>(magic.size())));
    writer.text(key);
    writer.number(readAt);
    return writer.result();
}

// Appends names and contents; gives the rows that say where they are.
std::vector<Row> writeContents(IndexWriter &writer, const HeaderIndex::Content &content)
{
    std::vector<Row> rows;
    rows.reserve(content.files.size());
    for (size_t i = 0; i < content.files.size(); ++i) {
        if (!content.stamps[i].regular)
            continue;
        const std::string_view name = content.listing.nameOf(content.listing.files[i]);
        Row row;
        row.stamp = content.stamps[i];
        row.folder = content.listing.files[i].folder;
        row.name = static_cast<quint32>(writer.size());
        row.nameLength = static_cast<quint32>(name.size());
        writer.bytes(QByteArray::fromRawData(name.data(), static_cast<qsizetype>(name.size())));
        row.content = static_cast<quint32>(writer.size());
        writer.file(content.files[i]);
        row.contentLength = static_cast<quint32>(writer.size()) - row.content;
        rows.push_back(row);
    }
    return rows;
}

} // namespace

QString indexPath(const QString &dataFolder, const QString &key, const QString &suffix)
{
    const QByteArray hash = QCryptographicHash::hash(key.toUtf8(), QCryptographicHash::Sha256);
    return dataFolder + u"/index/"_s + QString::fromLatin1(hash.toHex().left(32)) + suffix;
}

QString HeaderIndex::fileFor(const QString &dataFolder, const QString &key)
{
    return indexPath(dataFolder, key, u".revisions"_s);
}

HeaderIndex HeaderIndex::load(const QString &file, const QString &key)
{
    HeaderIndex index;
    QFile source(file);
    if (source.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        index.m_bytes = source.readAll();
    if (!index.parse(key))
        return {};
    return index;
}

bool HeaderIndex::parse(const QString &key)
{
    const char *begin = m_bytes.constData();
    const char *end = begin + m_bytes.size();
    if (m_bytes.size() < static_cast<qsizetype>(sizeof(quint64)))
        return false;
    end -= sizeof(quint64);
    IndexReader sum(end, end + sizeof(quint64));
    if (sum.number<quint64>() != cacheChecksum({begin, end}))
        return false;
    IndexReader reader(begin, end);
    if (reader.bytes(magic.size()) != magic || reader.text() != key)
        return false;
    m_readAt = reader.number<qint64>();
    const auto folders = reader.number<quint32>();
    for (quint32 i = 0; i < folders && reader.ok(); ++i)
        m_folders.push_back(reader.bytes(reader.number<quint32>()));
    m_entries = reader.number<quint32>();
    m_table = reader.at();
    reader.bytes(m_entries * sizeof(Row));
    return reader.ok();
}

Result<void> HeaderIndex::save(const QString &file, const QString &key, const Content &content)
{
    constexpr qsizetype usualSize = 512; // of a file's row, name and content
    IndexWriter writer;
    writer.reserve(usualSize * static_cast<qsizetype>(content.files.size()));
    writer.bytes(header(key, content.readAt));
    writer.number(static_cast<quint32>(content.listing.folders.size()));
    for (const RevisionListing::Folder &folder : content.listing.folders) {
        const QByteArray path = QFile::encodeName(folder.path);
        writer.number(static_cast<quint32>(path.size()));
        writer.bytes(path);
    }
    const auto count = std::count_if(content.stamps.begin(), content.stamps.end(),
        [](const FileStamp &stamp) { return stamp.regular; });
    writer.number(static_cast<quint32>(count));
    const auto size = static_cast<qsizetype>(count * sizeof(Row));
    const qsizetype table = writer.leave(size);
    const std::vector<Row> rows = writeContents(writer, content);
    writer.fill(table, rows.data(), size);
    writer.number(cacheChecksum(writer.result()));
    const int error = replaceCacheFile(file, {writer.result()});
    if (error == 0)
        return {};
    return failure(ErrorKind::File,
        u"The index of revision files, %1, could not be written. Reading goes on without it."_s.arg(
            file),
        qt_error_string(error), u"index_not_written"_s);
}

std::string_view HeaderIndex::nameAt(size_t entry) const
{
    const Row row = rowAt(m_table, entry);
    const auto size = static_cast<quint64>(m_bytes.size());
    if (quint64 {row.name} + row.nameLength > size)
        return {};
    return {m_bytes.constData() + row.name, row.nameLength};
}

// Both are in the same order, so that the next entry is nearly always the one looked for; after a
// difference the others are found by name.
std::vector<qint32> HeaderIndex::match(const RevisionListing &listing) const
{
    std::vector<qint32> entries(listing.files.size(), -1);
    std::vector<qint32> folderOf(m_folders.size(), -1); // of the index -> of the listing
    for (size_t i = 0; i < m_folders.size(); ++i) {
        for (size_t j = 0; j < listing.folders.size(); ++j) {
            if (QFile::encodeName(listing.folders[j].path).toStdString() == m_folders[i])
                folderOf[i] = static_cast<qint32>(j);
        }
    }
    const auto isFile = [&](size_t entry, const RevisionListing::File &file) {
        const quint32 folder = rowAt(m_table, entry).folder;
        return folder < folderOf.size() && folderOf[folder] == static_cast<qint32>(file.folder)
            && nameAt(entry) == listing.nameOf(file);
    };
    std::unordered_multimap<std::string_view, size_t> byName; // filled at the first difference
    size_t next = 0;
    for (size_t i = 0; i < entries.size(); ++i) {
        if (next < m_entries && isFile(next, listing.files[i])) {
            entries[i] = static_cast<qint32>(next++);
            continue;
        }
        if (byName.empty()) {
            for (size_t entry = 0; entry < m_entries; ++entry)
                byName.emplace(nameAt(entry), entry);
        }
        const auto [from, to] = byName.equal_range(listing.nameOf(listing.files[i]));
        for (auto at = from; at != to; ++at) {
            if (isFile(at->second, listing.files[i])) {
                entries[i] = static_cast<qint32>(at->second);
                next = at->second + 1;
            }
        }
    }
    return entries;
}

bool HeaderIndex::holds(qint32 entry, const FileStamp &stamp) const
{
    return rowAt(m_table, static_cast<size_t>(entry)).stamp == stamp && !isRacy(entry);
}

bool HeaderIndex::isRacy(qint32 entry) const
{
    return isYoung(rowAt(m_table, static_cast<size_t>(entry)).stamp, m_readAt);
}

bool HeaderIndex::read(qint32 entry, const QString &path, RevisionFile &file) const
{
    const Row row = rowAt(m_table, static_cast<size_t>(entry));
    const auto size = static_cast<quint64>(m_bytes.size());
    if (quint64 {row.content} + row.contentLength > size)
        return false;
    const char *begin = m_bytes.constData() + row.content;
    IndexReader reader(begin, begin + row.contentLength);
    file.path = path;
    reader.file(file);
    return reader.ok();
}

} // namespace migrations
