// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/window/databasedesk.h"
#include "app/window/editorshortcuts.h"
#include "app/window/ghostdesk.h"
#include "app/window/mainwindow.h"
#include "app/window/scriptdesk.h"
#include "app/window/windowtext.h"
#include "model/words.h"
#include "widgets/activitypanel.h"
#include "widgets/closingdialog.h"
#include "widgets/commandpalette.h"
#include "widgets/filterbar.h"
#include "widgets/gotorevision.h"
#include "widgets/projectbutton.h"
#include "widgets/revisionview.h"
#include "widgets/scriptpane.h"
#include "widgets/welcomepage.h"

#include <QAction>
#include <QClipboard>
#include <QCloseEvent>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QMenu>
#include <QMessageBox>
#include <QMimeData>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabBar>

namespace app {

using namespace Qt::StringLiterals;
using migrations::OperationKind;
using Key = model::Settings::Key;

namespace {

QString droppedFolder(const QMimeData &data)
{
    for (const QUrl &url : data.urls()) {
        if (QFileInfo(url.toLocalFile()).isDir())
            return url.toLocalFile();
    }
    return {};
}

// What is on disk runs, and not what is on screen.
bool runsFiles(ActionId id)
{
    return (id >= ActionId::Upgrade && id <= ActionId::StampSelected)
        || (id >= ActionId::NewRevision && id <= ActionId::UndoFiles) || id == ActionId::ResetSchema
        || id == ActionId::RecreateDatabase;
}

} // namespace

void MainWindow::open(const QString &folder)
{
    m_scriptDesk->whenSaved([this, folder] { m_session.open(folder); });
}

void MainWindow::setSampleOffered(bool offered)
{
    m_welcome->setSampleOffered(offered);
}

void MainWindow::setSampleBusy(const QString &sentence)
{
    m_welcome->setSampleBusy(sentence);
}

void MainWindow::showSampleProblem(const migrations::Error &error)
{
    m_welcome->setSampleBusy({});
    auto *box = new QMessageBox(QMessageBox::Warning, tr("The sample project could not be started"),
        error.message, QMessageBox::Close, this);
    box->setTextFormat(Qt::PlainText);
    box->setDetailedText(error.detail);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
}

void MainWindow::perform(ActionId id)
{
    switch (id) {
    case ActionId::OpenFolder:
        return askForFolder();
    case ActionId::RecentProjects:
        return askForRecentProject();
    case ActionId::CloseProject:
        return m_scriptDesk->whenSaved([this] { m_session.close(); });
    case ActionId::TrustProject:
        return m_session.askForTrust();
    case ActionId::ChoosePython:
        return askForPython();
    case ActionId::Quit:
        close();
        return;
    case ActionId::Filter:
        return m_filterBar->focusFilter();
    case ActionId::SaveScript:
        return m_scriptDesk->save();
    case ActionId::RevertScript:
        return m_scriptDesk->revert();
    case ActionId::CopyRevision:
        return QGuiApplication::clipboard()->setText(m_view->currentRevision());
    case ActionId::GoToRevision:
        return askForRevision();
    case ActionId::CommandPalette:
        return askForCommand();
    case ActionId::Refresh:
        m_refusal.reset();
        return m_session.refresh();
    case ActionId::ShowScript:
        return m_tabs->setCurrentIndex(ScriptTab);
    case ActionId::ShowChanges:
        return m_tabs->setCurrentIndex(ChangesTab);
    case ActionId::ShowDetails:
        return m_tabs->setCurrentIndex(DetailsTab);
    case ActionId::ToggleActivity:
        return m_activity->setUnfolded(!m_activity->isUnfolded());
    case ActionId::Back:
        return goBack();
    case ActionId::CancelOperation:
        return m_session.cancel();
    case ActionId::Shortcuts:
        return showShortcuts();
    case ActionId::About:
        return showAbout();
    default:
        if (!runsFiles(id))
            return performOperation(id);
        return m_scriptDesk->whenSaved([this, id] { performOperation(id); });
    }
}

// With several heads "head" names none of them.
QString MainWindow::headTarget() const
{
    return m_session.state().graph.heads().size() > 1 ? u"heads"_s : u"head"_s;
}

void MainWindow::performOperation(ActionId id)
{
    m_refusal.reset();
    m_report.reset();
    m_lifecycle.reset();
    m_planAsked = id == ActionId::ShowPlan;
    const QString selected = m_view->currentRevision();
    switch (id) {
    case ActionId::Upgrade:
    case ActionId::ShowPlan:
        return m_session.planOperation(OperationKind::Upgrade, {headTarget()});
    case ActionId::UpgradeOne:
        return m_session.planOperation(OperationKind::Upgrade, {u"+1"_s});
    case ActionId::UpgradeSelected:
        return m_session.planOperation(OperationKind::Upgrade, {selected});
    case ActionId::RollBackOne:
        return m_session.planOperation(OperationKind::Downgrade, {u"-1"_s});
    case ActionId::RollBackSelected:
        return m_session.planOperation(OperationKind::Downgrade, {selected});
    case ActionId::RollBackBase:
        return m_session.planOperation(OperationKind::Downgrade, {u"base"_s});
    case ActionId::StampSelected:
        return stampSelected(selected);
    default:
        return performRevision(id);
    }
}

void MainWindow::pressBanner(const QString &id)
{
    static const QMap<QString, ActionId> actions {{u"upgrade"_s, ActionId::Upgrade},
        {u"showPlan"_s, ActionId::ShowPlan}, {u"mergeHeads"_s, ActionId::MergeHeads},
        {u"compareHeads"_s, ActionId::CompareHeads}, {u"findGhosts"_s, ActionId::FindGhosts}};
    if (const auto action = actions.find(id); action != actions.end())
        m_actions->action(*action)->trigger();
    else if (id == "refresh"_L1)
        m_session.refresh();
    else if (id == "choosePython"_L1)
        askForPython();
    else if (id == "showActivity"_L1)
        m_activity->setUnfolded(true);
    else if (id == "showGhost"_L1)
        m_view->setCurrentRevision(m_session.state().standing.ghosts.value(0));
    else if (id == "showProblems"_L1)
        showProblems();
    else if (id == "stayOpen"_L1)
        m_closing = false;
    else if (id == "stopInspecting"_L1)
        m_session.stopInspecting();
    else if (id == "finishInterrupted"_L1 || id == "undoInterrupted"_L1)
        answerInterrupted(id);
    else if (id == "dismiss"_L1) {
        m_unfinishedAnswered = m_unfinishedAnswered || !(m_report || m_lifecycle || m_refusal);
        m_report.reset();
        m_lifecycle.reset();
        m_refusal.reset();
    }
    showBanner();
}

// The rows with a problem alone, the first of them chosen.
void MainWindow::showProblems()
{
    m_filterBar->clear();
    m_filterBar->showGroup(model::RevisionFilter::Group::Problems);
    if (m_filter.rowCount() > 0)
        m_view->setCurrentRevision(
            m_filter.index(0, 0).data(model::RevisionTableModel::IdRole).toString());
    m_view->setFocus();
}

void MainWindow::goBack()
{
    if (m_session.trouble())
        return m_session.dismissTrouble();
    if (m_session.plan())
        return m_session.dropPlan();
    m_over = MainPageIndex;
    showPage();
}

void MainWindow::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && m_pages->currentIndex() > MainPageIndex)
        goBack();
    else
        QMainWindow::keyPressEvent(event);
}

