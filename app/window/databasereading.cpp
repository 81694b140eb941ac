// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

// What the desk reads for the pages, and the plan that it guards.

#include "app/window/databasedesk.h"
#include "app/window/guardedrun.h"
#include "app/window/windowtext.h"
#include "migrations/lifecycle/backupstore.h"

namespace app {

using namespace Qt::StringLiterals;
using migrations::Journal;
using migrations::Progress;
using migrations::ProjectState;
using migrations::Result;
using widgets::BackupChoice;

namespace {

widgets::BackupsPage::Content backupsOf(const ProjectState &state, Progress &progress)
{
    widgets::BackupsPage::Content content;
    content.database = placeOf(state).database;
    content.backups =
        migrations::backupsOf(migrations::backupsMeantBy(state), {}, state.dataFolder).backups;
    content.canCompare = state.database.has_value();
    const auto estimate = migrations::backupRequestFor(state, {}).and_then(
        [&](const migrations::BackupRequest &request) {
            return migrations::estimateBackup(request, progress);
        });
    if (estimate) {
        content.estimate = estimate->sentence();
        content.folder = estimate->folder;
    } else {
        content.whyNot = estimate.error().message;
    }
    return content;
}

using Interrupted = std::vector<migrations::InterruptedOperation>;

} // namespace

void DatabaseDesk::readBackups()
{
    m_session.inspect(
        {},
        [](const ProjectState &state, Journal *, Progress &progress) {
            return backupsOf(state, progress);
        },
        [this](const widgets::BackupsPage::Content &content) { Q_EMIT backupsRead(content); });
}

void DatabaseDesk::readInfo()
{
    m_session.inspect(
        {},
        [](const ProjectState &state, Journal *journal, Progress &progress) {
            return journal ? migrations::readDatabaseInfo(state, *journal, progress)
                           : migrations::DatabaseInfo {};
        },
        [this](const migrations::DatabaseInfo &info) { Q_EMIT infoRead(info); });
}

void DatabaseDesk::findInterrupted()
{
    m_session.inspect(
        {},
        [](const ProjectState &state, Journal *journal, Progress &progress) -> Interrupted {
            if (!journal)
                return {};
            return migrations::interruptedOperations(*journal, state, progress)
                .value_or(Interrupted());
        },
        [this](const Interrupted &found) { Q_EMIT interruptedFound(found); });
}

void DatabaseDesk::lookAtPlan(const migrations::OperationRequest &request)
{
    m_session.inspect(
        {},
        [of = m_session.planState(), request](const ProjectState &, Journal *, Progress &progress) {
            return app::lookAtPlan(of, request, progress);
        },
        [this, request](const Result<PlanLook> &look) {
            if (look)
                Q_EMIT planLooked(request, *look);
            else
                Q_EMIT failed(look.error());
        });
}

void DatabaseDesk::runPlan(BackupChoice::Choice choice, const migrations::Safeguards &safeguards)
{
    if (!m_session.plan())
        return;
    RunGuard guard {safeguards, choice == BackupChoice::Choice::Make,
        u"before "_s + migrations::operationName(m_session.plan()->kind)};
    if (choice == BackupChoice::Choice::Use) // then it must be there when it is needed
        guard.safeguards.backup = migrations::Safeguards::Backup::Required;
    m_session.runPlanAfter(
        [guard](const ProjectState &state, Journal &journal, Progress &progress) -> Result<> {
            return makeReady(guard, state, journal, progress)
                .map([](const std::optional<migrations::Backup> &) {});
        });
}

} // namespace app
