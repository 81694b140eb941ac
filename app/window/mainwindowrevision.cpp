// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The window's side of revision files.

#include "app/window/changesdesk.h"
#include "app/window/commitdesk.h"
#include "app/window/editorshortcuts.h"
#include "app/window/ghostdesk.h"
#include "app/window/mainwindow.h"
#include "app/window/revisiondesk.h"
#include "app/window/scriptdesk.h"
#include "app/window/scriptreview.h"
#include "app/window/twoheadsdesk.h"
#include "widgets/banner.h"
#include "widgets/changespane.h"
#include "widgets/commandpalette.h"
#include "widgets/ghostpage.h"
#include "widgets/gotorevision.h"
#include "widgets/revisionheader.h"
#include "widgets/revisionview.h"
#include "widgets/scriptpane.h"
#include "widgets/twoheadspage.h"

#include <QAction>
#include <QStackedWidget>
#include <QTabBar>

#include <algorithm>
#include <utility>

namespace app {

using namespace Qt::StringLiterals;
using model::ProjectSession;

void MainWindow::connectRevisionDesk()
{
    m_revisionDesk = new RevisionDesk(m_theme, m_session, this);
    connect(m_revisionDesk, &RevisionDesk::failed, this, [this](const migrations::Error &error) {
        m_refusal = error;
        showBanner();
    });
    connect(m_revisionDesk, &RevisionDesk::changed, this, &MainWindow::takeChangedFiles);
    connect(m_revisionDesk, &RevisionDesk::upgradeRequested, m_actions->action(ActionId::Upgrade),
        &QAction::trigger);
    connect(&m_session, &ProjectSession::stateChanged, this, &MainWindow::showExpectedFile);
}

// Closes by itself once one head is left.
void MainWindow::buildTwoHeadsPage()
{
    using widgets::TwoHeadsPage;
    m_twoHeads = new TwoHeadsPage(m_theme, m_pages);
    m_pages->addWidget(m_twoHeads);
    m_twoHeadsDesk = new TwoHeadsDesk(*m_twoHeads, m_session, this);
    connect(m_twoHeadsDesk, &TwoHeadsDesk::shown, this, &MainWindow::showTwoHeads);
    connect(m_twoHeadsDesk, &TwoHeadsDesk::gone, this, [this] {
        if (m_over == TwoHeadsPageIndex)
            goBack();
    });
    connect(m_twoHeadsDesk, &TwoHeadsDesk::failed, this, [this](const migrations::Error &error) {
        m_refusal = error;
        showBanner();
    });
    connect(&m_session, &ProjectSession::stateChanged, this, [this] {
        if (m_over == TwoHeadsPageIndex && m_session.isOpen())
            m_twoHeadsDesk->showAgain();
    });
    const auto allow = [this] {
        m_twoHeads->setWhyNot(m_session.running() ? tr("An operation is running.") : QString());
    };
    connect(&m_session, &ProjectSession::operationStarted, m_twoHeads, allow);
    connect(&m_session, &ProjectSession::operationFinished, m_twoHeads, allow);
    connect(&m_session, &ProjectSession::lifecycleFinished, m_twoHeads, allow);
    connect(m_twoHeads, &TwoHeadsPage::backRequested, this, &MainWindow::goBack);
    connect(m_twoHeads, &TwoHeadsPage::proofRequested, this,
        [this] { whenTrusted([this] { m_twoHeadsDesk->prove(); }); });
    connect(m_twoHeads, &TwoHeadsPage::mergeRequested, this,
        [this] { performRevision(ActionId::MergeHeads); });
    connect(m_twoHeads, &TwoHeadsPage::rebaseRequested, this,
        [this](const QString &mine, const QString &onto) {
            m_revisionDesk->askToRebase({}, {.mine = mine, .onto = onto});
        });
}

// Closes by itself once every revision has its file; while something runs the table is seen.
void MainWindow::buildGhostPage()
{
    m_ghosts = new widgets::GhostPage(m_theme, m_pages);
    m_pages->addWidget(m_ghosts);
    m_ghostDesk = new GhostDesk(*m_ghosts, m_session, this);
    const auto leave = [this] {
        if (m_over == GhostPageIndex)
            goBack();
    };
    connect(m_ghostDesk, &GhostDesk::shown, this, [this] {
        m_session.dropPlan();
        m_over = GhostPageIndex;
        showPage();
    });
    connect(m_ghostDesk, &GhostDesk::gone, this, leave);
    connect(&m_session, &ProjectSession::operationStarted, this, leave);
    connect(&m_session, &ProjectSession::stateChanged, this, [this] {
        if (m_over == GhostPageIndex && m_session.isOpen() && !m_session.running())
            m_ghostDesk->showAgain();
    });
    connectGhostPage();
}

void MainWindow::connectGhostPage()
{
    using widgets::GhostPage;
    connect(m_ghostDesk, &GhostDesk::failed, this, [this](const migrations::Error &error) {
        m_refusal = error;
        showBanner();
    });
    connect(m_ghostDesk, &GhostDesk::changed, this, &MainWindow::takeChangedFiles);
    connect(m_ghostDesk, &GhostDesk::targetWanted, this, &MainWindow::askForStampTarget);
    connect(m_ghosts, &GhostPage::backRequested, this, &MainWindow::goBack);
    connect(m_ghosts, &GhostPage::restoreRequested, m_ghostDesk, &GhostDesk::restore);
    connect(m_ghosts, &GhostPage::rollBackRequested, this,
        [this] { whenTrusted([this] { m_ghostDesk->rollBack(); }); });
    connect(m_ghosts, &GhostPage::stampRequested, this,
        [this] { whenTrusted([this] { m_ghostDesk->stamp(); }); });
}

void MainWindow::askForStampTarget()
{
    m_face = PaletteFace::StampTarget;
    widgets::CommandPalette::Question question = widgets::revisionQuestion(m_session.state());
    question.placeholder = tr("The revision that the database really is");
    question.verb = tr("choose");
    m_palette->ask(question);
}

// Rows without a file are in the way of an ordinary stamp.
void MainWindow::stampSelected(const QString &revision)
{
    if (m_session.state().standing.ghosts.isEmpty())
        return m_session.planOperation(migrations::OperationKind::Stamp, {revision});
    whenTrusted([this, revision] { m_ghostDesk->stampTo(revision); });
}

void MainWindow::showTwoHeads()
{
    if (m_over == TwoHeadsPageIndex)
        return;
    m_session.dropPlan();
    m_over = TwoHeadsPageIndex;
    showPage();
    m_twoHeads->setFocus();
}

void MainWindow::connectScriptDesk()
{
    m_scriptDesk = new ScriptDesk(*m_script, *m_scriptBar, m_session, this);
    connect(m_scriptDesk, &ScriptDesk::failed, this, [this](const migrations::Error &error) {
        m_refusal = error;
        showBanner();
    });
    connect(m_scriptDesk, &ScriptDesk::modificationChanged, this, &MainWindow::updateActions);
    new ScriptReview(*m_script, m_session, m_fileFacts);
}

// What git and the journal say of the files comes after the state, in its own time.
void MainWindow::connectChanges()
{
    m_commitDesk = new CommitDesk(m_theme, m_session, this);
    connect(m_commitDesk, &CommitDesk::failed, this, [this](const migrations::Error &error) {
        m_refusal = error;
        showBanner();
    });
    m_changesDesk = new ChangesDesk(*m_changes, m_fileFacts, *m_scriptDesk, this);
    connect(m_changes, &widgets::ChangesPane::sideBySideChanged, this, [this](bool sideBySide) {
        m_settings.setValue(model::Settings::Key::SideBySide, sideBySide);
    });
    connect(&m_session, &ProjectSession::stateChanged, &m_fileFacts,
        [this] { m_fileFacts.read(m_session.state()); });
    connect(&m_session, &ProjectSession::closed, &m_fileFacts, &model::FileFactsReader::forget);
    connect(&m_fileFacts, &model::FileFactsReader::changed, this, [this] {
        m_revisions.setFileFacts(m_fileFacts.facts());
        m_header->setFileFacts(m_fileFacts.facts());
        if (m_tabs->currentIndex() != ScriptTab)
            showRightTab();
    });
    const auto showChanges = [this] { m_tabs->setCurrentIndex(ChangesTab); };
    connect(m_header, &widgets::RevisionHeader::changesRequested, this, showChanges);
    connect(m_scriptDesk, &ScriptDesk::comparisonRequested, this, showChanges);
}

void MainWindow::showShortcuts()
{
    widgets::CommandPalette::Question question;
    question.entries = m_actions->paletteEntries(Actions::Which::WithShortcut);
    for (model::PaletteEntry &entry : editorShortcuts(*m_script))
        question.entries.push_back(std::move(entry));
    question.placeholder = tr("Keyboard shortcuts");
    question.verb = tr("run");
    m_face = PaletteFace::Commands;
    m_palette->ask(question);
}

void MainWindow::takeChangedFiles(const migrations::FileReport &report)
{
    const auto made = std::find_if(report.changes.begin(), report.changes.end(),
        [](const migrations::FileChange &change) { return change.after.has_value(); });
    m_expectedFile = made == report.changes.end() ? QString() : made->path;
    m_session.refresh();
}

// A file that was just written is chosen once it is in the table.
void MainWindow::showExpectedFile()
{
    if (m_expectedFile.isEmpty() || !state())
        return;
    const auto &files = *state()->files;
    const auto file = std::find_if(files.begin(), files.end(),
        [this](const migrations::RevisionFile &one) { return one.path == m_expectedFile; });
    if (file == files.end())
        return;
    m_expectedFile.clear();
    m_view->setCurrentRevision(file->id);
}

void MainWindow::performRevision(ActionId id)
{
    switch (id) {
    case ActionId::NewRevision:
        return whenTrusted([this] { m_revisionDesk->askForNew(); });
    case ActionId::CompareModels:
        return whenTrusted([this] { m_revisionDesk->compareModels(); });
    case ActionId::CompareHeads:
        return m_twoHeadsDesk->show();
    case ActionId::MergeHeads:
        return whenTrusted([this] { m_revisionDesk->merge(); });
    case ActionId::RebaseBranch:
        return m_revisionDesk->askToRebase(m_view->currentRevision());
    case ActionId::RemoveRevision:
        return m_revisionDesk->askToRemove(m_view->currentRevision());
    case ActionId::RecreateRevision:
        return whenTrusted([this] { m_revisionDesk->askToRecreate(m_view->currentRevision()); });
    case ActionId::FindGhosts:
        return m_ghostDesk->find();
    case ActionId::CommitFiles:
        return whenTrusted([this] { m_commitDesk->ask(); });
    case ActionId::UndoFiles:
        return m_revisionDesk->askToUndo();
    default:
        return performDatabase(id);
    }
}

} // namespace app