void MainWindow::askForFolder()
{
    auto *dialog = new QFileDialog(this, tr("Open the folder of an Alembic project"));
    dialog->setObjectName("folderDialog"_L1);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, this, &MainWindow::open);
    dialog->open();
}

void MainWindow::askForPython()
{
    auto *dialog = new QFileDialog(this, tr("Choose the Python that has this project's Alembic"),
        m_session.state().project.root);
    dialog->setObjectName("pythonDialog"_L1);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setFilter(QDir::AllEntries | QDir::Hidden); // .venv
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(
        dialog, &QFileDialog::fileSelected, &m_session, &model::ProjectSession::chooseInterpreter);
    dialog->open();
}

void MainWindow::askForCommand()
{
    const QAction *goTo = m_actions->action(ActionId::GoToRevision);
    widgets::CommandPalette::Question question;
    question.entries = m_actions->paletteEntries(Actions::Which::All);
    question.placeholder = tr("Run a command");
    question.verb = tr("run");
    if (goTo->isEnabled()) {
        question.otherKey = goTo->shortcut().toString(QKeySequence::NativeText);
        question.otherVerb = tr("go to revision");
    }
    m_face = PaletteFace::Commands;
    m_palette->ask(question);
}

void MainWindow::askForRevision()
{
    m_face = PaletteFace::Revisions;
    m_palette->ask(widgets::revisionQuestion(m_session.state()));
}

