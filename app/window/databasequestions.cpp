// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/window/databasequestions.h"

#include "app/window/windowtext.h"
#include "migrations/lifecycle/resetwords.h"
#include "model/backupmodel.h"
#include "widgets/richtext.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <algorithm>

namespace app {

using namespace Qt::StringLiterals;
using migrations::ProjectState;
using migrations::Safeguards;
using widgets::Banner;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("app::DatabaseQuestions", text);
}

// The name to say: of an SQLite database that of its file, without the folder.
QString shortName(const QString &database)
{
    return database.contains(u'/') ? QFileInfo(database).fileName() : database;
}

QString nameOf(const ProjectState &state)
{
    return state.database ? shortName(state.database->databaseName) : QString();
}

QString revisionsText(qsizetype count)
{
    return count == 1 ? tr("1 revision") : tr("%1 revisions").arg(count);
}

QString sized(const QString &text, qint64 bytes)
{
    return bytes < 0 ? text : tr("%1 (%2)").arg(text, model::bytesText(bytes));
}

std::optional<widgets::DestructiveDialog::BackupOffer> backupOffer(const Guards &guards)
{
    using Wish = Safeguards::Backup;
    const Wish wish = guards.safeguards.backup;
    if (wish == Wish::None)
        return std::nullopt;
    const QString made = guards.estimate.isEmpty()
        ? migrations::proofName(guards.safeguards.proof)
        : tr("%1; %2").arg(guards.estimate, migrations::proofName(guards.safeguards.proof));
    if (!guards.there)
        return widgets::DestructiveDialog::BackupOffer {true, wish == Wish::Required, made};
    return widgets::DestructiveDialog::BackupOffer {false, false,
        tr("The one of %1 will do: %2. One more: %3.")
            .arg(widgets::momentText(guards.there->ended.toLocalTime()),
                migrations::proofName(guards.there->proof), made)};
}

std::vector<widgets::GoingItem> sessionsOf(const std::vector<migrations::DatabaseSession> &sessions)
{
    std::vector<widgets::GoingItem> items;
    items.reserve(sessions.size());
    for (const migrations::DatabaseSession &session : sessions)
        items.push_back({migrations::sessionText(session), -1, -1});
    return items;
}

void listSessions(Question &question, const std::vector<migrations::DatabaseSession> &sessions)
{
    question.goesTitle = tr("Sessions that are ended");
    question.goesWhat = tr("Session");
    question.goes = sessionsOf(sessions);
    question.goesNothing = tr("No other session is connected.");
}

Banner::Content wayBackOf(const migrations::ResetPlan &plan)
{
    using migrations::ResetWay;
    QStringList detail {plan.wayReason};
    detail.append(plan.warnings);
    Banner::Content wayBack {Banner::Kind::Ok, {}, detail.join(u' ').trimmed(), {}, {}};
    switch (plan.way) {
    case ResetWay::OneTransaction:
        wayBack.sentence = tr("In one transaction: when anything fails, nothing has changed");
        break;
    case ResetWay::NewFile:
        wayBack.sentence = tr("Built in a new file: when anything fails, nothing has changed");
        break;
    case ResetWay::TwoTransactions:
        wayBack.kind = Banner::Kind::Caution;
        wayBack.sentence = tr("Not in one transaction: the backup is the way back");
    }
    return wayBack;
}

void listWhatGoes(Question &question, const migrations::ResetPlan &plan)
{
    for (const migrations::ResetTable &table : plan.tables)
        question.goes.push_back({table.identity, table.rows, table.bytes});
    const QString rows = widgets::shortCountText(plan.rows());
    question.goesSummary =
        tr("%1, %2 rows, %3")
            .arg(migrations::plural(qint64(plan.tables.size()), tr("table")),
                plan.rowsExact() ? rows : tr("about %1").arg(rows), model::bytesText(plan.bytes()));
    question.goesOther = migrations::resetOthers(plan);
    question.goesNothing = tr("There is nothing in it.");
}

QString capitalised(QString text)
{
    if (!text.isEmpty())
        text.front() = text.front().toUpper();
    return text;
}

