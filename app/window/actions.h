// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/palettemodel.h"
#include "widgets/icons.h"
#include "widgets/theme.h"

#include <QObject>

#include <map>
#include <optional>
#include <vector>

class QAction;
class QMenu;
class QWidget;

namespace app {

enum class ActionId {
    OpenFolder,
    RecentProjects,
    CloseProject,
    TrustProject,
    ChoosePython,
    Quit,
    Filter,
    CopyRevision,
    GoToRevision,
    CommandPalette,
    Refresh,
    ShowScript,
    ShowChanges,
    ShowDetails,
    ToggleActivity,
    Back,
    Upgrade,
    UpgradeOne,
    UpgradeSelected,
    ShowPlan,
    RollBackOne,
    RollBackSelected,
    RollBackBase,
    StampSelected,
    CancelOperation,
    NewRevision,
    CompareModels,
    CompareHeads,
    MergeHeads,
    RebaseBranch,
    RemoveRevision,
    RecreateRevision,
    FindGhosts,
    CommitFiles,
    UndoFiles,
    SaveScript,
    RevertScript,
    ShowDatabase,
    ShowBackups,
    BackUp,
    ResetSchema,
    RecreateDatabase,
    PutBack,
    Protect,
    Unprotect,
    Unlock,
    Shortcuts,
    About,
};

// What can be done depends on this, and on nothing else.
struct Situation
{
    bool project = false;
    bool running = false;
    bool cancelling = false;
    bool reading = false;
    bool databaseKnown = false;
    bool usable = false; // the history has no fatal problem
    bool ghosts = false;
    bool pending = false;
    bool applied = false;
    bool trusted = false;
    bool revisionSelected = false;
    bool selectedPending = false;
    bool selectedApplied = false;
    bool hasUrl = false; // a database is configured, whether it is there or not
    bool production = false;
    bool protectedDatabase = false;
    bool repository = false; // of git
    bool severalHeads = false;
    bool selectedHead = false;
    bool unsaved = false; // the script that is shown was edited
    bool onPage = false; // a page is over the table

    bool operator==(const Situation &) const = default;
};

// What an action needs; the first that is missing is the reason why it is off.
enum class Need {
    Project,
    Idle,
    Running,
    Database,
    UsableHistory,
    NoGhosts,
    Pending,
    Applied,
    Untrusted,
    Revision,
    SelectedPending,
    SelectedApplied,
    Url,
    Production,
    Protected,
    Unprotected,
    SeveralHeads,
    Repository,
    Ghosts,
    SelectedHead,
    Unsaved,
    Page,
};
QString reasonAgainst(Need need, const Situation &situation); // empty: it is there

// The actions of the window, made from one table (actions.cpp): menus are lists of ids, and
// update() enables all of them and puts the reason into the tooltip.
class Actions : public QObject
{
    Q_OBJECT
public:
    Actions(const widgets::Theme &theme, QWidget *window);

    QAction *action(ActionId id) const;
    std::vector<std::pair<QString, QMenu *>> makeMenus(QWidget *window) const;
    void update(const Situation &situation);
    // For the palette; shortcutsOnly: those that have one, for F1.
    enum class Which { All, WithShortcut };
    std::vector<model::PaletteEntry> paletteEntries(Which which) const;
    void trigger(const QString &objectName) const;

Q_SIGNALS:
    void triggered(app::ActionId id);

private:
    void restyle();

    const widgets::Theme &m_theme;
    std::map<ActionId, QAction *> m_actions;
    std::map<ActionId, QString> m_reasons;
    std::optional<Situation> m_situation;
};

} // namespace app
