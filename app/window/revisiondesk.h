// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/window/revisionquestions.h"
#include "migrations/operations/newrevision.h"
#include "model/projectsession.h"

namespace widgets {
class NewRevisionDialog;
}

namespace app {

// What is asked about revision files: a new one, a merge, the last one away, the last change back.
// Each runs on the engine's thread; the folder is watched, so the table follows by itself.
class RevisionDesk : public QObject
{
    Q_OBJECT
public:
    RevisionDesk(const widgets::Theme &theme, model::ProjectSession &session, QWidget *window);

    void askForNew();
    void compareModels();
    void merge();
    // selected: of two branches that are both local, the one that it is the head of moves.
    void askToRebase(const QString &selected, const migrations::RebaseChoice &choice = {});
    void askToRemove(const QString &revision);
    void askToRecreate(const QString &revision);
    void askToUndo();

Q_SIGNALS:
    void failed(const migrations::Error &error);
    void changed(const migrations::FileReport &report);
    void upgradeRequested();

private:
    void lookThenRecreate(const QString &revision, const QString &message);

    using Change = std::function<migrations::Result<migrations::FileReport>(
        const migrations::ProjectState &, migrations::Journal &, migrations::Progress &)>;
    widgets::NewRevisionDialog *makeDialog();
    void compareFor(widgets::NewRevisionDialog &dialog, const migrations::RevisionOptions &options);
    void writeFor(widgets::NewRevisionDialog &dialog, const migrations::RevisionOptions &options,
        const std::optional<migrations::OperationChoice> &choice);
    void change(const QString &sentence, Change change,
        std::function<void(const migrations::Result<migrations::FileReport> &)> done);
    void changeOrFail(const QString &sentence, Change change);
    void askThenChange(const Question &question, const QString &sentence, Change change);
    // One that changes the database alone.
    void askThenRun(const Question &question, const migrations::OperationRequest &request);
    // One that rolls back and applies again: an operation, with its steps in Activity.
    void askThenReapply(const Question &question, const Guards &guards, Change change);

    const widgets::Theme &m_theme;
    model::ProjectSession &m_session;
    QWidget *m_window;
};

} // namespace app
