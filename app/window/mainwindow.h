// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/window/actions.h"
#include "migrations/operations/databaseinfo.h"
#include "migrations/operations/fileoperation.h"
#include "model/journalmodel.h"
#include "model/projectsession.h"
#include "model/revisionfilter.h"
#include "model/revisiontablemodel.h"
#include "model/settings.h"
#include "widgets/backupspage.h"
#include "widgets/theme.h"

#include <QDialog>
#include <QMainWindow>
#include <QPointer>

#include <functional>

class QSplitter;
class QStackedWidget;
class QTabBar;
class QToolBar;
class QToolButton;

namespace widgets {
class ActivityPanel;
class Banner;
class ChangesPane;
class CommandPalette;
class DatabasePage;
class DetailsPane;
class EnvironmentButton;
class FilterBar;
class GhostPage;
class PlanPage;
class ProjectButton;
class RevisionHeader;
class RevisionView;
class ScriptPane;
class TrustCard;
class TwoHeadsPage;
class WelcomePage;
} // namespace widgets

namespace app {

class ChangesDesk;
class CommandBox;
class CommitDesk;
class DatabaseDesk;
class GhostDesk;
class RevisionDesk;
class ScriptDesk;
class TwoHeadsDesk;

// The window: shows what the session knows and passes on what is asked. Never starts work itself.
class MainWindow : public QMainWindow
{
    Q_OBJECT
public:
    MainWindow(const widgets::Theme &theme, model::ProjectSession &session,
        model::Settings &settings, QWidget *parent = nullptr);

