// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/window/bannercontent.h"
#include "app/window/changesdesk.h"
#include "app/window/commandbox.h"
#include "app/window/mainwindow.h"
#include "app/window/scriptdesk.h"
#include "app/window/windowtext.h"
#include "model/running.h"
#include "widgets/activitypanel.h"
#include "widgets/detailspane.h"
#include "widgets/environmentbutton.h"
#include "widgets/filterbar.h"
#include "widgets/frame.h"
#include "widgets/planpage.h"
#include "widgets/projectbutton.h"
#include "widgets/prompts.h"
#include "widgets/revisionheader.h"
#include "widgets/revisionview.h"
#include "widgets/scriptpane.h"
#include "widgets/trustcard.h"
#include "widgets/welcomepage.h"

#include <QFileInfo>
#include <QPainter>
#include <QStackedWidget>
#include <QStyle>
#include <QTabBar>
#include <QToolBar>
#include <QToolButton>

#include <utility>

namespace app {

using namespace Qt::StringLiterals;
using migrations::ProjectState;
using migrations::RevisionState;

namespace {

constexpr int compactWidth = 1150;

} // namespace

const ProjectState *MainWindow::state() const
{
    return m_session.isOpen() ? &m_session.state() : nullptr;
}

void MainWindow::showState()
{
    m_revisions.setState(state() ? *state() : ProjectState {}, m_session.rows());
    m_project->setProject(state() ? state()->project.name : QString(),
        state() ? state()->project.git.branch : QString());
    showEnvironments();
    showTier();
    setWindowTitle(titleText(state()));
    if (m_opened && m_filter.rowCount() > 0 && std::exchange(m_opened, false))
        m_view->setCurrentRevision(
            m_filter.index(0, 0).data(model::RevisionTableModel::IdRole).toString());
    showRevision();
    showBanner();
    showFoot();
    updateActions();
}

void MainWindow::showEnvironments()
{
    std::vector<widgets::EnvironmentButton::Choice> choices;
    if (state()) {
        for (const migrations::Environment &environment : state()->project.environments)
            choices.push_back({environment.name, environment.tier,
                environment.url ? environment.url->databaseName() : QString(),
                environment.url ? environment.url->hostText() : QString(), environment.urlSource});
    }
    m_environment->setEnvironments(choices, state() ? state()->environmentName : QString());
    m_environment->setEnabled(!m_session.running());
    m_project->setEnabled(!m_session.running());
}

// The tier's colour round the window, under the tool bar and across the table.
void MainWindow::showTier()
{
    const migrations::Environment *environment = state() ? state()->environment() : nullptr;
    const int width = environment ? widgets::frameWidth(environment->tier, m_theme.tokens()) : 0;
    setContentsMargins(width, width, width, width);
    const QString tier = environment ? migrations::tierName(environment->tier) : QString();
    if (m_toolBar->property("tier").toString() != tier) {
        m_toolBar->setProperty("tier", tier);
        m_toolBar->style()->unpolish(m_toolBar);
        m_toolBar->style()->polish(m_toolBar);
    }
    if (environment)
        m_view->setTier(environment->tier);
    update();
}

void MainWindow::paintEvent(QPaintEvent *event)
{
    QMainWindow::paintEvent(event);
    const migrations::Environment *environment = state() ? state()->environment() : nullptr;
    if (!environment)
        return;
    QPainter painter(this);
    widgets::paintFrame(painter, rect(), environment->tier, m_theme.tokens());
}

// A narrow window keeps every button; what is said elsewhere too gives way.
void MainWindow::resizeEvent(QResizeEvent *event)
{
    QMainWindow::resizeEvent(event);
    const bool compact = width() < compactWidth;
    m_environment->setCompact(compact);
    m_commandBox->setCompact(compact);
    for (QToolButton *button : {m_upgrade, m_rollBack})
        button->setToolButtonStyle(compact ? Qt::ToolButtonTextOnly : Qt::ToolButtonTextBesideIcon);
    m_newRevision->setToolButtonStyle(
        compact ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextBesideIcon);
}

void MainWindow::showBanner()
{
    const int page = m_pages->currentIndex();
    if (page != MainPageIndex && page != m_over) {
        m_banner->clear();
        return;
    }
    BannerSubject subject;
    subject.state = state();
    if (m_session.running()) {
        subject.state = &m_session.planState();
        subject.running = &*m_session.running();
    }
    subject.report = m_report ? &*m_report : nullptr;
    subject.lifecycle = m_lifecycle ? &*m_lifecycle : nullptr;
    subject.inspecting = m_session.inspecting();
    subject.interrupted = m_interrupted ? &*m_interrupted : nullptr;
    subject.refusal = m_refusal ? &*m_refusal : nullptr;
    if (!m_unfinishedAnswered && !m_session.unfinished().empty() && state() && state()->database)
        subject.unfinished = &m_session.unfinished().front();
    if (m_session.interpreterProblem())
        subject.interpreterProblem = &*m_session.interpreterProblem();
    if (m_session.journalProblem())
        subject.journalProblem = &*m_session.journalProblem();
    subject.comparing = page == TwoHeadsPageIndex;
    subject.findingGhosts = page == GhostPageIndex;
    subject.closing = m_closing;
    m_banner->setContent(bannerContent(subject));
}

void MainWindow::showPage()
{
    int page = m_session.isOpen() ? MainPageIndex : WelcomePageIndex;
    if (m_session.trouble()) {
        page = TroublePageIndex;
        m_trouble->setTrouble(*m_session.trouble(), m_session.isOpen());
    } else if (m_session.plan() && m_planShown) {
        page = PlanPageIndex;
    } else if (m_session.isOpen()) {
        page = m_over;
    }
    const bool changed = m_pages->currentIndex() != page;
    m_pages->setCurrentIndex(page);
    m_toolBar->setVisible(m_session.isOpen());
    if (changed && page == MainPageIndex)
        m_view->setFocus();
    if (changed && page == WelcomePageIndex)
        m_welcome->setFocus();
    showBanner();
    updateActions();
}

// An upgrade of a development database runs at once; everything else is shown first.
void MainWindow::showPlan()
{
    if (const auto &plan = m_session.plan()) {
        if (!m_planShown && !m_planAsked && widgets::runsAtOnce(*plan, m_session.state())) {
            m_session.runPlan();
            return;
        }
        m_planShown = true;
        m_pages->setCurrentIndex(PlanPageIndex);
        m_plan->setContent({*plan, m_session.planState(), m_session.interpreterText(), true});
        lookAtPlan();
    } else {
        m_planShown = false;
        m_looked.reset();
    }
    m_planAsked = false;
    showPage();
}

void MainWindow::showFoot()
{
    m_activity->setFoot(footText(state(), m_session.journal(), m_session.reading()));
}

void MainWindow::showRevision()
{
    const QString id = m_view->currentRevision();
    const QString running =
        m_session.running() ? model::runningRevision(*m_session.running()) : QString();
    if (state())
        m_header->setRevision(*state(), id, running);
    showRightTab();
    updateActions();
}

// Only the tab that is seen is filled: arrow keys run through thousands of revisions.
void MainWindow::showRightTab()
{
    m_right->setCurrentIndex(m_tabs->currentIndex());
    if (!state())
        return;
    const QString id = m_view->currentRevision();
    if (m_tabs->currentIndex() == DetailsTab) {
        m_details->setContent(
            {*state(), id, m_session.interpreterText(), m_session.journal(), m_fileFacts.facts()});
        return;
    }
    const QModelIndex row = m_revisions.index(m_revisions.rowOf(id), 0);
    const QString file = row.data(model::RevisionTableModel::FileRole).toString();
    const QString nothing = id.isEmpty()
        ? (m_revisions.rowCount() == 0 ? tr("There are no revisions in this project yet.")
                                       : tr("Choose a revision to read its script."))
        : tr("This revision is in the database, but its script is not on disk.");
    const bool changes = m_tabs->currentIndex() == ChangesTab;
    if (file.isEmpty()) {
        m_scriptDesk->chooseNothing(nothing);
        m_changesDesk->showNothing(nothing);
    } else if (changes) {
        m_changesDesk->show(migrations::memoryKey(state()->project), file, id);
    } else {
        m_scriptDesk->choose(file, id);
        m_session.readScript(file);
    }
}

void MainWindow::showRecent()
{
    std::vector<widgets::RecentProject> recent;
    for (const QString &folder : m_settings.recentProjects())
        recent.push_back({QFileInfo(folder).fileName(), folder});
    m_welcome->setRecent(recent);
    m_project->setRecent(recent);
}

void MainWindow::showRunning()
{
    if (!m_session.running())
        return;
    m_activity->showOperation(*m_session.running());
    m_journal.tick();
    m_revisions.setRunningRevision(model::runningRevision(*m_session.running()));
    showBanner();
    updateActions();
}

void MainWindow::endOperation(const migrations::OperationReport &report)
{
    m_report = report;
    m_lifecycle.reset();
    m_refusal.reset();
    m_journal.setRunning(std::nullopt, {});
    m_activity->endOperation();
    m_revisions.setRunningRevision({});
    showState();
    showPage();
    closeIfAsked(report.outcome);
}

// The question is answered by the end; what is not over is left on screen to be seen.
void MainWindow::closeIfAsked(migrations::Outcome outcome)
{
    if (m_closeQuestion)
        m_closeQuestion->reject();
    const bool over =
        outcome != migrations::Outcome::Unknown && outcome != migrations::Outcome::Partly;
    if (std::exchange(m_closing, false) && over)
        close();
}

void MainWindow::updateActions()
{
    Situation situation;
    situation.unsaved = m_scriptDesk->isModified();
    situation.onPage = m_pages->currentIndex() > MainPageIndex;
    situation.running = m_session.running().has_value();
    if (const ProjectState *shown = state()) {
        const QString id = m_view->currentRevision();
        const RevisionState standing = shown->standing.stateOf(id);
        const migrations::Environment *environment = shown->environment();
        situation.project = true;
        situation.hasUrl = environment && environment->url;
        situation.production = environment && environment->tier == migrations::Tier::Production;
        situation.protectedDatabase = shown->protectedDatabase;
        situation.cancelling = situation.running && m_session.running()->cancelling;
        situation.reading = m_session.reading();
        situation.databaseKnown = shown->standing.known;
        situation.usable = shown->graph.usable();
        situation.ghosts = !shown->standing.ghosts.isEmpty();
        situation.pending = !shown->standing.known || !shown->standing.pending().isEmpty();
        situation.applied = !shown->standing.current.isEmpty();
        situation.trusted = shown->trusted;
        situation.revisionSelected = !id.isEmpty();
        situation.repository = !shown->project.git.root.isEmpty();
        situation.severalHeads = shown->graph.heads().size() > 1;
        situation.selectedHead = shown->graph.realHeads().contains(id);
        situation.selectedPending = !id.isEmpty() && standing == RevisionState::Pending;
        situation.selectedApplied = !id.isEmpty() && standing == RevisionState::Applied;
    }
    m_actions->update(situation);
}

} // namespace app
