// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/operations/backupoperation.h"

#include "migrations/database/sqlite.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

QString sizeText(qint64 bytes)
{
    return QLocale::c().formattedDataSize(bytes, 1, QLocale::DataSizeSIFormat);
}

QString rowsText(qint64 rows)
{
    return rows == 1 ? u"1 row"_s : u"%1 rows"_s.arg(rows);
}

// By default what a production database asks for before it may be changed.
Result<Proof> proofFor(const ProjectState &state)
{
    const Environment *environment = state.environment();
    if (environment != nullptr && environment->tier == Tier::Production)
        return Proof::Compared;
    if (!state.database)
        return Proof::Checksummed;
    return ProtectionStore(state.dataFolder)
        .load(state.database->identity.key())
        .map([](const Protection &protection) {
            return protection.marked ? Proof::Compared : Proof::Checksummed;
        });
}

QString sentenceFor(const Backup &backup)
{
    return u"Backed up %1 (%2) to %3 (%4), %5"_s.arg(
        backup.dialect == Dialect::Sqlite ? QFileInfo(backup.database).fileName() : backup.database,
        rowsText(backup.content.rows()), backup.path, sizeText(backup.bytes),
        proofName(backup.proof));
}

} // namespace

Result<BackupRequest> backupRequestFor(const ProjectState &state, const BackupWish &wish)
{
    const Environment *environment = state.environment();
    if (environment == nullptr || !environment->url)
        return failure(
            ErrorKind::Refused, u"There is no DATABASE_URL to back up."_s, {}, u"no_url"_s);
    const Result<Proof> proof = wish.proof ? Result<Proof>(*wish.proof) : proofFor(state);
    if (!proof)
        return tl::unexpected(proof.error());
    return BackupRequest {.url = *environment->url,
        .baseFolder = state.project.root,
        .versionTable = state.memory.versionTable,
        .identity = state.database ? state.database->identity : DatabaseIdentity(),
        .environment = environment->name,
        .reason = wish.reason,
        .folder = wish.folder,
        .dataFolder = state.dataFolder,
        .proof = *proof};
}

BackupOf backupsMeantBy(const ProjectState &state)
{
    BackupOf database;
    if (state.database)
        database.identity = state.database->identity;
    const Environment *environment = state.environment();
    if (environment == nullptr || !environment->url)
        return database;
    database.identity.dialect = environment->url->dialect;
    if (environment->url->dialect == Dialect::Sqlite)
        database.database = sqliteFile(*environment->url, state.project.root);
    else
        database.database =
            state.database ? state.database->databaseName : environment->url->databaseName();
    return database;
}

LifecycleReport backupDatabase(
    const ProjectState &state, const BackupRequest &request, Journal &journal, Progress &progress)
{
    LifecycleRun run(state,
        {.kind = LifecycleKind::Backup,
            .target = request.folder,
            .identity = request.identity,
            .lock = LifecycleRequest::Lock::None},
        journal, progress);
    if (Result<> begun = run.begin(); !begun)
        return run.refused(begun.error());
    if (Result<> told =
            run.stage(u"writing"_s, {{u"folder"_s, request.folder}, {u"reason"_s, request.reason}});
        !told)
        return run.refused(told.error());
    const Result<Backup> backup = makeBackup(request, progress);
    if (!backup)
        return run.refused(backup.error());
    return run.finish(
        {.sentence = sentenceFor(*backup), .facts = {{u"backup"_s, backupFacts(*backup)}}});
}

std::optional<Backup> satisfyingBackup(
    const ProjectState &state, const Safeguards &safeguards, const QDateTime &now)
{
    if (!state.database || safeguards.backupAgeMinutes <= 0)
        return std::nullopt;
    QStringList revisions = state.database->rows;
    revisions.sort();
    const BackupList list = backupsOf(backupsMeantBy(state), {}, state.dataFolder);
    for (const Backup &backup : list.backups) {
        QStringList held = backup.revisions;
        held.sort();
        // Only of this very database: one of before a restore or recreate holds other rows.
        if (backup.identity == state.database->identity && held == revisions
            && backup.proof >= safeguards.proof
            && backup.ended.secsTo(now) <= 60 * qint64(safeguards.backupAgeMinutes))
            return backup;
    }
    return std::nullopt;
}

Result<Backup> backupBefore(const ProjectState &state, const Safeguards &safeguards,
    const QString &reason, Journal &journal, Progress &progress)
{
    const Result<BackupRequest> request =
        backupRequestFor(state, {.reason = reason, .proof = safeguards.proof});
    if (!request)
        return tl::unexpected(request.error());
    const LifecycleReport report = backupDatabase(state, *request, journal, progress);
    if (report.error)
        return tl::unexpected(*report.error);
    return readBackup(report.facts.value(u"backup"_s)[u"path"_s].toString());
}

QJsonObject backupFacts(const Backup &backup)
{
    QJsonObject facts {
        {u"name"_s, backup.name()},
        {u"path"_s, backup.path},
        {u"bytes"_s, backup.bytes},
        {u"ours"_s, backup.hasManifest},
        {u"at"_s, backup.ended.toUTC().toString(Qt::ISODate)},
    };
    if (!backup.hasManifest)
        return facts;
    facts.insert(u"database"_s, backup.database);
    facts.insert(u"place"_s, backup.place);
    facts.insert(u"environment"_s, backup.environment);
    facts.insert(u"reason"_s, backup.reason);
    facts.insert(u"identity"_s, backup.identity.key());
    facts.insert(u"server_version"_s, backup.serverVersion);
    facts.insert(u"revisions"_s, QJsonArray::fromStringList(backup.revisions));
    facts.insert(u"database_bytes"_s, backup.databaseBytes);
    facts.insert(u"tables"_s, qint64(backup.content.tables.size()));
    facts.insert(u"rows"_s, backup.content.rows());
    facts.insert(u"seconds"_s, backup.seconds());
    facts.insert(u"sha256"_s, backup.sha256);
    facts.insert(u"proof"_s, proofKey(backup.proof));
    facts.insert(u"proved_at"_s, backup.provedAt.toUTC().toString(Qt::ISODate));
    return facts;
}

} // namespace migrations
