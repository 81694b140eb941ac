// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/commandline/backuptext.h"

#include "migrations/operations/backupoperation.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QLocale>

using namespace Qt::StringLiterals;
using migrations::Backup;
using migrations::RestorePlan;
using migrations::StrayFile;

namespace app {

namespace {

QString sizeText(qint64 bytes)
{
    return QLocale::c().formattedDataSize(bytes, 1, QLocale::DataSizeSIFormat);
}

QString countText(qsizetype count, const QString &one, const QString &many)
{
    return count == 1 ? u"1 "_s + one : u"%1 %2"_s.arg(count).arg(many);
}

QString ageText(const QDateTime &time)
{
    const qint64 minutes = time.secsTo(QDateTime::currentDateTimeUtc()) / 60;
    if (minutes < 1)
        return u"just now"_s;
    if (minutes < 120)
        return u"%1 min ago"_s.arg(minutes);
    return minutes < 48 * 60 ? u"%1 h ago"_s.arg(minutes / 60)
                             : u"%1 days ago"_s.arg(minutes / (24 * 60));
}

void write(const Context &context, const QJsonObject &object)
{
    context.console.out.write(QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n');
}

QJsonArray namesOf(const std::vector<Backup> &backups)
{
    QJsonArray names;
    for (const Backup &backup : backups)
        names += backup.path;
    return names;
}

QJsonArray namesOf(const std::vector<StrayFile> &strays)
{
    QJsonArray names;
    for (const StrayFile &stray : strays)
        names += stray.path;
    return names;
}

void showLine(Output &out, const Backup &backup)
{
    const QString revisions =
        backup.revisions.isEmpty() ? u"base"_s : backup.revisions.join(u", "_s);
    out.line(u"%1  %2  %3  %4  %5"_s.arg(out.styled(withoutControls(backup.name()), Style::Strong),
        ageText(backup.ended), withoutControls(revisions), sizeText(backup.bytes),
        out.styled(migrations::proofName(backup.proof),
            backup.proof >= migrations::Proof::Checksummed ? Style::Good : Style::Caution)));
}

} // namespace

ExitCode showEstimate(const Context &context, const migrations::BackupEstimate &estimate)
{
    if (context.options.json)
        write(context,
            {{u"database_bytes"_s, estimate.databaseBytes},
                {u"needed_bytes"_s, estimate.neededBytes}, {u"free_bytes"_s, estimate.freeBytes},
                {u"seconds"_s, estimate.seconds}, {u"guess"_s, estimate.guess},
                {u"fits"_s, estimate.fits()}, {u"folder"_s, estimate.folder}});
    return ExitCode::Done;
}

ExitCode showBackups(const Context &context, const migrations::BackupList &list,
    const std::vector<migrations::ScratchRecord> &scratch)
{
    if (context.options.json) {
        QJsonArray backups;
        for (const Backup &backup : list.backups)
            backups += migrations::backupFacts(backup);
        QJsonArray databases;
        for (const migrations::ScratchRecord &record : scratch)
            databases += QJsonObject {{u"name"_s, record.name}, {u"oid"_s, record.oid},
                {u"place"_s, record.place}, {u"made"_s, record.made.toString(Qt::ISODate)}};
        write(context,
            {{u"backups"_s, backups}, {u"strays"_s, namesOf(list.strays)},
                {u"scratch_databases"_s, databases}});
        return ExitCode::Done;
    }
    Output &out = context.console.out;
    if (list.backups.empty())
        out.line(u"There is no backup of this database yet: spiritsafe db backup makes one."_s);
    for (const Backup &backup : list.backups)
        showLine(out, backup);
    for (const StrayFile &stray : list.strays)
        out.line(out.styled(u"left behind by a killed process: %1 (%2); --prune removes it"_s.arg(
                                withoutControls(stray.path), sizeText(stray.bytes)),
            Style::Caution));
    for (const migrations::ScratchRecord &record : scratch)
        out.line(out.styled(u"left behind by a killed process: the scratch database %1 on %2"_s.arg(
                                record.name, withoutControls(record.place)),
            Style::Caution));
    return ExitCode::Done;
}

ExitCode showProven(const Context &context, const Backup &backup)
{
    if (context.options.json)
        write(context, {{u"backup"_s, migrations::backupFacts(backup)}});
    else
        context.console.out.line(u"%1 is %2."_s.arg(
            withoutControls(backup.name()), migrations::proofName(backup.proof)));
    return ExitCode::Done;
}

ExitCode failVerification(const Context &context, const migrations::Error &error)
{
    const ExitCode code = context.fail(error);
    const bool answer = error.code == "damaged"_L1 || error.code == "not_the_same"_L1
        || error.code == "restore_failed"_L1 || error.code == "no_manifest"_L1;
    return answer ? ExitCode::Pending : code;
}

ExitCode showPruned(const Context &context, const std::vector<Backup> &gone,
    const std::vector<StrayFile> &strays, Pruned pruned)
{
    if (context.options.json) {
        write(context,
            {{u"removed"_s, pruned == Pruned::Done}, {u"backups"_s, namesOf(gone)},
                {u"strays"_s, namesOf(strays)}});
        return ExitCode::Done;
    }
    Output &out = context.console.out;
    const QString verb = pruned == Pruned::Done ? u"Removed"_s : u"Would remove"_s;
    for (const Backup &backup : gone)
        out.line(u"%1 %2 (%3)"_s.arg(verb, withoutControls(backup.path), ageText(backup.ended)));
    for (const StrayFile &stray : strays)
        out.line(u"%1 %2"_s.arg(verb, withoutControls(stray.path)));
    if (gone.empty() && strays.empty())
        out.line(u"There is nothing to remove."_s);
    return ExitCode::Done;
}

QString pruneQuestion(const std::vector<Backup> &gone, const std::vector<StrayFile> &strays)
{
    QStringList parts;
    if (!gone.empty())
        parts += countText(qsizetype(gone.size()), u"backup"_s, u"backups"_s);
    if (!strays.empty())
        parts += countText(qsizetype(strays.size()), u"file left behind"_s, u"files left behind"_s);
    return u"Remove %1 for good?"_s.arg(parts.join(u" and "_s));
}

void showRestorePlan(Output &output, const RestorePlan &plan)
{
    const Backup &backup = plan.backup;
    output.line(
        u"Restore %1, made %2, %3, %4"_s.arg(withoutControls(backup.name()), ageText(backup.ended),
            backup.revisions.isEmpty() ? u"at base"_s
                                       : u"at "_s + withoutControls(backup.revisions.join(u", "_s)),
            backup.hasManifest ? migrations::proofName(backup.proof) : u"without a manifest"_s));
    if (!plan.check.ours)
        output.line(output.styled(plan.check.superuser
                ? u"This file is not known to be ours. What is in it runs as a superuser."_s
                : u"This file is not known to be ours. What is in it runs with your rights."_s,
            Style::Danger));
    if (plan.missing()) {
        output.line(
            u"There is no database %1 yet; it will be made."_s.arg(withoutControls(plan.database)));
        return;
    }
    output.line(
        u"It takes the place of %1%2, which is kept as %3"_s.arg(withoutControls(plan.database),
            plan.bytes < 0 ? QString() : u" (%1)"_s.arg(sizeText(plan.bytes)),
            withoutControls(plan.keptAs)));
    for (const migrations::DatabaseSession &session : plan.sessions)
        output.line(output.styled(
            u"ends the "_s + withoutControls(migrations::sessionText(session)), Style::Caution));
}

QString restoreQuestion(const RestorePlan &plan)
{
    return u"Replace %1 by the backup %2?"_s.arg(
        withoutControls(plan.database), withoutControls(plan.backup.name()));
}

} // namespace app
