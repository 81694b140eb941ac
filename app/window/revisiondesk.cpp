// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/window/revisiondesk.h"

#include "app/window/guardedrun.h"
#include "app/window/reapplyreport.h"
#include "app/window/windowtext.h"
#include "widgets/newrevisiondialog.h"

#include <QInputDialog>
#include <QPointer>

#include <utility>

namespace app {

using namespace Qt::StringLiterals;
using migrations::FileReport;
using migrations::FoundOperation;
using migrations::Journal;
using migrations::OperationChoice;
using migrations::Progress;
using migrations::ProjectState;
using migrations::Result;
using migrations::RevisionOptions;
using widgets::NewRevisionDialog;

RevisionDesk::RevisionDesk(
    const widgets::Theme &theme, model::ProjectSession &session, QWidget *window)
    : QObject(window)
    , m_theme(theme)
    , m_session(session)
    , m_window(window)
{
}

void RevisionDesk::askForNew()
{
    NewRevisionDialog *dialog = makeDialog();
    connect(dialog, &NewRevisionDialog::writeRequested, this,
        [this, dialog](const RevisionOptions &options,
            const std::optional<OperationChoice> &choice) { writeFor(*dialog, options, choice); });
    dialog->open();
}

void RevisionDesk::compareModels()
{
    NewRevisionDialog *dialog = makeDialog();
    dialog->onlyCompare();
    connect(dialog, &NewRevisionDialog::newRequested, this, &RevisionDesk::askForNew);
    dialog->open();
}

NewRevisionDialog *RevisionDesk::makeDialog()
{
    const ProjectState &state = m_session.state();
    auto *dialog = new NewRevisionDialog(
        m_theme, placeOf(state), state.graph.heads(), state.project.versionLocations, m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &NewRevisionDialog::compareRequested, this,
        [this, dialog](const RevisionOptions &options) { compareFor(*dialog, options); });
    connect(dialog, &NewRevisionDialog::upgradeRequested, this, &RevisionDesk::upgradeRequested);
    connect(dialog, &QDialog::rejected, &m_session, &model::ProjectSession::stopInspecting);
    return dialog;
}

void RevisionDesk::compareFor(NewRevisionDialog &dialog, const RevisionOptions &options)
{
    using Found = Result<std::vector<FoundOperation>>;
    m_session.inspect(
        tr("Comparing the models with the database"),
        [options](const ProjectState &state, Journal *, Progress &progress) -> Found {
            auto alembic = migrations::startAlembic(state, progress);
            if (!alembic)
                return tl::unexpected(alembic.error());
            return migrations::compareModels(state, options, *alembic, progress);
        },
        [shown = QPointer(&dialog)](const Found &found) {
            if (!shown)
                return;
            if (found)
                shown->setFound(*found);
            else
                shown->setProblem(found.error());
        });
}

void RevisionDesk::writeFor(NewRevisionDialog &dialog, const RevisionOptions &options,
    const std::optional<OperationChoice> &choice)
{
    change(
        tr("Writing the revision"),
        [options, choice](
            const ProjectState &state, Journal &journal, Progress &progress) -> Result<FileReport> {
            auto alembic = migrations::startAlembic(state, progress);
            if (!alembic)
                return tl::unexpected(alembic.error());
            return migrations::newRevision(state, options, choice, journal, *alembic, progress);
        },
        [this, shown = QPointer(&dialog)](const Result<FileReport> &written) {
            if (!written && shown)
                return shown->setNotWritten(written.error());
            if (!written)
                return failed(written.error());
            if (shown)
                shown->accept();
            Q_EMIT changed(*written);
        });
}

void RevisionDesk::merge()
{
    changeOrFail(tr("Merging the heads"),
        [](const ProjectState &state, Journal &journal, Progress &progress) -> Result<FileReport> {
            auto alembic = migrations::startAlembic(state, progress);
            if (!alembic)
                return tl::unexpected(alembic.error());
            return migrations::mergeHeads(state, {},
                {.message = u"Merge heads"_s, .autogenerate = false}, journal, *alembic, progress);
        });
}

void RevisionDesk::askToRebase(const QString &selected, const migrations::RebaseChoice &choice)
{
    m_session.inspect(
        tr("Looking which branch can move"),
        [selected, choice](const ProjectState &state, Journal *, Progress &progress) {
            return lookAtRebase(state, choice, selected, progress);
        },
        [this](const Result<RebaseLook> &look) {
            if (!look)
                return failed(look.error());
            const Question question = rebaseQuestion(m_session.state(), *look);
            const Change change = [plan = look->plan](const ProjectState &state, Journal &journal,
                                      Progress &progress) {
                return migrations::rebase(state, plan, journal, progress);
            };
            if (look->plan.reapplication)
                askThenReapply(question, look->rollback.guards, change);
            else
                askThenChange(question, tr("Rebasing"), change);
        });
}

void RevisionDesk::askToRemove(const QString &revision)
{
    m_session.inspect(
        tr("Looking whether it can be removed"),
        [revision](const ProjectState &state, Journal *, Progress &progress) {
            return migrations::planUncommit(state, revision, progress);
        },
        [this](const Result<migrations::UncommitPlan> &plan) {
            if (!plan)
                return failed(plan.error());
            askThenChange(uncommitQuestion(m_session.state(), *plan), tr("Removing the revision"),
                [plan = *plan](const ProjectState &state, Journal &journal, Progress &) {
                    return migrations::uncommit(state, plan, journal);
                });
        });
}

void RevisionDesk::askToRecreate(const QString &revision)
{
    const migrations::Revision *old = m_session.state().graph.find(revision);
    auto *dialog = new QInputDialog(m_window);
    dialog->setObjectName("recreateMessage"_L1);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Recreate a revision"));
    dialog->setLabelText(tr("Message of the new revision"));
    dialog->setTextValue(old ? old->message : QString());
    dialog->setOkButtonText(tr("Go on"));
    connect(
        dialog, &QInputDialog::textValueSelected, this, [this, revision](const QString &message) {
            lookThenRecreate(revision, message.trimmed());
        });
    dialog->open();
}

void RevisionDesk::lookThenRecreate(const QString &revision, const QString &message)
{
    m_session.inspect(
        tr("Looking whether it can be written anew"),
        [revision, message](const ProjectState &state, Journal *, Progress &progress) {
            return lookAtRecreation(state, revision, message, progress);
        },
        [this](const Result<RecreationLook> &look) {
            if (!look)
                return failed(look.error());
            const Question question = recreationQuestion(m_session.state(), *look);
            const Change change = [plan = look->plan](const ProjectState &state, Journal &journal,
                                      Progress &progress) {
                return migrations::recreateRevision(state, plan, journal, progress)
                    .map([](const migrations::RecreatedRevision &made) { return made.files; });
            };
            if (look->plan.rollback)
                askThenReapply(question, look->rollback.guards, change);
            else
                askThenChange(question, tr("Writing the revision anew"), change);
        });
}

void RevisionDesk::askToUndo()
{
    using Found = Result<UndoLook>;
    m_session.inspect(
        {},
        [](const ProjectState &state, Journal *journal, Progress &progress) -> Found {
            if (!journal)
                return migrations::failure(migrations::ErrorKind::File,
                    tr("The journal cannot be read, and only it knows what can be undone."));
            return lookAtUndo(state, *journal, progress);
        },
        [this](const Found &look) {
            if (!look)
                return failed(look.error());
            const Question question = undoQuestion(m_session.state(), *look);
            if (look->stamp)
                return askThenRun(question, *look->stamp);
            const Change change = [undoable = look->undoable](const ProjectState &state,
                                      Journal &journal, Progress &progress) {
                return migrations::undoFiles(state, undoable, journal, progress);
            };
            if (look->again)
                askThenReapply(question, look->rollback.guards, change);
            else
                askThenChange(question, tr("Undoing"), change);
        });
}

void RevisionDesk::askThenChange(const Question &question, const QString &sentence, Change change)
{
    auto *dialog = new widgets::DestructiveDialog(m_theme, question, m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this,
        [this, sentence, change = std::move(change)] { changeOrFail(sentence, change); });
    dialog->open();
}

void RevisionDesk::askThenRun(const Question &question, const migrations::OperationRequest &request)
{
    auto *dialog = new widgets::DestructiveDialog(m_theme, question, m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, request] { m_session.runOperation(request); });
    dialog->open();
}