QString refusalsOf(const migrations::ResetPlan &plan)
{
    QStringList texts;
    for (const migrations::Error &refusal : plan.refusals)
        texts.append(refusal.message);
    return texts.join(u'\n');
}

} // namespace

Question questionFor(const ProjectState &state, const Guards &guards)
{
    Question question;
    question.place = placeOf(state);
    question.typedName = guards.safeguards.typedName;
    question.backup = backupOffer(guards);
    if (guards.locked()) {
        question.refusal = tr("Off on production until it is unlocked for ten minutes.");
        question.unlockText = tr("Unlock for 10 minutes");
    }
    return question;
}

Question resetQuestion(const ProjectState &state, const ResetLook &look)
{
    const migrations::ResetPlan &plan = look.outlook.reset;
    const QString database = shortName(look.outlook.database);
    Question question = questionFor(state, look.guards);
    question.title = tr("Reset schema");
    question.question = plan.scope.schemas.isEmpty() ? tr("Reset %1?").arg(database)
        : plan.scope.schemas.size() == 1
        ? tr("Reset schema “%1” of %2?").arg(plan.scope.schemas.first(), database)
        : tr("Reset the schemas %1 of %2?").arg(plan.scope.schemas.join(u", "_s), database);
    question.sentence = tr("Everything in it goes; then %1 build it anew, up to head.")
                            .arg(revisionsText(qsizetype(look.outlook.migrations.steps.size())));
    listWhatGoes(question, plan);
    for (const QString &line : migrations::resetKeeps(plan))
        question.stays.append(capitalised(line));
    if (plan.dependents.empty())
        question.staysNote = tr("Nothing outside depends on what goes.");
    question.wayBack = wayBackOf(plan);
    question.typedFor = tr("reset its schema");
    question.button = tr("Reset schema");
    question.buttonWithBackup = tr("Back up and reset schema");
    if (!plan.refusals.empty()) {
        question.refusal = refusalsOf(plan);
        question.unlockText.clear();
    }
    return question;
}

Question recreateQuestion(const ProjectState &state, const RecreateLook &look)
{
    const migrations::RecreatePlan &plan = look.plan;
    const QString name = shortName(plan.database);
    const QString revisions = revisionsText(qsizetype(plan.migrations.steps.size()));
    Question question = questionFor(state, look.guards);
    question.title = tr("Recreate database");
    if (plan.missing()) {
        question.question = tr("Make the database %1?").arg(name);
        question.sentence = tr("There is none yet; %1 build it, up to head.").arg(revisions);
        question.typedFor = tr("make it");
        question.button = tr("Make database");
        return question;
    }
    question.question = tr("Make %1 anew?").arg(name);
    question.sentence =
        tr("A new database takes its name; %1 build it, up to head.").arg(revisions);
    listSessions(question, plan.sessions);
    question.stays = {
        tr("The old database, kept as %1").arg(sized(shortName(plan.keptAs), plan.bytes)),
        tr("Owner, grants, settings, encoding, locale and comment are carried over")};
    question.wayBack = {Banner::Kind::Ok, tr("Put back undoes it"),
        tr("The old database is only renamed, and kept until you drop it. When a migration fails "
           "it is put back by itself."),
        {}, {}};
    question.typedFor = tr("make it anew");
    question.button = tr("Recreate database");
    question.buttonWithBackup = tr("Back up and recreate");
    return question;
}

