// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

// What db info writes.

#include "app/commandline/infocommand.h"
#include "app/commandline/sizetext.h"
#include "app/commandline/statetext.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

using namespace Qt::StringLiterals;
using migrations::Anomaly;
using migrations::DatabaseInfo;
using migrations::DatabaseSession;
using migrations::InterruptedOperation;
using migrations::KeptRecord;
using migrations::ProjectState;
using migrations::TableSize;

namespace app {

namespace {

constexpr std::size_t tablesShown = 10;

void heading(Output &output, const QString &text)
{
    output.line();
    output.line(output.styled(text, Style::Strong));
}

void showSession(Output &output, const DatabaseSession &session)
{
    QString text = u"  "_s + withoutControls(migrations::sessionText(session));
    if (!session.session.state.isEmpty())
        text += u", "_s + session.session.state;
    if (session.stateMs >= 0)
        text += u" for "_s + ageText(session.stateMs);
    if (session.session.transactionMs >= 0)
        text += u", transaction "_s + ageText(session.session.transactionMs);
    if (!session.mayEnd)
        text += u", cannot be ended by this role"_s;
    output.line(text);
    for (const QString &lock : session.holds)
        output.line(u"      holds "_s + withoutControls(lock));
}

void showTables(Output &output, const DatabaseInfo &info)
{
    heading(output, u"Tables (%1)"_s.arg(info.tableCount));
    for (std::size_t i = 0; i < std::min(info.tables.size(), tablesShown); ++i) {
        const TableSize &table = info.tables[i];
        output.line(u"  %1  about %2 rows, %3"_s.arg(
            withoutControls(table.name), QString::number(table.rows), sizeText(table.bytes)));
    }
    if (info.tableCount > qint64(tablesShown))
        output.line(u"  and %1 smaller ones"_s.arg(info.tableCount - qint64(tablesShown)));
}

void showKept(Output &output, const KeptRecord &kept)
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    QString text = u"  %1  %2"_s.arg(
        withoutControls(kept.database.database.name), sizeText(kept.database.bytes));
    if (kept.since.isValid())
        text += u", from the %1 of %2"_s.arg(
            kept.by, kept.since.toLocalTime().toString(u"yyyy-MM-dd HH:mm"_s));
    output.line(text);
    if (migrations::isOld(kept, now))
        output.line(u"    kept for %1 days: spiritsafe db undo --drop-kept %2 drops it"_s.arg(
            QString::number(kept.since.daysTo(now)), withoutControls(kept.database.database.name)));
}

void showAnomaly(Output &output, const Anomaly &anomaly)
{
    output.line(u"  "_s + output.styled(anomaly.code, Style::Caution) + u"  "_s
        + withoutControls(anomaly.sentence));
    if (anomaly.repair == migrations::Repair::None)
        return;
    const bool target = anomaly.repair == migrations::Repair::Stamp
        || anomaly.repair == migrations::Repair::StampPurge;
    output.line(u"    repair: spiritsafe db info --repair %1%2"_s.arg(
        anomaly.code, target ? u" --to REVISION"_s : QString()));
}

void showBackup(Output &output, const migrations::Backup &backup)
{
    const qint64 age = backup.ended.msecsTo(QDateTime::currentDateTimeUtc());
    output.line(u"  %1  %2, %3 ago, %4, at %5"_s.arg(withoutControls(backup.name()),
        sizeText(backup.bytes), ageText(age), migrations::proofName(backup.proof),
        backup.revisions.isEmpty() ? u"base"_s : backup.revisions.join(u", "_s)));
}

QJsonValue numberOrNull(qint64 number)
{
    return number < 0 ? QJsonValue() : QJsonValue(number);
}

QJsonObject toJson(const DatabaseSession &session)
{
    return {{u"pid"_s, session.session.pid}, {u"user"_s, session.session.user},
        {u"application"_s, session.session.application}, {u"client"_s, session.session.client},
        {u"kind"_s, session.kind}, {u"state"_s, session.session.state},
        {u"state_ms"_s, numberOrNull(session.stateMs)},
        {u"transaction_ms"_s, numberOrNull(session.session.transactionMs)},
        {u"holds"_s, QJsonArray::fromStringList(session.holds)}, {u"may_end"_s, session.mayEnd}};
}

QJsonObject toJson(const TableSize &table)
{
    return {{u"name"_s, table.name}, {u"rows_estimated"_s, table.rows}, {u"bytes"_s, table.bytes}};
}

QJsonObject toJson(const KeptRecord &kept)
{
    return {{u"name"_s, kept.database.database.name}, {u"oid"_s, kept.database.database.oid},
        {u"of"_s, kept.of}, {u"bytes"_s, numberOrNull(kept.database.bytes)}, {u"by"_s, kept.by},
        {u"since"_s,
            kept.since.isValid() ? QJsonValue(kept.since.toUTC().toString(Qt::ISODate))
                                 : QJsonValue()},
        {u"old"_s, migrations::isOld(kept, QDateTime::currentDateTimeUtc())}};
}

QJsonObject toJson(const migrations::Backup &backup)
{
    return {{u"path"_s, backup.path}, {u"bytes"_s, numberOrNull(backup.bytes)},
        {u"ended"_s, backup.ended.toUTC().toString(Qt::ISODate)},
        {u"proof"_s, migrations::proofKey(backup.proof)},
        {u"revisions"_s, QJsonArray::fromStringList(backup.revisions)}};
}

QJsonObject toJson(const Anomaly &anomaly)
{
    const QString repair = migrations::repairName(anomaly.repair);
    return {{u"code"_s, anomaly.code}, {u"sentence"_s, anomaly.sentence},
        {u"subjects"_s, QJsonArray::fromStringList(anomaly.subjects)},
        {u"repair"_s, repair.isEmpty() ? QJsonValue() : QJsonValue(repair)}};
}

QJsonObject toJson(const InterruptedOperation &interrupted)
{
    return {{u"kind"_s, interrupted.entry.kind}, {u"journal_id"_s, interrupted.entry.id},
        {u"sentence"_s, interrupted.sentence}, {u"can_finish"_s, interrupted.canFinish},
        {u"can_undo"_s, interrupted.canUndo}};
}

template <typename T>
QJsonArray listJson(const std::vector<T> &values)
{
    QJsonArray list;
    for (const T &value : values)
        list.append(toJson(value));
    return list;
}

} // namespace

