// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/window/actions.h"

#include <QAction>
#include <QKeySequence>
#include <QMenu>

#include <utility>

namespace app {

using namespace Qt::StringLiterals;
using widgets::Icon;

namespace {

struct Row
{
    ActionId id;
    const char *objectName;
    const char *menu;
    const char *text;
    const char *shortcut; // portable; "" = none
    std::optional<Icon> icon;
    std::vector<Need> needs;
    bool separatorAfter = false;
};

const char *const projectMenu = QT_TRANSLATE_NOOP("app::Actions", "&Project");
const char *const editMenu = QT_TRANSLATE_NOOP("app::Actions", "&Edit");
const char *const viewMenu = QT_TRANSLATE_NOOP("app::Actions", "&View");
const char *const revisionMenu = QT_TRANSLATE_NOOP("app::Actions", "&Revision");
const char *const databaseMenu = QT_TRANSLATE_NOOP("app::Actions", "&Database");
const char *const helpMenu = QT_TRANSLATE_NOOP("app::Actions", "&Help");

#define TEXT(text) QT_TRANSLATE_NOOP("app::Actions", text)

// clang-format off
const std::vector<Row> &table()
{
    using enum Need;
    using enum ActionId;
    static const std::vector<Row> rows {
        {OpenFolder, "actionOpenFolder", projectMenu, TEXT("Open folder…"), "Ctrl+O", Icon::DocumentOpenFolder, {Idle}},
        {RecentProjects, "actionRecentProjects", projectMenu, TEXT("Recent projects"), "Ctrl+R", Icon::Clock, {Idle}},
        {CloseProject, "actionCloseProject", projectMenu, TEXT("Close project"), "Ctrl+W", std::nullopt, {Project, Idle}, true},
        {TrustProject, "actionTrust", projectMenu, TEXT("Trust this project…"), "", Icon::ShieldFull, {Project, Idle, Untrusted}},
        {ChoosePython, "actionChoosePython", projectMenu, TEXT("Choose Python…"), "", Icon::Configure, {Project, Idle}, true},
        {Quit, "actionQuit", projectMenu, TEXT("Quit"), "Ctrl+Q", std::nullopt, {}},

        {SaveScript, "actionSaveScript", editMenu, TEXT("Save the script"), "Ctrl+S", std::nullopt, {Project, Unsaved}},
        {RevertScript, "actionRevertScript", editMenu, TEXT("Revert the script"), "", std::nullopt, {Project, Unsaved}, true},
        {CopyRevision, "actionCopyRevision", editMenu, TEXT("Copy revision identifier"), "Ctrl+Shift+C", Icon::EditCopy, {Project, Revision}},
        {Filter, "actionFilter", editMenu, TEXT("Filter revisions"), "Ctrl+F", Icon::ViewFilter, {Project}},

        {Refresh, "actionRefresh", viewMenu, TEXT("Refresh"), "F5", Icon::ViewRefresh, {Project, Idle}},
        {GoToRevision, "actionGoToRevision", viewMenu, TEXT("Go to revision…"), "Ctrl+P", Icon::VcsCommit, {Project}},
        {CommandPalette, "actionCommandPalette", viewMenu, TEXT("Run a command…"), "Ctrl+Shift+P", Icon::EditFind, {}, true},
        {ShowScript, "actionShowScript", viewMenu, TEXT("Script"), "Ctrl+1", Icon::DialogScripts, {Project}},
        {ShowChanges, "actionShowChanges", viewMenu, TEXT("Changes"), "Ctrl+2", Icon::VcsCommit, {Project}},
        {ShowDetails, "actionShowDetails", viewMenu, TEXT("Details"), "Ctrl+3", Icon::Info, {Project}},
        {ToggleActivity, "actionToggleActivity", viewMenu, TEXT("Activity"), "Ctrl+J", std::nullopt, {Project}, true},
        {Back, "actionBack", viewMenu, TEXT("Back"), "Alt+Left", Icon::GoPrevious, {Page}},

        {NewRevision, "actionNewRevision", revisionMenu, TEXT("New revision…"), "Ctrl+N", Icon::ListAdd, {Project, Idle, UsableHistory}},
        {CompareHeads, "actionCompareHeads", revisionMenu, TEXT("Compare the heads…"), "", Icon::VcsBranch, {Project, Idle, SeveralHeads}},
        {CompareModels, "actionCompareModels", revisionMenu, TEXT("Compare models with the database…"), "Ctrl+M", Icon::DialogScripts, {Project, Idle, UsableHistory, Database}},
        {MergeHeads, "actionMergeHeads", revisionMenu, TEXT("Merge the heads"), "", Icon::VcsMerge, {Project, Idle, UsableHistory, SeveralHeads}},
        {RebaseBranch, "actionRebaseBranch", revisionMenu, TEXT("Rebase my branch onto the other…"), "", Icon::VcsCommit, {Project, Idle, UsableHistory, SeveralHeads}},
        {RemoveRevision, "actionRemoveRevision", revisionMenu, TEXT("Remove the selected revision…"), "", Icon::EditDelete, {Project, Idle, UsableHistory, Revision, SelectedHead}},
        {RecreateRevision, "actionRecreateRevision", revisionMenu, TEXT("Write the selected revision anew…"), "", Icon::ViewRefresh, {Project, Idle, UsableHistory, Database, Revision, SelectedHead}},
        {FindGhosts, "actionFindGhosts", revisionMenu, TEXT("Find the file of a ghost…"), "", Icon::EditFind, {Project, Idle, Ghosts}},
        {CommitFiles, "actionCommit", revisionMenu, TEXT("Commit…"), "Ctrl+K", Icon::VcsCommit, {Project, Idle, Repository}},
        {UndoFiles, "actionUndoFiles", revisionMenu, TEXT("Undo the last change of files or stamp…"), "Ctrl+Z", Icon::EditUndo, {Project, Idle}, true},
        {UpgradeSelected, "actionUpgradeSelected", revisionMenu, TEXT("Upgrade to the selected revision"), "", Icon::Upgrade, {Project, Idle, UsableHistory, Database, NoGhosts, SelectedPending}},
        {RollBackSelected, "actionRollBackSelected", revisionMenu, TEXT("Roll back to the selected revision…"), "", Icon::RollBack, {Project, Idle, UsableHistory, Database, NoGhosts, SelectedApplied}},
        {StampSelected, "actionStampSelected", revisionMenu, TEXT("Stamp the selected revision…"), "", Icon::Tag, {Project, Idle, UsableHistory, Database, Revision}},

        {Upgrade, "actionUpgrade", databaseMenu, TEXT("Upgrade to head"), "Ctrl+U", Icon::Upgrade, {Project, Idle, UsableHistory, Database, NoGhosts, Pending}},
        {UpgradeOne, "actionUpgradeOne", databaseMenu, TEXT("Upgrade one step"), "Ctrl+Shift+U", Icon::Upgrade, {Project, Idle, UsableHistory, Database, NoGhosts, Pending}},
        {ShowPlan, "actionShowPlan", databaseMenu, TEXT("Show the plan of the upgrade"), "Ctrl+L", Icon::DialogScripts, {Project, Idle, UsableHistory, Database, NoGhosts, Pending}, true},
        {RollBackOne, "actionRollBackOne", databaseMenu, TEXT("Roll back one step…"), "Ctrl+D", Icon::RollBack, {Project, Idle, UsableHistory, Database, NoGhosts, Applied}},
        {RollBackBase, "actionRollBackBase", databaseMenu, TEXT("Roll back to base…"), "", Icon::RollBack, {Project, Idle, UsableHistory, Database, NoGhosts, Applied}, true},
        {CancelOperation, "actionCancelOperation", databaseMenu, TEXT("Cancel the operation"), "Ctrl+.", Icon::PlaybackStop, {Project, Running}, true},
        {ShowDatabase, "actionShowDatabase", databaseMenu, TEXT("Look at the database"), "Ctrl+I", Icon::ServerDatabase, {Project, Url}},
        {BackUp, "actionBackUp", databaseMenu, TEXT("Back up now"), "Ctrl+B", Icon::Backup, {Project, Idle, Database}},
        {ShowBackups, "actionShowBackups", databaseMenu, TEXT("Backups, restore…"), "Ctrl+Shift+B", Icon::DocumentRevert, {Project, Url}, true},
        {ResetSchema, "actionResetSchema", databaseMenu, TEXT("Reset schema…"), "", Icon::EditDelete, {Project, Idle, UsableHistory, Database}},
        {RecreateDatabase, "actionRecreateDatabase", databaseMenu, TEXT("Recreate database…"), "", Icon::ViewRefresh, {Project, Idle, UsableHistory, Url}},
        {PutBack, "actionPutBack", databaseMenu, TEXT("Put the kept database back…"), "", Icon::EditUndo, {Project, Idle, Url}, true},
        {Protect, "actionProtect", databaseMenu, TEXT("Protect this database"), "", Icon::ShieldFull, {Project, Idle, Database, Unprotected}},
        {Unprotect, "actionUnprotect", databaseMenu, TEXT("Remove protection…"), "", Icon::ShieldOutline, {Project, Idle, Database, Protected}},
        {Unlock, "actionUnlock", databaseMenu, TEXT("Unlock reset and recreate…"), "", Icon::Lock, {Project, Idle, Database, Production}},

        {Shortcuts, "actionShortcuts", helpMenu, TEXT("Keyboard shortcuts"), "F1", std::nullopt, {}},
        {About, "actionAbout", helpMenu, TEXT("About Spiritsafe"), "", std::nullopt, {}},
    };
    return rows;
}
// clang-format on
#undef TEXT

QString plain(QString text)
{
    return text.remove(u'&').remove(u'…');
}

} // namespace

QString reasonAgainst(Need need, const Situation &situation)
{
    const auto unless = [](bool met, const QString &reason) { return met ? QString() : reason; };
    switch (need) {
    case Need::Project:
        return unless(situation.project, Actions::tr("no project is open"));
    case Need::Idle:
        return unless(!situation.running, Actions::tr("an operation is running"));
    case Need::Running:
        return situation.cancelling ? Actions::tr("it is being cancelled")
                                    : unless(situation.running, Actions::tr("nothing is running"));
    case Need::Database:
        return situation.reading && !situation.databaseKnown
            ? Actions::tr("the database is being read")
            : unless(situation.databaseKnown, Actions::tr("the database could not be read"));
    case Need::UsableHistory:
        return unless(
            situation.usable, Actions::tr("the history has a problem to be solved first"));
    case Need::NoGhosts:
        return unless(!situation.ghosts,
            Actions::tr("the database stands at a revision that is not on disk"));
    case Need::Pending:
        return unless(situation.pending, Actions::tr("nothing is pending"));
    case Need::Applied:
        return unless(situation.applied, Actions::tr("nothing is applied"));
    case Need::Untrusted:
        return unless(!situation.trusted, Actions::tr("it is trusted already"));
    case Need::Revision:
        return unless(situation.revisionSelected, Actions::tr("no revision is selected"));
    case Need::SelectedPending:
        return unless(
            situation.selectedPending, Actions::tr("the selected revision is not pending"));
    case Need::SelectedApplied:
        return unless(
            situation.selectedApplied, Actions::tr("the selected revision is not applied"));
    case Need::Ghosts:
        return unless(situation.ghosts, Actions::tr("every revision in the database has its file"));
    case Need::Unsaved:
        return unless(situation.unsaved, Actions::tr("the script was not changed"));
    case Need::Url:
        return unless(situation.hasUrl, Actions::tr("no database is configured"));
    case Need::Production:
        return unless(situation.production, Actions::tr("they are off on production only"));
    case Need::Protected:
        return unless(situation.protectedDatabase, Actions::tr("it is not protected"));
    case Need::Unprotected:
        return unless(!situation.protectedDatabase, Actions::tr("it is protected already"));
    case Need::Repository:
        return unless(situation.repository, Actions::tr("the project is in no git repository"));
    case Need::SeveralHeads:
        return unless(situation.severalHeads, Actions::tr("there is one head"));
    case Need::SelectedHead:
        return unless(situation.selectedHead, Actions::tr("other revisions build on it"));
    case Need::Page:
        return unless(situation.onPage, Actions::tr("there is nothing to go back from"));
    }
    return {};
}

Actions::Actions(const widgets::Theme &theme, QWidget *window)
    : QObject(window)
    , m_theme(theme)
{
    for (const Row &row : table()) {
        auto *action = new QAction(tr(row.text), window);
        action->setObjectName(QLatin1StringView(row.objectName));
        action->setShortcut(
            QKeySequence(QLatin1StringView(row.shortcut), QKeySequence::PortableText));
        action->setMenuRole(QAction::NoRole);
        window->addAction(action);
        connect(action, &QAction::triggered, this, [this, id = row.id] { Q_EMIT triggered(id); });
        m_actions.emplace(row.id, action);
    }
    connect(&theme, &widgets::Theme::changed, this, &Actions::restyle);
    restyle();
    update({});
}

void Actions::restyle()
{
    const widgets::Tokens &tokens = m_theme.tokens();
    for (const Row &row : table()) {
        if (row.icon)
            m_actions.at(row.id)->setIcon(widgets::icon(*row.icon, tokens.text, tokens.disabled));
    }
}

QAction *Actions::action(ActionId id) const
{
    return m_actions.at(id);
}

std::vector<std::pair<QString, QMenu *>> Actions::makeMenus(QWidget *window) const
{
    std::vector<std::pair<QString, QMenu *>> menus;
    for (const Row &row : table()) {
        const QString title = tr(row.menu);
        if (menus.empty() || menus.back().first != title) {
            menus.emplace_back(title, new QMenu(title, window));
            menus.back().second->setObjectName("menu"_L1 + plain(title));
            menus.back().second->setToolTipsVisible(true);
        }
        menus.back().second->addAction(m_actions.at(row.id));
        if (row.separatorAfter)
            menus.back().second->addSeparator();
    }
    return menus;
}

void Actions::update(const Situation &situation)
{
    if (m_situation == situation)
        return;
    m_situation = situation;
    for (const Row &row : table()) {
        QString reason;
        for (const Need need : row.needs) {
            reason = reasonAgainst(need, situation);
            if (!reason.isEmpty())
                break;
        }
        QAction *action = m_actions.at(row.id);
        const QString key = action->shortcut().toString(QKeySequence::NativeText);
        const QString name = plain(tr(row.text));
        action->setEnabled(reason.isEmpty());
        action->setToolTip(!reason.isEmpty() ? tr("%1: %2").arg(name, reason)
                : key.isEmpty()              ? name
                                             : tr("%1 (%2)").arg(name, key));
        m_reasons[row.id] = reason;
    }
}

std::vector<model::PaletteEntry> Actions::paletteEntries(Which which) const
{
    std::vector<model::PaletteEntry> entries;
    for (const Row &row : table()) {
        const QAction *action = m_actions.at(row.id);
        if (row.id == ActionId::CommandPalette
            || (which == Which::WithShortcut && action->shortcut().isEmpty()))
            continue;
        model::PaletteEntry entry;
        entry.id = action->objectName();
        entry.group = which == Which::All ? tr("Commands") : plain(tr(row.menu));
        entry.text = action->text();
        entry.place = which == Which::All ? plain(tr(row.menu)) : QString();
        entry.shortcut = action->shortcut().toString(QKeySequence::NativeText);
        entry.reason = m_reasons.at(row.id);
        entry.icon = row.icon ? int(*row.icon) : -1;
        entries.push_back(std::move(entry));
    }
    return entries;
}

void Actions::trigger(const QString &objectName) const
{
    for (const auto &[id, action] : m_actions) {
        if (action->objectName() == objectName)
            action->trigger();
    }
}

} // namespace app
