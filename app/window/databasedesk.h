// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/window/databasequestions.h"
#include "migrations/operations/databaseinfo.h"
#include "model/projectsession.h"
#include "widgets/backupchoice.h"
#include "widgets/backupspage.h"

namespace app {

// What is asked about whole databases: it is looked at first, then asked about by tier, and what
// was agreed to is run, with the backup it wants. Reading is answered by the signals.
class DatabaseDesk : public QObject
{
    Q_OBJECT
public:
    DatabaseDesk(const widgets::Theme &theme, model::ProjectSession &session, QWidget *window);

    void backUp();
    void prove(const migrations::Backup &backup);
    void prune(const std::vector<migrations::Backup> &newestFirst);
    void restore(const migrations::Backup &backup);
    void reset();
    void recreate();
    void putBackNewest();
    void putBack(const migrations::KeptRecord &record);
    void dropKept(const migrations::KeptRecord &record);
    void finish(const migrations::InterruptedOperation &interrupted);
    void undo(const migrations::InterruptedOperation &interrupted);
    void repair(const migrations::Anomaly &anomaly, const QString &target);
    void protect();
    void unprotect();
    void unlock();
    void readBackups();
    void readInfo();
    void findInterrupted();

    // What a plan needs to be asked about; answered by planLooked or failed.
    void lookAtPlan(const migrations::OperationRequest &request);
    // Runs the plan of the session, after the backup that was chosen.
    void runPlan(widgets::BackupChoice::Choice choice, const migrations::Safeguards &safeguards);

Q_SIGNALS:
    void failed(const migrations::Error &error);
    void backupsRead(const widgets::BackupsPage::Content &content);
    void infoRead(const migrations::DatabaseInfo &info);
    void interruptedFound(const std::vector<migrations::InterruptedOperation> &found);
    void planLooked(const migrations::OperationRequest &request, const app::PlanLook &look);
    void guardChanged(); // protected, unprotected, unlocked, or backups came and went

private:
    using Work = std::function<migrations::LifecycleReport(const migrations::ProjectState &,
        const std::optional<migrations::Backup> &, migrations::Journal &, migrations::Progress &)>;
    // Something that runs once it was agreed to.
    struct Act
    {
        migrations::LifecycleKind kind;
        QString target; // for the journal and Activity
        Guards guards;
        Work work;
    };
    template <typename Look, typename Done>
    void look(const QString &sentence, Look look, Done done);
    void askAndRun(const Question &question, const Act &act);
    void askThenChange(const Question &question,
        std::function<migrations::Result<>(const migrations::ProjectState &)> change);
    void change(std::function<migrations::Result<>(const migrations::ProjectState &)> change);
    void askAboutKept(const migrations::KeptRecord &record, migrations::Act act);
    void askAboutInterrupted(const migrations::InterruptedOperation &interrupted, Waiting answer);
    void unlockFor(widgets::DestructiveDialog &dialog);
    widgets::DestructiveDialog *open(const Question &question);

    const widgets::Theme &m_theme;
    model::ProjectSession &m_session;
    QWidget *m_window;
};

} // namespace app