Question restoreQuestion(const ProjectState &state, const RestoreLook &look)
{
    const migrations::RestorePlan &plan = look.plan;
    const migrations::Backup &backup = plan.backup;
    const QString name = shortName(plan.database);
    const QString at = backup.revisions.isEmpty() ? tr("base") : backup.revisions.join(u", "_s);
    Question question = questionFor(state, look.guards);
    question.title = tr("Restore");
    question.question = plan.missing() ? tr("Make %1 from this backup?").arg(name)
                                       : tr("Replace %1 by this backup?").arg(name);
    question.sentence = backup.hasManifest
        ? tr("Of %1, at %2, %3.")
              .arg(widgets::momentText(backup.ended.toLocalTime()), at,
                  migrations::proofName(backup.proof))
        : backup.path;
    if (!plan.missing()) {
        listSessions(question, plan.sessions);
        question.stays = {tr("The database there is now, kept as %1")
                              .arg(sized(shortName(plan.keptAs), plan.bytes))};
    }
    question.wayBack = {Banner::Kind::Ok, tr("Put back undoes it"),
        tr("It goes into a new database that is compared with the backup before the two change "
           "places."),
        {}, {}};
    if (!plan.check.ours)
        question.wayBack = {Banner::Kind::Danger, tr("This file is not known to be ours"),
            plan.check.superuser
                ? tr("Whatever is in it runs as a superuser, and it cannot be compared.")
                : tr("Whatever is in it runs with your rights, and it cannot be compared."),
            {}, {}};
    question.typedFor = tr("restore it");
    question.button = tr("Restore");
    question.buttonWithBackup = tr("Back up and restore");
    return question;
}

Question putBackQuestion(
    const ProjectState &state, const migrations::KeptRecord &record, const Guards &guards)
{
    Question question = questionFor(state, guards);
    question.title = tr("Put back");
    question.question =
        tr("Put %1 back in its place?")
            .arg(sized(shortName(record.database.database.name), record.database.bytes));
    question.sentence = record.since.isValid()
        ? tr("It was %1 until the %2 of %3.")
              .arg(shortName(record.of), record.by, widgets::momentText(record.since.toLocalTime()))
        : tr("It was %1.").arg(shortName(record.of));
    question.stays = {tr("The database there is now, kept in turn")};
    question.typedFor = tr("put the other one back");
    question.button = tr("Put back");
    return question;
}

Question dropKeptQuestion(
    const ProjectState &state, const migrations::KeptRecord &record, const Guards &guards)
{
    const QString name = shortName(record.database.database.name);
    Question question = questionFor(state, guards);
    question.title = tr("Drop a kept database");
    question.question = tr("Drop %1 for good?").arg(sized(name, record.database.bytes));
    question.sentence =
        tr("What was in %1 before can then only come from a backup.").arg(shortName(record.of));
    question.typedFor = tr("drop what was kept of it");
    question.button = tr("Drop for good");
    return question;
}

Question interruptedQuestion(const ProjectState &state,
    const migrations::InterruptedOperation &interrupted, Waiting answer, const Guards &guards)
{
    const bool finish = answer == Waiting::Finish;
    Question question = questionFor(state, guards);
    question.title = finish ? tr("Finish") : tr("Undo");
    question.question =
        finish ? tr("Finish what was interrupted?") : tr("Undo what was interrupted?");
    question.sentence = interrupted.sentence;
    question.typedFor = finish ? tr("finish it") : tr("undo it");
    question.button = finish ? tr("Finish") : tr("Undo");
    return question;
}

Question repairQuestion(const ProjectState &state, const QString &what, const Guards &guards)
{
    Question question = questionFor(state, guards);
    question.title = tr("Repair");
    question.question = tr("Repair %1?").arg(nameOf(state));
    question.sentence = what + u'.';
    question.typedFor = tr("repair it");
    question.button = tr("Repair");
    return question;
}

Question unprotectQuestion(const ProjectState &state)
{
    Question question;
    question.place = placeOf(state);
    question.title = tr("Remove protection");
    question.question = tr("Take the protection of %1 away?").arg(nameOf(state));
    question.sentence = tr("It then counts as what its environment says, no longer as production.");
    question.typedName = state.database->databaseName;
    question.typedFor = tr("remove its protection");
    question.button = tr("Remove protection");
    return question;
}

Question unlockQuestion(const ProjectState &state)
{
    Question question;
    question.place = placeOf(state);
    question.title = tr("Unlock");
    question.question = tr("Unlock reset and recreate of %1?").arg(nameOf(state));
    question.sentence = tr("For ten minutes. Each of them still asks, and still makes its backup.");
    question.typedName = state.database->databaseName;
    question.typedFor = tr("unlock it");
    question.button = tr("Unlock for 10 minutes");
    return question;
}

} // namespace app
