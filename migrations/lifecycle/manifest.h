// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/database/reading.h"
#include "migrations/lifecycle/content.h"
#include "migrations/lifecycle/privatefile.h"

#include <QDateTime>

namespace migrations {

// How far a backup was proven, each level with those before it. pg_restore --list proves nothing:
// it is content with a file cut to its first percent (RELIABILITY 0.4).
enum class Proof { Written, Readable, Checksummed, Compared };
QString proofName(Proof proof); // "written", "readable to the end", "checksummed" …
QString proofKey(Proof proof); // "written", "readable", "checksummed", "compared": JSON
Proof proofFromKey(const QString &key); // Written for what it does not know

// One backup: the file, and what its manifest beside it (NAME.json) says.
struct Backup
{
    QString path; // of the dump, or of the SQLite copy
    bool hasManifest = false; // false: somebody else's file; only path and bytes are known
    Dialect dialect = Dialect::PostgreSql;
    DatabaseIdentity identity;
    QString database; // "shop_dev"; SQLite: the file's path
    QString place; // "db1:6432", the socket's folder; SQLite: the folder
    QString environment;
    QString reason; // why it was made: "by hand", "before reset" …
    QString serverVersion;
    QString toolVersion;
    VersionTable versionTable;
    QStringList revisions; // the version table's rows
    QDateTime started;
    QDateTime ended;
    qint64 databaseBytes = -1; // on the server
    qint64 bytes = -1; // of the file
    QString sha256;
    DatabaseContent content; // SQLite: tables and rows only
    Proof proof = Proof::Written;
    QDateTime provedAt;

    QString name() const; // the file's
    qint64 seconds() const; // that making it took
    QJsonObject toJson() const;
    static Backup fromJson(const QJsonObject &object);
    bool operator==(const Backup &) const = default;
};

QString manifestPath(const QString &dumpPath);

// The backup of a file, with its manifest when there is one for a file of that size; the checksum
// is not looked at. Errors: ErrorKind::File, code "no_file".
Result<Backup> readBackup(const QString &path);

// A new manifest beside the dump, or a newer state of the one that is there.
enum class ManifestIs { New, Newer };
Result<> writeManifest(const PrivateFolder &folder, const Backup &backup, ManifestIs what);

} // namespace migrations
