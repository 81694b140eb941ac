// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/lifecycle/manifest.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>

#include <unistd.h>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

constexpr int manifestFormat = 1;
constexpr qint64 largestManifest = 64 * 1024 * 1024;

QString timeText(const QDateTime &time)
{
    return time.isValid() ? time.toUTC().toString(Qt::ISODateWithMs) : QString();
}

QDateTime timeIn(const QJsonValue &value)
{
    return QDateTime::fromString(value.toString(), Qt::ISODateWithMs);
}

QJsonObject identityJson(const DatabaseIdentity &identity)
{
    return {{u"server"_s, identity.server}, {u"database"_s, identity.database}};
}

QByteArray contentsOf(const ReadableFile &file)
{
    const qint64 size = file.size();
    if (size < 0 || size > largestManifest)
        return {};
    QByteArray bytes(size, Qt::Uninitialized);
    qsizetype done = 0;
    while (done < bytes.size()) {
        const ssize_t count = ::read(
            file.descriptor(), bytes.data() + done, static_cast<std::size_t>(bytes.size() - done));
        if (count <= 0)
            return {};
        done += count;
    }
    return bytes;
}

} // namespace

QString proofName(Proof proof)
{
    switch (proof) {
    case Proof::Written:
        return u"written"_s;
    case Proof::Readable:
        return u"readable to the end"_s;
    case Proof::Checksummed:
        return u"checksummed"_s;
    case Proof::Compared:
        return u"restored and compared"_s;
    }
    return {};
}

QString proofKey(Proof proof)
{
    switch (proof) {
    case Proof::Written:
        return u"written"_s;
    case Proof::Readable:
        return u"readable"_s;
    case Proof::Checksummed:
        return u"checksummed"_s;
    case Proof::Compared:
        return u"compared"_s;
    }
    return {};
}

Proof proofFromKey(const QString &key)
{
    for (const Proof proof : {Proof::Compared, Proof::Checksummed, Proof::Readable}) {
        if (proofKey(proof) == key)
            return proof;
    }
    return Proof::Written;
}

QString Backup::name() const
{
    return QFileInfo(path).fileName();
}

qint64 Backup::seconds() const
{
    return started.isValid() && ended.isValid() ? started.secsTo(ended) : -1;
}

QJsonObject Backup::toJson() const
{
    return {
        {u"format"_s, manifestFormat},
        {u"program"_s, u"spiritsafe %1"_s.arg(QStringLiteral(SPIRITSAFE_VERSION))},
        {u"file"_s, name()},
        {u"dialect"_s, dialect == Dialect::Sqlite ? u"sqlite"_s : u"postgresql"_s},
        {u"identity"_s, identityJson(identity)},
        {u"database"_s, database},
        {u"place"_s, place},
        {u"environment"_s, environment},
        {u"reason"_s, reason},
        {u"server_version"_s, serverVersion},
        {u"tool_version"_s, toolVersion},
        {u"version_table"_s,
            QJsonObject {{u"name"_s, versionTable.name}, {u"schema"_s, versionTable.schema}}},
        {u"revisions"_s, QJsonArray::fromStringList(revisions)},
        {u"started"_s, timeText(started)},
        {u"ended"_s, timeText(ended)},
        {u"database_bytes"_s, databaseBytes},
        {u"bytes"_s, bytes},
        {u"sha256"_s, sha256},
        {u"content"_s, content.toJson()},
        {u"proof"_s, QJsonObject {{u"level"_s, proofKey(proof)}, {u"at"_s, timeText(provedAt)}}},
    };
}

Backup Backup::fromJson(const QJsonObject &object)
{
    Backup backup;
    backup.hasManifest = object.value(u"format"_s).toInt() == manifestFormat;
    backup.dialect = object.value(u"dialect"_s).toString() == "sqlite"_L1 ? Dialect::Sqlite
                                                                          : Dialect::PostgreSql;
    const QJsonObject identity = object.value(u"identity"_s).toObject();
    backup.identity = {backup.dialect, identity.value(u"server"_s).toString(),
        identity.value(u"database"_s).toString()};
    backup.database = object.value(u"database"_s).toString();
    backup.place = object.value(u"place"_s).toString();
    backup.environment = object.value(u"environment"_s).toString();
    backup.reason = object.value(u"reason"_s).toString();
    backup.serverVersion = object.value(u"server_version"_s).toString();
    backup.toolVersion = object.value(u"tool_version"_s).toString();
    const QJsonObject table = object.value(u"version_table"_s).toObject();
    backup.versionTable = {table.value(u"name"_s).toString(), table.value(u"schema"_s).toString()};
    for (const QJsonValue revision : object.value(u"revisions"_s).toArray())
        backup.revisions += revision.toString();
    backup.started = timeIn(object.value(u"started"_s));
    backup.ended = timeIn(object.value(u"ended"_s));
    backup.databaseBytes = object.value(u"database_bytes"_s).toInteger(-1);
    backup.bytes = object.value(u"bytes"_s).toInteger(-1);
    backup.sha256 = object.value(u"sha256"_s).toString();
    backup.content = DatabaseContent::fromJson(object.value(u"content"_s).toObject());
    const QJsonObject proved = object.value(u"proof"_s).toObject();
    backup.proof = proofFromKey(proved.value(u"level"_s).toString());
    backup.provedAt = timeIn(proved.value(u"at"_s));
    return backup;
}

QString manifestPath(const QString &dumpPath)
{
    const QFileInfo file(dumpPath);
    return file.path() + u'/' + file.completeBaseName() + u".json"_s;
}

// The manifest names its file, so that one which lies beside another dump by chance is not taken.
Result<Backup> readBackup(const QString &path)
{
    const Result<ReadableFile> file = ReadableFile::open(path);
    if (!file)
        return tl::unexpected(file.error());
    Backup backup;
    if (const Result<ReadableFile> manifest = ReadableFile::open(manifestPath(path))) {
        const QJsonObject object = QJsonDocument::fromJson(contentsOf(*manifest)).object();
        if (object.value(u"file"_s).toString() == QFileInfo(path).fileName())
            backup = Backup::fromJson(object);
    }
    backup.path = QFileInfo(path).absoluteFilePath();
    if (!backup.hasManifest)
        backup.bytes = file->size();
    return backup;
}

Result<> writeManifest(const PrivateFolder &folder, const Backup &backup, ManifestIs what)
{
    const QString name = QFileInfo(manifestPath(backup.path)).fileName();
    const QString part = name + u".part"_s;
    if (what == ManifestIs::Newer && folder.has(part)) // of one that was killed; the folder is ours
        std::ignore = folder.remove(part);
    return folder.create(part).and_then([&](PrivateFile file) {
        return file.write(QJsonDocument(backup.toJson()).toJson())
            .and_then([&] { return file.sync(); })
            .and_then(
                [&] { return what == ManifestIs::New ? file.publish(name) : file.replace(name); });
    });
}

} // namespace migrations
