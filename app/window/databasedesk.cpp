// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/window/databasedesk.h"

#include "app/window/guardedrun.h"
#include "app/window/windowtext.h"
#include "migrations/lifecycle/verify.h"
#include "widgets/prunedialog.h"

#include <QPointer>

#include <utility>

namespace app {

using namespace Qt::StringLiterals;
using migrations::Backup;
using migrations::Journal;
using migrations::LifecycleKind;
using migrations::LifecycleReport;
using migrations::Progress;
using migrations::ProjectState;
using migrations::Result;

namespace {

LifecycleReport notRun(LifecycleKind kind, const migrations::Error &error)
{
    const bool cancelled = error.kind == migrations::ErrorKind::Cancelled;
    return {.kind = kind,
        .outcome = migrations::Outcome::Refused,
        .cancelled = cancelled,
        .sentence = DatabaseDesk::tr("Nothing was changed."),
        .nextAction = error.message,
        .error = error};
}

Result<Guards> guardsFor(const ProjectState &state, migrations::Act act, Progress &progress)
{
    return migrations::safeguardsFor(state, act)
        .and_then([&](const migrations::Safeguards &safeguards) {
            return lookAtGuards(state, safeguards, progress);
        });
}

Result<migrations::Protection> protectionOf(const ProjectState &state)
{
    return migrations::ProtectionStore(state.dataFolder).load(state.database->identity.key());
}

Result<> mark(const ProjectState &state, bool marked)
{
    return protectionOf(state).and_then([&](migrations::Protection protection) {
        protection.marked = marked;
        return migrations::ProtectionStore(state.dataFolder)
            .save(state.database->identity.key(), protection);
    });
}

Result<migrations::Protection> unlockNow(const ProjectState &state)
{
    return migrations::ProtectionStore(state.dataFolder).unlock(state.database->identity.key());
}

} // namespace

DatabaseDesk::DatabaseDesk(
    const widgets::Theme &theme, model::ProjectSession &session, QWidget *window)
    : QObject(window)
    , m_theme(theme)
    , m_session(session)
    , m_window(window)
{
}

// look(state, progress) gives a Result; done gets its value, failed() its error.
template <typename Look, typename Done>
void DatabaseDesk::look(const QString &sentence, Look look, Done done)
{
    m_session.inspect(
        sentence,
        [look](const ProjectState &state, Journal *, Progress &progress) {
            return look(state, progress);
        },
        [this, done](const auto &looked) {
            if (looked)
                done(*looked);
            else if (looked.error().kind != migrations::ErrorKind::Cancelled)
                Q_EMIT failed(looked.error());
        });
}

widgets::DestructiveDialog *DatabaseDesk::open(const Question &question)
{
    auto *dialog = new widgets::DestructiveDialog(m_theme, question, m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
    return dialog;
}

void DatabaseDesk::askAndRun(const Question &question, const Act &act)
{
    widgets::DestructiveDialog *dialog = open(question);
    connect(dialog, &widgets::DestructiveDialog::unlockRequested, this,
        [this, dialog] { unlockFor(*dialog); });
    connect(dialog, &QDialog::accepted, this, [this, dialog, act] {
        const RunGuard guard {act.guards.safeguards, dialog->backUpFirst(),
            u"before "_s + migrations::lifecycleName(act.kind)};
        m_session.runLifecycle(act.kind, act.target,
            [act, guard](const ProjectState &state, Journal &journal, Progress &progress) {
                const auto backup = makeReady(guard, state, journal, progress);
                return backup ? act.work(state, *backup, journal, progress)
                              : notRun(act.kind, backup.error());
            });
    });
}

void DatabaseDesk::unlockFor(widgets::DestructiveDialog &dialog)
{
    look(
        {}, [](const ProjectState &state, Progress &) { return unlockNow(state); },
        [this, shown = QPointer(&dialog)](const migrations::Protection &protection) {
            Q_EMIT guardChanged();
            if (!shown)
                return;
            shown->setRefusal({});
            shown->setNote(tr("Unlocked until %1.")
                               .arg(protection.unlockedUntil.toLocalTime().toString(u"HH:mm"_s)));
        });
}

void DatabaseDesk::backUp()
{
    m_session.runLifecycle(LifecycleKind::Backup, {},
        [](const ProjectState &state, Journal &journal, Progress &progress) {
            const auto request = migrations::backupRequestFor(state, {});
            return request ? migrations::backupDatabase(state, *request, journal, progress)
                           : notRun(LifecycleKind::Backup, request.error());
        });
}

// As far as it can be proven: without a server or a manifest it is read to its end.
void DatabaseDesk::prove(const Backup &backup)
{
    look(
        tr("Proving the backup %1").arg(backup.name()),
        [backup](const ProjectState &state, Progress &progress) {
            migrations::VerifyOptions options {
                .level = migrations::Proof::Compared, .dataFolder = state.dataFolder};
            if (state.environment() && state.environment()->url)
                options.server = &*state.environment()->url;
            return migrations::verifyBackup(backup, options, progress);
        },
        [this](const Backup &) { Q_EMIT guardChanged(); });
}

void DatabaseDesk::prune(const std::vector<Backup> &newestFirst)
{
    auto *dialog =
        new widgets::PruneDialog(m_theme, placeOf(m_session.state()), newestFirst, m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        change([going = dialog->going()](const ProjectState &) -> Result<> {
            for (const Backup &backup : going) {
                if (const Result<> removed = migrations::removeBackup(backup); !removed)
                    return removed;
            }
            return {};
        });
    });
    dialog->open();
}

void DatabaseDesk::restore(const Backup &backup)
{
    look(
        tr("Looking at the backup"),
        [backup](const ProjectState &state, Progress &progress) {
            return lookAtRestore(state, backup, progress);
        },
        [this](const RestoreLook &look) {
            askAndRun(restoreQuestion(m_session.state(), look),
                {LifecycleKind::Restore, look.plan.backup.name(), look.guards,
                    [plan = look.plan](const ProjectState &state, const std::optional<Backup> &,
                        Journal &journal, Progress &progress) {
                        return migrations::restoreDatabase(state, plan, journal, progress);
                    }});
        });
}

void DatabaseDesk::reset()
{
    look(
        tr("Looking at what a reset takes away"),
        [](const ProjectState &state, Progress &progress) { return lookAtReset(state, progress); },
        [this](const ResetLook &look) {
            const migrations::ResetOutlook &outlook = look.outlook;
            askAndRun(resetQuestion(m_session.state(), look),
                {LifecycleKind::Reset, outlook.reset.scope.schemas.join(u", "_s), look.guards,
                    [outlook](const ProjectState &state, const std::optional<Backup> &backup,
                        Journal &journal, Progress &progress) {
                        migrations::ResetRequest request {outlook, {}};
                        if (backup)
                            request.backup = migrations::backupFacts(*backup);
                        return migrations::runReset(state, request, journal, {}, progress);
                    }});
        });
}

void DatabaseDesk::recreate()
{
    look(
        tr("Looking at what making it anew needs"),
        [](const ProjectState &state, Progress &progress) {
            return lookAtRecreate(state, progress);
        },
        [this](const RecreateLook &look) {
            askAndRun(recreateQuestion(m_session.state(), look),
                {LifecycleKind::Recreate, look.plan.database, look.guards,
                    [plan = look.plan](const ProjectState &state,
                        const std::optional<Backup> &backup, Journal &journal,
                        Progress &progress) mutable {
                        if (backup)
                            plan.backup = migrations::backupFacts(*backup);
                        return migrations::recreateDatabase(state, plan, journal, progress);
                    }});
        });
}

void DatabaseDesk::putBackNewest()
{
    m_session.inspect(
        tr("Looking for kept databases"),
        [](const ProjectState &state, Journal *journal, Progress &progress) {
            using Kept = Result<std::vector<migrations::KeptRecord>>;
            return journal ? migrations::keptRecords(*journal, state, progress) : Kept();
        },
        [this](const Result<std::vector<migrations::KeptRecord>> &kept) {
            if (!kept)
                Q_EMIT failed(kept.error());
            else if (kept->empty())
                Q_EMIT failed({migrations::ErrorKind::Refused,
                    tr("No kept database is there to put back. Recreate and Restore keep one."), {},
                    u"nothing_kept"_s});
            else
                putBack(kept->front());
        });
}

void DatabaseDesk::putBack(const migrations::KeptRecord &record)
{
    askAboutKept(record, migrations::Act::Undo);
}

void DatabaseDesk::dropKept(const migrations::KeptRecord &record)
{
    askAboutKept(record, migrations::Act::DropKept);
}

void DatabaseDesk::askAboutKept(const migrations::KeptRecord &record, migrations::Act act)
{
    look(
        {},
        [act](const ProjectState &state, Progress &progress) {
            return guardsFor(state, act, progress);
        },
        [this, record, drop = act == migrations::Act::DropKept](const Guards &guards) {
            const ProjectState &shown = m_session.state();
            askAndRun(drop ? dropKeptQuestion(shown, record, guards)
                           : putBackQuestion(shown, record, guards),
                {drop ? LifecycleKind::DropKept : LifecycleKind::Undo,
                    record.database.database.name, guards,
                    [record, drop](const ProjectState &state, const std::optional<Backup> &,
                        Journal &journal, Progress &progress) {
                        return drop ? migrations::dropKept(state, record, journal, progress)
                                    : migrations::undoWithKept(state, record, journal, progress);
                    }});
        });
}

void DatabaseDesk::finish(const migrations::InterruptedOperation &interrupted)
{
    askAboutInterrupted(interrupted, Waiting::Finish);
}

void DatabaseDesk::undo(const migrations::InterruptedOperation &interrupted)
{
    askAboutInterrupted(interrupted, Waiting::Undo);
}

void DatabaseDesk::askAboutInterrupted(
    const migrations::InterruptedOperation &interrupted, Waiting answer)
{
    const bool forwards = answer == Waiting::Finish;
    const auto act = forwards ? migrations::Act::Repair : migrations::Act::Undo;
    look(
        {},
        [act](const ProjectState &state, Progress &progress) {
            return guardsFor(state, act, progress);
        },
        [this, interrupted, answer, forwards](const Guards &guards) {
            const auto kind = migrations::lifecycleFromName(interrupted.entry.kind)
                                  .value_or(LifecycleKind::Recreate);
            askAndRun(interruptedQuestion(m_session.state(), interrupted, answer, guards),
                {forwards ? kind : LifecycleKind::Undo, interrupted.entry.database, guards,
                    [interrupted, forwards](const ProjectState &state,
                        const std::optional<Backup> &, Journal &journal, Progress &progress) {
                        return forwards
                            ? migrations::finishInterrupted(state, interrupted, journal, progress)
                            : migrations::undoInterrupted(state, interrupted, journal, progress);
                    }});
        });
}

void DatabaseDesk::repair(const migrations::Anomaly &anomaly, const QString &target)
{
    const migrations::RepairRequest request {
        .anomaly = anomaly, .target = target, .identity = m_session.state().database->identity};
    const Result<QString> what = migrations::repairText(m_session.state(), request);
    if (!what) {
        Q_EMIT failed(what.error());
        return;
    }
    look(
        {},
        [](const ProjectState &state, Progress &progress) {
            return guardsFor(state, migrations::Act::Repair, progress);
        },
        [this, request, what = *what](const Guards &guards) {
            askAndRun(repairQuestion(m_session.state(), what, guards),
                {LifecycleKind::Repair, request.anomaly.code, guards,
                    [request](const ProjectState &state, const std::optional<Backup> &,
                        Journal &journal, Progress &progress) {
                        return migrations::repairAnomaly(state, request, journal, progress);
                    }});
        });
}

void DatabaseDesk::change(std::function<Result<>(const ProjectState &)> change)
{
    m_session.inspect(
        {},
        [change = std::move(change)](
            const ProjectState &state, Journal *, Progress &) { return change(state); },
        [this](const Result<> &changed) {
            if (!changed)
                Q_EMIT failed(changed.error());
            Q_EMIT guardChanged();
        });
}

void DatabaseDesk::askThenChange(
    const Question &question, std::function<Result<>(const ProjectState &)> wanted)
{
    connect(open(question), &QDialog::accepted, this,
        [this, wanted = std::move(wanted)] { change(wanted); });
}

void DatabaseDesk::protect()
{
    change([](const ProjectState &state) { return mark(state, true); });
}

void DatabaseDesk::unprotect()
{
    askThenChange(unprotectQuestion(m_session.state()),
        [](const ProjectState &state) { return mark(state, false); });
}

void DatabaseDesk::unlock()
{
    askThenChange(unlockQuestion(m_session.state()), [](const ProjectState &state) {
        return unlockNow(state).map([](const migrations::Protection &) {});
    });
}

} // namespace app
