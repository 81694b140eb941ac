// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The window's side of whole databases: its pages, and what the desk answers.

#include "app/window/databasedesk.h"
#include "app/window/mainwindow.h"
#include "app/window/windowtext.h"
#include "widgets/activitypanel.h"
#include "widgets/databasepage.h"
#include "widgets/gotorevision.h"
#include "widgets/planpage.h"

#include <QStackedWidget>

#include <algorithm>
#include <utility>

namespace app {

using namespace Qt::StringLiterals;
using model::ProjectSession;
using widgets::BackupsPage;
using widgets::DatabasePage;

void MainWindow::buildDatabasePages()
{
    m_desk = new DatabaseDesk(m_theme, m_session, this);
    m_backups = new BackupsPage(m_theme, m_pages);
    m_pages->addWidget(m_backups);
    m_database = new DatabasePage(m_theme, m_pages);
    m_pages->addWidget(m_database);
}

void MainWindow::connectDesk()
{
    connect(m_desk, &DatabaseDesk::failed, this, [this](const migrations::Error &error) {
        m_refusal = error;
        m_session.dropPlan(); // what cannot be looked at is not run
        showBanner();
    });
    connect(m_desk, &DatabaseDesk::backupsRead, this, [this](const BackupsPage::Content &content) {
        m_backupList = content;
        showBackups();
    });
    connect(m_desk, &DatabaseDesk::guardChanged, &m_session, &ProjectSession::refresh);
    connect(m_desk, &DatabaseDesk::planLooked, this,
        [this](const migrations::OperationRequest &request, const PlanLook &look) {
            if (!m_session.plan() || m_session.plan()->plan != request.plan)
                return;
            m_plan->setSafeguards(
                {look.guards.safeguards, look.guards.there, look.guards.estimate});
            m_plan->setLoss(look.loss);
        });
    connect(m_desk, &DatabaseDesk::interruptedFound, this,
        [this](const std::vector<migrations::InterruptedOperation> &found) {
            m_interrupted = found.empty() ? std::nullopt : std::optional(found.front());
            showBanner();
        });
    connect(m_plan, &widgets::PlanPage::runRequested, this,
        [this] { m_desk->runPlan(m_plan->backupChoice(), m_plan->safeguards().safeguards); });
    connect(&m_session, &ProjectSession::lifecycleFinished, this, &MainWindow::endLifecycle);
    connect(&m_session, &ProjectSession::inspectingChanged, this, &MainWindow::showBanner);
    connect(&m_session, &ProjectSession::stateChanged, this, &MainWindow::readDatabasePage);
    connect(&m_session, &ProjectSession::troubleChanged, this, &MainWindow::goOnWhenTrusted);
    connect(m_backups, &BackupsPage::backRequested, this, &MainWindow::goBack);
    connect(m_backups, &BackupsPage::makeRequested, m_desk, &DatabaseDesk::backUp);
    connect(m_backups, &BackupsPage::verifyRequested, m_desk, &DatabaseDesk::prove);
    connect(m_backups, &BackupsPage::restoreRequested, m_desk, &DatabaseDesk::restore);
    connect(m_backups, &BackupsPage::pruneRequested, this,
        [this] { m_desk->prune(m_backupList.backups); });
    connectDatabasePage();
}

void MainWindow::connectDatabasePage()
{
    connect(m_desk, &DatabaseDesk::infoRead, this, [this](const migrations::DatabaseInfo &info) {
        m_databaseInfo = info;
        m_databaseReadAt = QDateTime::currentDateTime();
        showDatabase();
    });
    connect(m_database, &DatabasePage::backRequested, this, &MainWindow::goBack);
    connect(m_database, &DatabasePage::refreshRequested, &m_session, &ProjectSession::refresh);
    connect(m_database, &DatabasePage::repairRequested, this, &MainWindow::askToRepair);
    connect(m_database, &DatabasePage::putBackRequested, m_desk, &DatabaseDesk::putBack);
    connect(m_database, &DatabasePage::dropKeptRequested, m_desk, &DatabaseDesk::dropKept);
    connect(m_database, &DatabasePage::finishRequested, this,
        [this](const migrations::InterruptedOperation &interrupted) {
            whenTrusted([this, interrupted] { m_desk->finish(interrupted); });
        });
    connect(m_database, &DatabasePage::undoRequested, m_desk, &DatabaseDesk::undo);
    connect(m_database, &DatabasePage::protectRequested, m_desk,
        [this](bool on) { on ? m_desk->protect() : m_desk->unprotect(); });
    connect(m_database, &DatabasePage::unlockRequested, m_desk, &DatabaseDesk::unlock);
    connect(m_database, &DatabasePage::backupsRequested, this,
        [this] { showDatabasePage(BackupsPageIndex); });
}

void MainWindow::performDatabase(ActionId id)
{
    switch (id) {
    case ActionId::ShowDatabase:
        return showDatabasePage(DatabasePageIndex);
    case ActionId::ShowBackups:
        return showDatabasePage(BackupsPageIndex);
    case ActionId::BackUp:
        return m_desk->backUp();
    case ActionId::ResetSchema:
        return whenTrusted([this] { m_desk->reset(); });
    case ActionId::RecreateDatabase:
        return whenTrusted([this] { m_desk->recreate(); });
    case ActionId::PutBack:
        return m_desk->putBackNewest();
    case ActionId::Protect:
        return m_desk->protect();
    case ActionId::Unprotect:
        return m_desk->unprotect();
    case ActionId::Unlock:
        return m_desk->unlock();
    default:
        return;
    }
}

// Resetting and recreating run the project's Python.
void MainWindow::whenTrusted(const std::function<void()> &wish)
{
    if (m_session.state().trusted)
        return wish();
    m_trustWish = wish;
    m_session.askForTrust();
}

void MainWindow::goOnWhenTrusted()
{
    if (m_session.trouble())
        return;
    if (const auto wish = std::exchange(m_trustWish, {});
        wish && m_session.isOpen() && m_session.state().trusted)
        wish();
}

void MainWindow::showDatabasePage(Page page)
{
    m_session.dropPlan();
    m_over = page;
    m_databaseReadAt = {};
    readDatabasePage();
    showPage();
    m_pages->currentWidget()->setFocus();
}

// What is on the page that is seen; a page over the table is read anew with the state.
void MainWindow::readDatabasePage()
{
    if ((m_over != DatabasePageIndex && m_over != BackupsPageIndex) || !m_session.isOpen())
        return;
    if (m_over == DatabasePageIndex)
        showDatabase();
    if (m_session.running())
        return;
    if (m_over == BackupsPageIndex)
        m_desk->readBackups();
    else
        m_desk->readInfo();
}

void MainWindow::showDatabase()
{
    m_database->setContent({.state = m_session.state(),
        .info = m_databaseInfo,
        .readAt = m_databaseReadAt,
        .database = placeOf(m_session.state()).database,
        .whyNot = m_session.running() ? tr("An operation is running.") : QString(),
        .loading = !m_databaseReadAt.isValid()});
}

// What a stamp sets the version table to, only a person can know.
void MainWindow::askToRepair(const migrations::Anomaly &anomaly)
{
    using migrations::Repair;
    if (anomaly.repair != Repair::Stamp && anomaly.repair != Repair::StampPurge)
        return whenTrusted([this, anomaly] { m_desk->repair(anomaly, {}); });
    m_anomaly = anomaly;
    m_face = PaletteFace::RepairTarget;
    widgets::CommandPalette::Question question = widgets::revisionQuestion(m_session.state());
    question.placeholder = tr("The revision that the database really is");
    question.verb = tr("choose");
    m_palette->ask(question);
}

void MainWindow::showBackups()
{
    BackupsPage::Content content = m_backupList;
    if (m_session.running())
        content.whyNot = tr("An operation is running.");
    m_backups->setContent(content);
}

// A plan that is shown again with the same steps was looked at already.
void MainWindow::lookAtPlan()
{
    if (m_looked && m_looked->plan == m_session.plan()->plan)
        return;
    m_looked = *m_session.plan();
    m_desk->lookAtPlan(*m_looked);
}

void MainWindow::endLifecycle(const migrations::LifecycleReport &report)
{
    m_lifecycle = report;
    m_report.reset();
    m_refusal.reset();
    m_journal.setRunning(std::nullopt, {});
    m_activity->endOperation();
    showState();
    showPage();
    closeIfAsked(report.outcome);
}

// Whole-database operations of programs that are gone; where there are none, nothing is looked for.
void MainWindow::lookForInterrupted()
{
    m_interrupted.reset();
    const auto &unfinished = m_session.unfinished();
    if (std::any_of(unfinished.begin(), unfinished.end(), [](const auto &entry) {
            return migrations::lifecycleFromName(entry.kind).has_value();
        }))
        m_desk->findInterrupted();
}

void MainWindow::answerInterrupted(const QString &id)
{
    if (!m_interrupted)
        return;
    const migrations::InterruptedOperation interrupted = *m_interrupted;
    if (id == "undoInterrupted"_L1)
        return m_desk->undo(interrupted);
    whenTrusted([this, interrupted] { m_desk->finish(interrupted); });
}

} // namespace app