void showDatabaseInfo(Output &output, const ProjectState &state, const DatabaseInfo &info)
{
    showHeading(output, state);
    if (state.databaseError)
        output.line(
            output.styled(linesWithoutControls(state.databaseError->message), Style::Danger));
    output.line(u"Size %1%2"_s.arg(sizeText(info.bytes),
        info.protection.marked ? u", protected: counts as production"_s : QString()));
    for (const InterruptedOperation &interrupted : info.interrupted) {
        output.line(output.styled(withoutControls(interrupted.sentence), Style::Danger));
        if (interrupted.canFinish)
            output.line(u"  finish it: spiritsafe db recreate --finish"_s);
        if (interrupted.canUndo)
            output.line(u"  undo it: spiritsafe db undo"_s);
    }
    if (!info.anomalies.empty())
        heading(output, u"Not as it should be"_s);
    for (const Anomaly &anomaly : info.anomalies)
        showAnomaly(output, anomaly);
    if (state.database && state.database->identity.dialect == migrations::Dialect::PostgreSql) {
        showTables(output, info);
        heading(output, u"Sessions (%1)"_s.arg(info.sessions.size()));
        for (const DatabaseSession &session : info.sessions)
            showSession(output, session);
    }
    if (!info.kept.empty())
        heading(output, u"Kept databases"_s);
    for (const KeptRecord &kept : info.kept)
        showKept(output, kept);
    if (!info.backups.empty())
        heading(output, u"Backups (%1)"_s.arg(info.backups.size()));
    for (const migrations::Backup &backup : info.backups)
        showBackup(output, backup);
    for (const QString &note : info.notes)
        output.line(output.styled(withoutControls(note), Style::Dim));
}

QByteArray databaseInfoJson(const ProjectState &state, const DatabaseInfo &info)
{
    QJsonObject object {{u"bytes"_s, numberOrNull(info.bytes)},
        {u"protected"_s, info.protection.marked}, {u"table_count"_s, info.tableCount},
        {u"tables"_s, listJson(info.tables)}, {u"sessions"_s, listJson(info.sessions)},
        {u"kept"_s, listJson(info.kept)}, {u"backups"_s, listJson(info.backups)},
        {u"anomalies"_s, listJson(info.anomalies)}, {u"interrupted"_s, listJson(info.interrupted)},
        {u"notes"_s, QJsonArray::fromStringList(info.notes)},
        {u"version_table"_s, state.memory.versionTable.display()}};
    if (state.database) {
        const migrations::DatabaseReading &reading = *state.database;
        object.insert(u"database"_s, reading.databaseName);
        object.insert(u"identity"_s, reading.identity.key());
        object.insert(u"server_version"_s, reading.serverVersion);
        object.insert(u"host"_s, reading.host);
        object.insert(u"schema"_s, reading.schema);
        object.insert(u"rows"_s, QJsonArray::fromStringList(reading.rows));
        object.insert(u"invalid_indexes"_s, QJsonArray::fromStringList(reading.invalidIndexes));
    } else if (state.databaseError) {
        object.insert(u"error"_s, state.databaseError->message);
    }
    return QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
}

} // namespace app