void MainWindow::askForRecentProject()
{
    widgets::CommandPalette::Question question;
    question.placeholder = tr("Open a recent project");
    question.verb = tr("open");
    for (const QString &folder : m_settings.recentProjects()) {
        model::PaletteEntry entry;
        entry.id = folder;
        entry.group = tr("Recent projects");
        entry.text = QFileInfo(folder).fileName();
        entry.place = folder;
        entry.icon = int(widgets::Icon::DocumentOpenFolder);
        question.entries.push_back(std::move(entry));
    }
    m_face = PaletteFace::Projects;
    m_palette->ask(question);
}

void MainWindow::answerPalette(const QString &id)
{
    switch (m_face) {
    case PaletteFace::Commands:
        if (const auto act = editorActOf(id)) {
            m_tabs->setCurrentIndex(0);
            return m_script->perform(*act);
        }
        return m_actions->trigger(id);
    case PaletteFace::Projects:
        return open(id);
    case PaletteFace::RepairTarget:
        return whenTrusted([this, anomaly = *m_anomaly, id] { m_desk->repair(anomaly, id); });
    case PaletteFace::StampTarget:
        return m_ghostDesk->stamp(id);
    case PaletteFace::Revisions:
        m_filterBar->clear(); // what is gone to must be seen
        m_view->setCurrentRevision(id);
        return m_view->setFocus();
    }
}

void MainWindow::showAbout()
{
    auto *box = new QMessageBox(this);
    box->setObjectName("about"_L1);
    box->setWindowTitle(tr("About Spiritsafe"));
    box->setIconPixmap(
        widgets::iconPixmap(widgets::Icon::Mark, m_theme.tokens().text, devicePixelRatioF(), 56));
    box->setText(u"<b>Spiritsafe %1</b>"_s.arg(QStringLiteral(SPIRITSAFE_VERSION)));
    box->setInformativeText(tr("Every Alembic migration of a project, seen, reviewed and run.\n\n"
                               "Free software under the GNU General Public License, version 3 or "
                               "later. Icons: Breeze, LGPL."));
    box->setStandardButtons(QMessageBox::Close);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
}

void MainWindow::showContextMenu(const QString &, const QPoint &where)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setToolTipsVisible(true);
    for (const ActionId id : {ActionId::UpgradeSelected, ActionId::RollBackSelected,
             ActionId::StampSelected, ActionId::CopyRevision})
        menu->addAction(m_actions->action(id));
    menu->popup(where);
}

// An operation is never left half known: closing asks first, then waits for the outcome.
void MainWindow::closeEvent(QCloseEvent *event)
{
    if (m_session.running()) {
        event->ignore();
        if (!m_closing)
            askToClose();
        return;
    }
    if (!m_scriptDesk->unsaved().isEmpty()) {
        event->ignore();
        return m_scriptDesk->whenSaved([this] { close(); });
    }
    m_settings.setValue(Key::WindowGeometry, saveGeometry());
    m_settings.setValue(Key::TableSplitter, m_horizontal->saveState());
    m_settings.setValue(Key::RightTab, m_tabs->currentIndex());
    QMainWindow::closeEvent(event);
}

void MainWindow::askToClose()
{
    if (m_closeQuestion) {
        m_closeQuestion->raise();
        return m_closeQuestion->activateWindow();
    }
    const model::ProjectSession::Running &running = *m_session.running();
    auto *question = new widgets::ClosingDialog(m_theme, placeOf(m_session.state()),
        model::operationText(running, model::environmentWord(m_session.state())), this);
    if (running.lifecycle == migrations::LifecycleKind::Commit)
        question->setConsequence(tr("Git is stopped first; a commit that is made by then stays."));
    question->setAttribute(Qt::WA_DeleteOnClose);
    m_closeQuestion = question;
    connect(m_closeQuestion, &QDialog::accepted, this, [this] {
        m_closing = m_session.running().has_value();
        m_session.cancel();
        showBanner();
    });
    m_closeQuestion->open();
}

void MainWindow::dragEnterEvent(QDragEnterEvent *event)
{
    if (!m_session.running() && !droppedFolder(*event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent *event)
{
    open(droppedFolder(*event->mimeData()));
}

} // namespace app