void RevisionDesk::askThenReapply(const Question &question, const Guards &guards, Change change)
{
    auto *dialog = new widgets::DestructiveDialog(m_theme, question, m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog, guards, change = std::move(change)] {
        const RunGuard guard {
            guards.safeguards, dialog->backUpFirst(), u"before a change of files"_s};
        m_session.runLifecycle(migrations::LifecycleKind::Reapply, {},
            [guard, change](const ProjectState &state, Journal &journal, Progress &progress) {
                const auto ready = makeReady(guard, state, journal, progress);
                if (!ready)
                    return reapplyReport(state, tl::unexpected(ready.error()));
                return reapplyReport(state, change(state, journal, progress));
            });
    });
    dialog->open();
}

void RevisionDesk::changeOrFail(const QString &sentence, Change wanted)
{
    change(sentence, std::move(wanted), [this](const Result<FileReport> &report) {
        if (report)
            Q_EMIT changed(*report);
        else
            Q_EMIT failed(report.error());
    });
}

void RevisionDesk::change(
    const QString &sentence, Change change, std::function<void(const Result<FileReport> &)> done)
{
    m_session.inspect(
        sentence,
        [change = std::move(change)](
            const ProjectState &state, Journal *journal, Progress &progress) -> Result<FileReport> {
            if (!journal)
                return migrations::failure(migrations::ErrorKind::File,
                    tr("Nothing was changed: the journal cannot be written."));
            return change(state, *journal, progress);
        },
        std::move(done));
}

} // namespace app
