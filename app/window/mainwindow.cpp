// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/window/mainwindow.h"

#include "app/window/commandbox.h"
#include "app/window/scriptdesk.h"
#include "model/words.h"
#include "widgets/activitypanel.h"
#include "widgets/banner.h"
#include "widgets/changespane.h"
#include "widgets/commandpalette.h"
#include "widgets/detailspane.h"
#include "widgets/environmentbutton.h"
#include "widgets/filterbar.h"
#include "widgets/plaintooltips.h"
#include "widgets/planpage.h"
#include "widgets/projectbutton.h"
#include "widgets/revisionheader.h"
#include "widgets/revisionview.h"
#include "widgets/scriptpane.h"
#include "widgets/trustcard.h"
#include "widgets/welcomepage.h"

#include <QAction>
#include <QHBoxLayout>
#include <QMenu>
#include <QMenuBar>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabBar>
#include <QToolBar>
#include <QToolButton>
#include <QVBoxLayout>

namespace app {

using namespace Qt::StringLiterals;
using Key = model::Settings::Key;
using model::ProjectSession;

namespace {

constexpr int leastPageHeight = 280; // in a low window Activity gives way

} // namespace

MainWindow::MainWindow(const widgets::Theme &theme, ProjectSession &session,
    model::Settings &settings, QWidget *parent)
    : QMainWindow(parent)
    , m_theme(theme)
    , m_session(session)
    , m_settings(settings)
    , m_actions(new Actions(theme, this))
{
    setObjectName("window"_L1);
    setAcceptDrops(true);
    setMinimumSize(900, 560);
    new widgets::PlainToolTips(this);
    m_filter.setSourceModel(&m_revisions);
    buildMenus();
    buildToolBar();
    buildPages();
    buildActivity();
    m_palette = new widgets::CommandPalette(theme, this);
    connectSession();
    connectWidgets();
    connectDesk();
    connectRevisionDesk();
    connectScriptDesk();
    connectChanges();
    restore();
    showRecent();
    showState();
    showPage();
}

void MainWindow::buildMenus()
{
    for (const auto &[title, menu] : m_actions->makeMenus(this))
        menuBar()->addMenu(menu);
    connect(m_actions, &Actions::triggered, this, &MainWindow::perform);
}

void MainWindow::buildToolBar()
{
    m_toolBar = new QToolBar(tr("Tool bar"), this);
    m_toolBar->setObjectName("toolBar"_L1);
    m_toolBar->setMovable(false);
    m_toolBar->setContextMenuPolicy(Qt::PreventContextMenu);
    m_project = new widgets::ProjectButton(m_theme, m_toolBar);
    m_environment = new widgets::EnvironmentButton(m_theme, m_toolBar);
    m_upgrade = makeSplitButton("upgradeButton", tr("Upgrade"), ActionId::Upgrade,
        {ActionId::Upgrade, ActionId::UpgradeOne, ActionId::UpgradeSelected, ActionId::ShowPlan});
    m_rollBack = makeSplitButton("rollBackButton", tr("Roll back"), ActionId::RollBackOne,
        {ActionId::RollBackOne, ActionId::RollBackSelected, ActionId::RollBackBase});
    m_newRevision = new QToolButton(m_toolBar);
    m_newRevision->setObjectName("newRevisionButton"_L1);
    m_actions->action(ActionId::NewRevision)->setIconText(tr("New revision"));
    m_newRevision->setDefaultAction(m_actions->action(ActionId::NewRevision));
    m_newRevision->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    auto *refresh = new QToolButton(m_toolBar);
    refresh->setObjectName("refreshButton"_L1);
    refresh->setDefaultAction(m_actions->action(ActionId::Refresh));
    refresh->setToolButtonStyle(Qt::ToolButtonIconOnly);
    auto *space = new QWidget(m_toolBar);
    space->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    const QAction *palette = m_actions->action(ActionId::CommandPalette);
    m_commandBox =
        new CommandBox(m_theme, palette->shortcut().toString(QKeySequence::NativeText), m_toolBar);
    connect(m_commandBox, &QToolButton::clicked, palette, &QAction::trigger);

    m_toolBar->addWidget(m_project);
    m_toolBar->addWidget(m_environment);
    m_toolBar->addSeparator();
    m_toolBar->addWidget(m_upgrade);
    m_toolBar->addWidget(m_rollBack);
    m_toolBar->addWidget(m_newRevision);
    m_toolBar->addWidget(refresh);
    m_toolBar->addWidget(space);
    m_toolBar->addWidget(m_commandBox);
    addToolBar(m_toolBar);
}

// The button does the likeliest, its menu the others; both follow the actions.
QToolButton *MainWindow::makeSplitButton(
    const char *objectName, const QString &text, ActionId main, const std::vector<ActionId> &menu)
{
    auto *button = new QToolButton(m_toolBar);
    QAction *action = m_actions->action(main);
    button->setObjectName(QLatin1StringView(objectName));
    button->setText(text);
    button->setAccessibleName(text);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setPopupMode(QToolButton::MenuButtonPopup);
    button->setProperty("role", u"button"_s);
    auto *choices = new QMenu(button);
    choices->setToolTipsVisible(true);
    for (const ActionId id : menu)
        choices->addAction(m_actions->action(id));
    button->setMenu(choices);
    const auto follow = [button, action] {
        button->setIcon(action->icon());
        button->setToolTip(action->toolTip());
        button->setEnabled(action->isEnabled());
    };
    connect(action, &QAction::changed, button, follow);
    connect(button, &QToolButton::clicked, action, &QAction::trigger);
    follow();
    return button;
}

void MainWindow::buildPages()
{
    m_banner = new widgets::Banner(m_theme, this);
    m_pages = new QStackedWidget(this);
    m_pages->setObjectName("pages"_L1);
    m_welcome = new widgets::WelcomePage(m_theme, m_pages);
    m_horizontal = new QSplitter(Qt::Horizontal, m_pages);
    m_horizontal->setChildrenCollapsible(false);
    m_horizontal->addWidget(buildTable());
    m_horizontal->addWidget(buildRight());
    m_horizontal->setStretchFactor(0, 3);
    m_horizontal->setStretchFactor(1, 2);
    m_horizontal->setSizes({852, 588});
    m_plan = new widgets::PlanPage(m_theme, m_pages);
    m_trouble = new widgets::TrustCard(m_theme, m_pages);
    for (QWidget *page : {static_cast<QWidget *>(m_welcome), static_cast<QWidget *>(m_horizontal),
             static_cast<QWidget *>(m_plan), static_cast<QWidget *>(m_trouble)})
        m_pages->addWidget(page);
    buildDatabasePages();
    buildTwoHeadsPage();
    buildGhostPage();
}

QWidget *MainWindow::buildTable()
{
    auto *left = new QWidget(this);
    left->setMinimumWidth(480);
    m_filterBar = new widgets::FilterBar(m_theme, m_filter, left);
    m_view = new widgets::RevisionView(m_theme, m_revisions, m_filter, left);
    auto *column = new QVBoxLayout(left);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(m_filterBar);
    column->addWidget(m_view, 1);
    return left;
}

QWidget *MainWindow::buildRight()
{
    auto *right = new QWidget(this);
    right->setMinimumWidth(400);
    m_tabs = new QTabBar(right);
    m_tabs->setObjectName("tabs"_L1);
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->addTab(tr("Script"));
    m_tabs->addTab(tr("Changes"));
    m_tabs->addTab(tr("Details"));
    m_header = new widgets::RevisionHeader(m_theme, right);
    m_header->setBackgroundRole(QPalette::Base);
    m_header->setAutoFillBackground(true);
    m_script = new widgets::ScriptPane(m_theme, right);
    m_changes = new widgets::ChangesPane(m_theme, right);
    m_details = new widgets::DetailsPane(m_theme, right);
    m_scriptBar = new widgets::Banner(m_theme, right);
    m_scriptBar->setObjectName("scriptBar"_L1);
    auto *script = new QWidget(right);
    auto *scriptColumn = new QVBoxLayout(script);
    scriptColumn->setContentsMargins({});
    scriptColumn->setSpacing(0);
    scriptColumn->addWidget(m_scriptBar);
    scriptColumn->addWidget(m_script, 1);
    m_right = new QStackedWidget(right);
    m_right->addWidget(script);
    m_right->addWidget(m_changes);
    m_right->addWidget(m_details);
    auto *column = new QVBoxLayout(right);
    column->setContentsMargins({});
    column->setSpacing(0);
    auto *tabRow = new QHBoxLayout;
    tabRow->setContentsMargins(8, 0, 8, 0);
    tabRow->addWidget(m_tabs);
    tabRow->addStretch(1);
    column->addLayout(tabRow);
    column->addWidget(m_header);
    column->addWidget(m_right, 1);
    connect(m_tabs, &QTabBar::currentChanged, this, &MainWindow::showRightTab);
    return right;
}

void MainWindow::buildActivity()
{
    m_activity = new widgets::ActivityPanel(m_theme, m_journal, this);
    m_vertical = new QSplitter(Qt::Vertical, this);
    m_vertical->setObjectName("activitySplitter"_L1);
    m_pages->setMinimumHeight(leastPageHeight);
    m_vertical->addWidget(m_pages);
    m_vertical->addWidget(m_activity);
    m_vertical->setCollapsible(0, false);
    m_vertical->setCollapsible(1, false);
    m_vertical->setStretchFactor(0, 1);
    auto *centre = new QWidget(this);
    auto *column = new QVBoxLayout(centre);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(m_banner);
    column->addWidget(m_vertical, 1);
    setCentralWidget(centre);
    connect(m_activity, &widgets::ActivityPanel::unfoldedChanged, this, [this](bool unfolded) {
        const int height =
            unfolded ? m_settings.value(Key::ActivityHeight).toInt() : m_activity->foldedHeight();
        m_vertical->setSizes({std::max(200, m_vertical->height() - height), height});
        m_settings.setValue(Key::ActivityOpen, unfolded);
    });
    connect(m_vertical, &QSplitter::splitterMoved, this, [this] {
        if (m_activity->isUnfolded())
            m_settings.setValue(Key::ActivityHeight, m_activity->height());
    });
}

void MainWindow::restore()
{
    resize(1440, 870);
    restoreGeometry(m_settings.value(Key::WindowGeometry).toByteArray());
    m_horizontal->restoreState(m_settings.value(Key::TableSplitter).toByteArray());
    m_tabs->setCurrentIndex(m_settings.value(Key::RightTab).toInt());
    m_changes->setSideBySide(m_settings.value(Key::SideBySide).toBool());
    m_activity->setUnfolded(m_settings.value(Key::ActivityOpen).toBool());
}

void MainWindow::connectSession()
{
    connect(&m_session, &ProjectSession::opened, this, [this] {
        m_settings.addRecentProject(m_session.state().project.folder);
        m_refusal.reset();
        m_report.reset();
        m_lifecycle.reset();
        m_interrupted.reset();
        m_over = MainPageIndex;
        m_unfinishedAnswered = false;
        m_opened = true;
        m_filterBar->clear();
        showRecent();
        showPage();
        m_view->setFocus();
    });
    connect(&m_session, &ProjectSession::closed, this, [this] {
        m_journal.setEntries({});
        m_activity->showNewest();
        m_activity->setUnfolded(false);
        showState();
        showPage();
    });
    connect(&m_session, &ProjectSession::stateChanged, this, &MainWindow::showState);
    connect(&m_session, &ProjectSession::readingChanged, this, [this] {
        updateActions();
        showFoot();
    });
    connect(&m_session, &ProjectSession::troubleChanged, this, &MainWindow::showPage);
    connect(&m_session, &ProjectSession::planChanged, this, &MainWindow::showPlan);
    connect(&m_session, &ProjectSession::planFailed, this, [this](const migrations::Error &error) {
        m_refusal = error;
        showBanner();
        showPage();
    });
    connect(&m_session, &ProjectSession::operationStarted, this, [this] {
        m_activity->setUnfolded(true);
        const QString environment = model::environmentWord(m_session.state());
        m_journal.setRunning(m_session.running(), environment);
        m_activity->startOperation(*m_session.running(), m_session.planState());
        showRunning();
        showPage();
    });
    connect(&m_session, &ProjectSession::operationProgressed, this, &MainWindow::showRunning);
    connect(&m_session, &ProjectSession::operationFinished, this, &MainWindow::endOperation);
    connect(&m_session, &ProjectSession::journalChanged, this, [this] {
        m_journal.setEntries(m_session.journal());
        m_activity->showNewest();
        showFoot();
        lookForInterrupted();
        showBanner();
        showRightTab();
    });
    connect(&m_session, &ProjectSession::interpreterChanged, this, [this] {
        showBanner();
        showRightTab();
        if (m_session.plan())
            m_plan->setContent(
                {*m_session.plan(), m_session.planState(), m_session.interpreterText(), true});
    });
    connect(&m_session, &ProjectSession::scriptRead, this, [this](const model::Script &script) {
        m_scriptDesk->show(script);
        m_plan->showScript(script.path, script.text, script.problem);
    });
    connect(&m_session, &ProjectSession::journalEntryRead, this,
        [this](const migrations::JournalEntry &entry) {
            m_activity->showEntry(entry, m_session.state().graph);
        });
}

void MainWindow::connectWidgets()
{
    using namespace widgets;
    connect(&m_theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    connect(m_welcome, &WelcomePage::openRequested, this, &MainWindow::askForFolder);
    connect(m_welcome, &WelcomePage::folderDropped, this, &MainWindow::open);
    connect(m_welcome, &WelcomePage::projectChosen, this, &MainWindow::open);
    connect(m_welcome, &WelcomePage::sampleRequested, this, &MainWindow::sampleRequested);
    connect(m_project, &ProjectButton::openRequested, this, &MainWindow::askForFolder);
    connect(m_project, &ProjectButton::projectChosen, this, &MainWindow::open);
    connect(m_environment, &EnvironmentButton::environmentChosen, &m_session,
        &ProjectSession::selectEnvironment);
    connect(m_environment, &EnvironmentButton::tierChosen, &m_session, &ProjectSession::setTier);
    connect(m_banner, &Banner::buttonClicked, this, &MainWindow::pressBanner);
    connect(m_view, &RevisionView::currentRevisionChanged, this, &MainWindow::showRevision);
    connect(m_view, &RevisionView::revisionActivated, this,
        [this] { m_tabs->setCurrentIndex(ScriptTab); });
    connect(m_view, &RevisionView::contextMenuRequested, this, &MainWindow::showContextMenu);
    connect(m_view, &RevisionView::typed, m_filterBar, &FilterBar::type);
    connect(m_filterBar, &FilterBar::leftDownwards, m_view, [this] { m_view->setFocus(); });
    connect(
        m_header, &RevisionHeader::revisionRequested, m_view, &RevisionView::setCurrentRevision);
    connect(m_details, &DetailsPane::revisionRequested, m_view, &RevisionView::setCurrentRevision);
    connect(m_plan, &PlanPage::backRequested, this, &MainWindow::goBack);
    connect(m_plan, &PlanPage::scriptRequested, &m_session, &ProjectSession::readScript);
    connect(m_trouble, &TrustCard::trustRequested, &m_session, &ProjectSession::trust);
    connect(m_trouble, &TrustCard::dismissed, &m_session, &ProjectSession::dismissTrouble);
    connect(m_trouble, &TrustCard::openRequested, this, &MainWindow::askForFolder);
    connect(
        m_trouble, &TrustCard::configurationChosen, &m_session, &ProjectSession::openConfiguration);
    connect(m_activity, &ActivityPanel::cancelRequested, &m_session, &ProjectSession::cancel);
    connect(m_activity, &ActivityPanel::giveUpRequested, &m_session, &ProjectSession::giveUp);
    connect(
        m_activity, &ActivityPanel::blockerRequested, &m_session, &ProjectSession::askOfBlocker);
    connect(
        m_activity, &ActivityPanel::entryRequested, &m_session, &ProjectSession::readJournalEntry);
    connect(m_palette, &CommandPalette::chosen, this, &MainWindow::answerPalette);
    connect(m_palette, &CommandPalette::otherAsked, this, &MainWindow::askForRevision);
}

} // namespace app
