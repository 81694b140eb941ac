// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/window/revisionquestions.h"

#include "app/window/databasequestions.h"
#include "app/window/windowtext.h"

#include <QCoreApplication>
#include <QFileInfo>

namespace app {

using namespace Qt::StringLiterals;
using migrations::FileChange;
using migrations::ProjectState;
using widgets::Banner;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("app::RevisionQuestions", text);
}

QString fileText(const FileChange &change)
{
    const QString name = QFileInfo(change.path).fileName();
    if (!change.after)
        return tr("%1 goes to the trash").arg(name);
    return change.before ? tr("%1 gets its earlier text").arg(name) : tr("%1 comes back").arg(name);
}

QString againText(const migrations::Reapplication &again)
{
    const QString applied = migrations::revisionsOf(again.again).join(u", "_s);
    if (!again.rollback)
        return tr("%1 is applied again.").arg(applied);
    return tr("%1 is rolled back first; after it %2 is applied.")
        .arg(migrations::revisionsOf(*again.rollback).join(u", "_s), applied);
}

QString againWayBack()
{
    return tr("When a step fails, files and database are taken back. Rows that the downgrade drops "
              "come back from a backup only.");
}

void listLosses(Question &question, const migrations::DataLoss &loss)
{
    question.goesTitle = tr("What the rollback drops");
    question.goesWhat = tr("Object");
    question.goesNothing = loss.unknown ? tr("Not known: %1").arg(loss.unknown->message)
                                        : tr("Nothing that holds rows.");
    for (const migrations::LostData &item : loss.items)
        question.goes.push_back({item.object(), item.rows, -1});
}

} // namespace

Question uncommitQuestion(const ProjectState &state, const migrations::UncommitPlan &plan)
{
    Question question;
    question.place = placeOf(state);
    question.title = tr("Remove a revision");
    question.question =
        tr("Remove “%1”?").arg(plan.message.isEmpty() ? plan.revision : plan.message);
    question.sentence = fileText(plan.removal) + u'.';
    if (!plan.unasked.isEmpty())
        question.wayBack = {Banner::Kind::Caution, tr("Not every database could be asked"),
            plan.unasked.join(u' '), {}, {}};
    else
        question.wayBack = {Banner::Kind::Ok, tr("Undo brings it back"),
            tr("It is applied in no environment, not pushed, and nothing builds on it."), {}, {}};
    question.button = tr("Remove");
    return question;
}

Question rebaseQuestion(const ProjectState &state, const RebaseLook &look)
{
    const migrations::RebasePlan &plan = look.plan;
    Question question = questionFor(state, look.rollback.guards);
    question.unlockText.clear(); // on the Database page
    question.title = tr("Rebase");
    question.question = plan.moved.size() == 1
        ? tr("Put %1 after %2?").arg(plan.mine, plan.onto)
        : tr("Put the %1 revisions of %2 after %3?")
              .arg(QString::number(plan.moved.size()), plan.mine, plan.onto);
    question.sentence = tr("%1 gets another down_revision, %2 instead of %3.")
                            .arg(QFileInfo(plan.change.path).fileName(), plan.onto,
                                plan.parent.isEmpty() ? tr("none") : plan.parent)
        + (plan.reapplication ? u' ' + againText(*plan.reapplication)
                              : tr(" Nothing else changes."));
    if (plan.reapplication)
        listLosses(question, look.rollback.loss);
    if (!plan.unasked.isEmpty())
        question.wayBack = {Banner::Kind::Caution, tr("Not every database could be asked"),
            plan.unasked.join(u' '), {}, {}};
    else
        question.wayBack = {Banner::Kind::Ok, tr("Undo puts it back"),
            plan.reapplication ? againWayBack()
                               : tr("The branch is applied in no environment and not pushed."),
            {}, {}};
    question.button = tr("Rebase");
    question.buttonWithBackup = tr("Back up and rebase");
    return question;
}

Question recreationQuestion(const ProjectState &state, const RecreationLook &look)
{
    const migrations::RevisionRecreation &plan = look.plan;
    Question question = questionFor(state, look.rollback.guards);
    question.unlockText.clear(); // on the Database page
    question.title = tr("Recreate a revision");
    question.question =
        tr("Write “%1” anew?").arg(plan.message.isEmpty() ? plan.revision : plan.message);
    question.sentence = plan.rollback
        ? tr("It is rolled back, %1 goes to the trash, and what differs between the models and the "
             "database is written as “%2”.")
              .arg(QFileInfo(plan.removal.path).fileName(), plan.options.message)
        : tr("%1 goes to the trash, and what differs between the models and the database is "
             "written as “%2”.")
              .arg(QFileInfo(plan.removal.path).fileName(), plan.options.message);
    if (plan.rollback)
        listLosses(question, look.rollback.loss);
    if (!plan.unasked.isEmpty())
        question.wayBack = {Banner::Kind::Caution, tr("Not every database could be asked"),
            plan.unasked.join(u' '), {}, {}};
    else
        question.wayBack = {Banner::Kind::Ok, tr("Undo puts the file back"),
            plan.rollback ? tr("The database stays rolled back. When the new one cannot be "
                               "written, the old one is applied again.")
                          : tr("What was written by hand is shown beside the new text."),
            {}, {}};
    question.button = tr("Recreate");
    question.buttonWithBackup = tr("Back up and recreate");
    return question;
}

Question undoQuestion(const ProjectState &state, const UndoLook &look)
{
    Question question = questionFor(state, look.rollback.guards);
    question.unlockText.clear();
    question.title = tr("Undo");
    question.question = tr("Undo “%1”?").arg(look.undoable.sentence);
    QStringList lines;
    for (const FileChange &change : look.undoable.changes)
        lines.append(fileText(change));
    if (look.undoable.stamp)
        lines.append(migrations::stampUndoText(*look.undoable.stamp));
    question.sentence = lines.isEmpty() ? QString() : lines.join(u", "_s) + u'.';
    if (look.again) {
        question.sentence += u' ' + againText(*look.again);
        listLosses(question, look.rollback.loss);
        question.wayBack = {
            Banner::Kind::Ok, tr("All is as it is now when it fails"), againWayBack(), {}, {}};
    } else if (look.undoable.record) {
        question.sentence += tr(" The database is left as it is.");
    }
    question.button = tr("Undo");
    question.buttonWithBackup = tr("Back up and undo");
    return question;
}

} // namespace app
