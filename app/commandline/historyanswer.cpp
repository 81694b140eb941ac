// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/commandline/historyanswer.h"

#include "app/commandline/statejson.h"
#include "migrations/base/cachefile.h"
#include "migrations/history/headerindex.h"

#include <cstring>
#include <fcntl.h>

using namespace Qt::StringLiterals;
using migrations::ProjectState;
using migrations::RevisionScan;

namespace app {

namespace {

constexpr QByteArrayView magic = "spiritsafe history 2\n";
constexpr std::size_t worthKeeping = 2000; // below it a command takes no longer without

struct Header
{
    quint64 checksum = 0; // of the answer
    qint64 files = 0; // lengths
    qint64 circumstances = 0;
    qint64 answer = 0;
};

QByteArrayView bytesOf(const Header &header)
{
    return {reinterpret_cast<const char *>(&header), sizeof header};
}

// Another program may write another answer.
void writeProgram(JsonWriter &json)
{
    migrations::FileStamp stamp;
    static_cast<void>(migrations::stampOf(AT_FDCWD, "/proc/self/exe", stamp));
    json.key("program"_L1).beginList();
    for (const quint64 value : {stamp.size, stamp.inode, stamp.device})
        json.value(static_cast<qint64>(value));
    json.value(stamp.modified).value(stamp.changed).endList();
}

// All that an answer depends on beside the revision files.
QByteArray circumstancesOf(const ProjectState &unread)
{
    const migrations::Project &project = unread.project;
    JsonWriter json;
    json.beginObject();
    writeProgram(json);
    json.key("config"_L1).value(QStringView(project.config.file));
    json.key("section"_L1).value(QStringView(project.config.section));
    json.key("locations"_L1).value(project.versionLocations);
    json.key("recursive"_L1).value(project.recursive);
    json.key("sourceless"_L1).value(project.sourceless);
    json.key("alembic"_L1).value(QStringView(unread.memory.alembicVersion));
    json.key("known"_L1).value(unread.standing.known);
    json.key("rows"_L1).value(unread.database ? unread.database->rows : QStringList());
    json.key("problems"_L1);
    writeProblems(json, unread);
    json.endObject();
    return json.bytes();
}

// What Python has to say is not known before it ran.
bool isSettled(const ProjectState &state)
{
    return state.memory.versionTableKnown && !state.hasComputedHeaders();
}

} // namespace

HistoryAnswer::HistoryAnswer(const ProjectState &opened)
{
    const QString folder =
        opened.dataFolder.isEmpty() ? migrations::dataFolder() : opened.dataFolder;
    m_path = migrations::indexPath(folder, opened.project.config.file, u".history"_s);
    m_file.setFileName(m_path);
    if (!isSettled(opened) || !parse()) {
        m_files.clear();
        m_answer.clear();
    }
}

bool HistoryAnswer::parse()
{
    const qint64 head = magic.size() + qint64(sizeof(Header));
    if (!m_file.open(QIODevice::ReadOnly | QIODevice::Unbuffered) || m_file.size() < head)
        return false;
    const auto *bytes = reinterpret_cast<const char *>(m_file.map(0, m_file.size()));
    if (bytes == nullptr || QByteArrayView(bytes, magic.size()) != magic)
        return false;
    Header header;
    std::memcpy(&header, bytes + magic.size(), sizeof header);
    const qint64 rest = m_file.size() - head;
    for (const qint64 length : {header.files, header.circumstances, header.answer}) {
        if (length < 0 || length > rest)
            return false;
    }
    if (header.files + header.circumstances + header.answer != rest)
        return false;
    const char *at = bytes + head;
    m_files = QByteArray::fromRawData(at, header.files);
    m_circumstances = QByteArray::fromRawData(at + header.files, header.circumstances);
    m_answer = QByteArray::fromRawData(at + header.files + header.circumstances, header.answer);
    return migrations::cacheChecksum(m_answer) == header.checksum;
}

bool HistoryAnswer::isOf(RevisionScan &scan) const
{
    if (m_files.isEmpty())
        return false;
    migrations::takeStamps(scan);
    return migrations::fingerprint(scan) == m_files;
}

QByteArray HistoryAnswer::answerFor(const ProjectState &unread) const
{
    return circumstancesOf(unread) == m_circumstances ? m_answer : QByteArray();
}

void HistoryAnswer::keep(const ProjectState &unread, const ProjectState &state,
    const RevisionScan &scan, const QByteArray &answer) const
{
    if (scan.listing.files.size() < worthKeeping || !isSettled(unread) || !isSettled(state))
        return;
    const QByteArray files = migrations::fingerprint(scan);
    if (files.isEmpty())
        return;
    ProjectState withReading = unread;
    withReading.database = state.database;
    withReading.databaseError = state.databaseError;
    withReading.standing.known = state.standing.known;
    const QByteArray circumstances = circumstancesOf(withReading);
    const Header header {.checksum = migrations::cacheChecksum(answer),
        .files = files.size(),
        .circumstances = circumstances.size(),
        .answer = answer.size()};
    // Without it the next command takes longer; nothing else is lost.
    static_cast<void>(migrations::replaceCacheFile(
        m_path, {magic, bytesOf(header), files, circumstances, answer}));
}

} // namespace app