    void open(const QString &folder);
    // The sample project is offered on the start page.
    void setSampleOffered(bool offered);
    void setSampleBusy(const QString &sentence);
    void showSampleProblem(const migrations::Error &error);

Q_SIGNALS:
    void sampleRequested();

protected:
    void closeEvent(QCloseEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    enum RightTab { ScriptTab, ChangesTab, DetailsTab };
    enum Page {
        WelcomePageIndex,
        MainPageIndex,
        PlanPageIndex,
        TroublePageIndex,
        BackupsPageIndex,
        DatabasePageIndex,
        TwoHeadsPageIndex,
        GhostPageIndex
    };

    // mainwindow.cpp: one function a region
    void buildMenus();
    void buildToolBar();
    QToolButton *makeSplitButton(const char *objectName, const QString &text, ActionId main,
        const std::vector<ActionId> &menu);
    void buildPages();
    QWidget *buildTable();
    QWidget *buildRight();
    void buildActivity();
    void restore();
    void connectSession();
    void connectWidgets();

    // mainwindowshow.cpp: what the session says
    void showState();
    void showEnvironments();
    void showTier();
    void showBanner();
    void showPage();
    void showPlan();
    void showFoot();
    void showRevision();
    void showRightTab();
    void showRecent();
    void showRunning();
    void updateActions();
    void endOperation(const migrations::OperationReport &report);
    void closeIfAsked(migrations::Outcome outcome);
    const migrations::ProjectState *state() const;

    // mainwindowdatabase.cpp: whole databases
    void buildDatabasePages();
    void connectDesk();
    void performDatabase(ActionId id);
    void whenTrusted(const std::function<void()> &wish);
    void goOnWhenTrusted();
    void showDatabasePage(Page page);
    void readDatabasePage();
    void showBackups();
    void connectDatabasePage();
    void showDatabase();
    void askToRepair(const migrations::Anomaly &anomaly);
    void lookAtPlan();
    void endLifecycle(const migrations::LifecycleReport &report);
    void lookForInterrupted();

    // mainwindowrevision.cpp: revision files
    void connectRevisionDesk();
    void buildTwoHeadsPage();
    void showTwoHeads();
    void buildGhostPage();
    void connectGhostPage();
    void askForStampTarget();
    void stampSelected(const QString &revision);
    void takeChangedFiles(const migrations::FileReport &report);
    void showExpectedFile();
    void connectScriptDesk();
    void connectChanges();
    void performRevision(ActionId id);
    void answerInterrupted(const QString &id);

    // mainwindowask.cpp: what the person asks
    void perform(ActionId id);
    void performOperation(ActionId id);
    void pressBanner(const QString &id);
    void showProblems();
    void goBack();
    void askForFolder();
    void askForPython();
    void askForCommand();
    void askForRevision();
    void askForRecentProject();
    void showShortcuts();
    void showAbout();
    void askToClose();
    void showContextMenu(const QString &id, const QPoint &where);
    void answerPalette(const QString &id);
    QString headTarget() const;

    const widgets::Theme &m_theme;
    model::ProjectSession &m_session;
    model::Settings &m_settings;
    model::RevisionTableModel m_revisions;
    model::RevisionFilter m_filter;
    model::JournalModel m_journal;
    model::FileFactsReader m_fileFacts;

    Actions *m_actions = nullptr;
    QToolBar *m_toolBar = nullptr;
    widgets::ProjectButton *m_project = nullptr;
    widgets::EnvironmentButton *m_environment = nullptr;
    QToolButton *m_upgrade = nullptr;
    QToolButton *m_rollBack = nullptr;
    QToolButton *m_newRevision = nullptr;
    CommandBox *m_commandBox = nullptr;
    widgets::Banner *m_banner = nullptr;
    QSplitter *m_vertical = nullptr;
    QSplitter *m_horizontal = nullptr;
    QStackedWidget *m_pages = nullptr;
    widgets::WelcomePage *m_welcome = nullptr;
    widgets::FilterBar *m_filterBar = nullptr;
    widgets::RevisionView *m_view = nullptr;
    QTabBar *m_tabs = nullptr;
    widgets::RevisionHeader *m_header = nullptr;
    QStackedWidget *m_right = nullptr;
    widgets::ScriptPane *m_script = nullptr;
    widgets::Banner *m_scriptBar = nullptr;
    widgets::ChangesPane *m_changes = nullptr;
    widgets::DetailsPane *m_details = nullptr;
    widgets::PlanPage *m_plan = nullptr;
    widgets::TrustCard *m_trouble = nullptr;
    DatabaseDesk *m_desk = nullptr;
    RevisionDesk *m_revisionDesk = nullptr;
    TwoHeadsDesk *m_twoHeadsDesk = nullptr;
    widgets::TwoHeadsPage *m_twoHeads = nullptr;
    GhostDesk *m_ghostDesk = nullptr;
    widgets::GhostPage *m_ghosts = nullptr;
    ScriptDesk *m_scriptDesk = nullptr;
    ChangesDesk *m_changesDesk = nullptr;
    CommitDesk *m_commitDesk = nullptr;
    widgets::BackupsPage *m_backups = nullptr;
    widgets::DatabasePage *m_database = nullptr;
    widgets::ActivityPanel *m_activity = nullptr;
    widgets::CommandPalette *m_palette = nullptr;

    std::optional<migrations::Error> m_refusal; // why there is no plan
    std::optional<migrations::OperationReport> m_report; // until it is answered
    std::optional<migrations::LifecycleReport> m_lifecycle; // likewise
    std::optional<migrations::InterruptedOperation> m_interrupted; // likewise
    std::optional<migrations::OperationRequest> m_looked; // the plan that was looked at
    widgets::BackupsPage::Content m_backupList;
    migrations::DatabaseInfo m_databaseInfo;
    QDateTime m_databaseReadAt; // the info; invalid: never yet
    std::optional<migrations::Anomaly> m_anomaly; // that a revision is chosen for
    QString m_expectedFile; // was just written: it is chosen when it is in the table
    std::function<void()> m_trustWish; // what goes on once the project is trusted
    Page m_over = MainPageIndex; // the page that is over the table
    bool m_opened = false; // no row of it has been chosen yet
    bool m_unfinishedAnswered = false;
    bool m_closing = false; // once the outcome of what runs is read back
    QPointer<QDialog> m_closeQuestion;
    bool m_planShown = false;
    bool m_planAsked = false; // the plan is to be seen, also where it could run at once
    enum class PaletteFace {
        Commands,
        Revisions,
        Projects,
        RepairTarget,
        StampTarget
    } m_face = PaletteFace::Commands;
};

} // namespace app
