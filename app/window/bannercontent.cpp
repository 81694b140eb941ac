// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/window/bannercontent.h"

#include "model/journalmodel.h"
#include "model/running.h"
#include "model/words.h"
#include "widgets/richtext.h"

#include <QCoreApplication>
#include <QFileInfo>

namespace app {

using namespace Qt::StringLiterals;
using migrations::OperationKind;
using migrations::ProjectState;
using widgets::Banner;
using Running = model::ProjectSession::Running;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("app::Banner", text);
}

QString kindWord(const Running &running)
{
    if (running.lifecycle)
        return model::operationTitle(model::runningKind(running), {});
    switch (running.request.kind) {
    case OperationKind::Upgrade:
        return tr("Upgrade");
    case OperationKind::Downgrade:
        return tr("Roll back");
    case OperationKind::UndoStamp:
        return tr("Undo");
    case OperationKind::Stamp:
        break;
    }
    return tr("Stamp");
}

QString quoted(const QStringList &ids)
{
    QStringList shown;
    for (const QString &id : ids.mid(0, 3))
        shown.append(u'`' + id + u'`');
    if (ids.size() > 3)
        shown.append(tr("%1 more").arg(ids.size() - 3));
    return shown.join(", "_L1);
}

QString counted(qsizetype count, const char *one, const char *several)
{
    return count == 1 ? tr(one) : tr(several).arg(count);
}

// Where the problem is, then what it is.
QString placed(const migrations::Problem &problem)
{
    const QString file = QFileInfo(problem.file).fileName();
    if (file.isEmpty())
        return problem.message;
    return problem.line > 0
        ? tr("`%1`, line %2: %3").arg(file, QString::number(problem.line), problem.message)
        : tr("`%1`: %2").arg(file, problem.message);
}

// Of the repository, and no database has a part in it.
bool isCommit(const Running &running)
{
    return running.lifecycle == migrations::LifecycleKind::Commit;
}

Banner::Content runsGit(const Running &running)
{
    return {Banner::Kind::Running,
        running.cancelling ? tr("Git is being stopped") : tr("Git and its hooks are running"),
        running.target, {}, {{u"showActivity"_s, tr("Show progress")}}};
}

Banner::Content closing(const Running &running)
{
    if (isCommit(running))
        return {Banner::Kind::Running, tr("Git is being stopped; then the window closes"), {}, {},
            {{u"stayOpen"_s, tr("Stay open")}}};
    return {Banner::Kind::Running,
        tr("%1 is being cancelled; then the window closes").arg(kindWord(running)),
        tr("What the database kept is read back first."), {}, {{u"stayOpen"_s, tr("Stay open")}}};
}

Banner::Content runs(const Running &running, const ProjectState &state)
{
    if (isCommit(running))
        return runsGit(running);
    const QString what = kindWord(running);
    const int steps = int(running.steps.size());
    QString step = running.phase;
    if (running.currentStep >= 0 && running.currentStep < steps) {
        const QString id = running.steps.at(std::size_t(running.currentStep)).step.revision;
        const migrations::Revision *revision = state.graph.find(id);
        step = tr("Step %1 of %2: %3")
                   .arg(QString::number(running.currentStep + 1), QString::number(steps),
                       revision && !revision->message.isEmpty() ? revision->message : id);
    }
    if (running.cancelling)
        return {Banner::Kind::Running,
            tr("%1 of %2 is being cancelled").arg(what, model::environmentWord(state)),
            tr("Waiting for the server's answer."), {}, {}};
    if (!running.blockers.empty()) {
        const migrations::Blocker &blocker = running.blockers.front();
        const QString who = blocker.application.isEmpty() ? blocker.user : blocker.application;
        return {Banner::Kind::Waiting,
            tr("%1 of %2 waits for a lock").arg(what, model::environmentWord(state)),
            steps == 0 ? tr("Pid %1 (%2) holds it.").arg(QString::number(blocker.pid), who)
                       : tr("Step %1 of %2: pid %3 (%4) holds it.")
                             .arg(QString::number(running.currentStep + 1), QString::number(steps),
                                 QString::number(blocker.pid), who),
            {}, {{u"showActivity"_s, tr("Show blocker")}}};
    }
    return {Banner::Kind::Running,
        tr("%1 of %2 is running").arg(what, model::environmentWord(state)), step, {},
        {{u"showActivity"_s, tr("Show progress")}}};
}

// How an operation ended, where that is worth a banner. Either kind of report.
template <typename Report>
std::optional<Banner::Content> ended(const Report &report)
{
    using migrations::Outcome;
    const bool good = report.outcome == Outcome::Done || report.outcome == Outcome::NothingToDo;
    if (good && report.nextAction.isEmpty())
        return std::nullopt;
    QStringList verbatim;
    if (report.error)
        verbatim = QStringList {report.error->message, report.error->detail};
    verbatim.removeAll(QString());
    const bool cancelled = report.cancelled
        && (report.outcome == Outcome::RolledBack || report.outcome == Outcome::Refused);
    return Banner::Content {good ? Banner::Kind::Ok
            : cancelled          ? Banner::Kind::Caution
                                 : Banner::Kind::Danger,
        report.sentence, report.nextAction, verbatim.join(u'\n'),
        {{u"showActivity"_s, tr("Show steps")}, {u"dismiss"_s, tr("Dismiss")}}};
}

Banner::Content interrupted(const migrations::InterruptedOperation &operation)
{
    Banner::Content content {Banner::Kind::Danger,
        tr("%1 of %2 was interrupted")
            .arg(model::operationTitle(operation.entry.kind, {}),
                widgets::momentText(operation.entry.started.toLocalTime())),
        operation.sentence, {}, {}};
    if (operation.canUndo)
        content.buttons.push_back({u"undoInterrupted"_s, tr("Undo…")});
    if (operation.canFinish)
        content.buttons.push_back({u"finishInterrupted"_s, tr("Finish…"), true});
    return content;
}

std::optional<Banner::Content> danger(const BannerSubject &subject)
{
    const bool done = subject.report
        && (subject.report->outcome == migrations::Outcome::Done
            || subject.report->outcome == migrations::Outcome::NothingToDo);
    if (subject.report && !done)
        return ended(*subject.report);
    if (subject.lifecycle) {
        if (auto content = ended(*subject.lifecycle))
            return content;
    }
    if (subject.refusal)
        return Banner::Content {Banner::Kind::Danger, subject.refusal->message, {},
            subject.refusal->detail, {{u"dismiss"_s, tr("Dismiss")}}};
    if (subject.interrupted)
        return interrupted(*subject.interrupted);
    if (subject.unfinished)
        return Banner::Content {Banner::Kind::Danger,
            tr("An operation of %1 never ended")
                .arg(widgets::momentText(subject.unfinished->started)),
            tr("What is in the database was read just now and is shown; it was planned from %1.")
                .arg(subject.unfinished->rowsBefore.isEmpty()
                        ? tr("base")
                        : quoted(subject.unfinished->rowsBefore)),
            {}, {{u"showActivity"_s, tr("Show steps")}, {u"dismiss"_s, tr("Dismiss")}}};
    if (subject.journalProblem)
        return Banner::Content {Banner::Kind::Danger, subject.journalProblem->message,
            tr("Nothing can be run without a journal."), subject.journalProblem->detail, {}};
    for (const migrations::Problem &problem : subject.state->graph.problems()) {
        if (problem.fatal)
            return Banner::Content {Banner::Kind::Danger, tr("Alembic cannot use this history"),
                placed(problem), {}, {{u"showProblems"_s, tr("Show problems")}}};
    }
    return std::nullopt;
}

std::optional<Banner::Content> standing(const ProjectState &state)
{
    const QStringList &ghosts = state.standing.ghosts;
    if (!ghosts.isEmpty())
        return Banner::Content {Banner::Kind::Ghost, tr("The database is ahead of this branch"),
            counted(ghosts.size(), "1 ghost: %1 is in the database, not on disk.",
                "%1 ghosts are in the database, not on disk: %2.")
                .arg(quoted(ghosts)),
            {}, {{u"showGhost"_s, tr("Show it")}, {u"findGhosts"_s, tr("Find its file"), true}}};
    const QStringList heads = state.graph.heads();
    if (heads.size() > 1) {
        Banner::Content content {Banner::Kind::TwoHeads,
            heads.size() == 2 ? tr("Two heads") : tr("%1 heads").arg(heads.size()),
            tr("%1; `alembic upgrade head` fails until one is left.").arg(quoted(heads)), {}, {}};
        content.buttons = {
            {u"mergeHeads"_s, tr("Merge")}, {u"compareHeads"_s, tr("Compare and choose…"), true}};
        return content;
    }
    return std::nullopt;
}

bool isOnItsPage(const BannerSubject &subject, Banner::Kind kind)
{
    return (subject.comparing && kind == Banner::Kind::TwoHeads)
        || (subject.findingGhosts && kind == Banner::Kind::Ghost);
}

std::optional<Banner::Content> unknown(const BannerSubject &subject)
{
    const ProjectState &state = *subject.state;
    if (state.databaseError && state.databaseError->code == "no_url"_L1)
        return Banner::Content {Banner::Kind::Unknown, tr("No database is configured"),
            tr("Set `DATABASE_URL` in the environment or in a `.env` file beside the "
               "configuration."),
            {}, {{u"refresh"_s, tr("Look again")}}};
    // An SQLite file that is not there yet is an empty database, so all is pending.
    const bool empty = state.databaseError && state.databaseError->code == "no_file"_L1;
    if (state.databaseError && !(empty && state.standing.known))
        return Banner::Content {Banner::Kind::Unknown,
            tr("Where %1 stands is not known").arg(model::environmentWord(state)),
            state.databaseError->message, state.databaseError->detail,
            {{u"refresh"_s, tr("Try again")}}};
    if (subject.interpreterProblem)
        return Banner::Content {Banner::Kind::Caution, subject.interpreterProblem->message,
            tr("Reading works; changing needs it."), subject.interpreterProblem->detail,
            {{u"choosePython"_s, tr("Choose Python…")}}};
    return std::nullopt;
}

Banner::Content pending(const ProjectState &state)
{
    const QStringList &waiting = state.standing.pending();
    if (waiting.isEmpty())
        return {};
    const QString at =
        state.standing.current.isEmpty() ? tr("base") : quoted(state.standing.current);
    return {Banner::Kind::Pending,
        counted(waiting.size(), "1 revision pending", "%1 revisions pending"),
        tr("%1 stands at %2, head is %3.")
            .arg(model::environmentWord(state), at, quoted(state.graph.heads())),
        {}, {{u"showPlan"_s, tr("Show plan")}, {u"upgrade"_s, tr("Upgrade to head"), true}}};
}

} // namespace

Banner::Content bannerContent(const BannerSubject &subject)
{
    if (!subject.state)
        return {};
    if (subject.running)
        return subject.closing ? closing(*subject.running) : runs(*subject.running, *subject.state);
    if (!subject.inspecting.isEmpty())
        return {
            Banner::Kind::Running, subject.inspecting, {}, {}, {{u"stopInspecting"_s, tr("Stop")}}};
    if (auto content = danger(subject))
        return *content;
    if (auto content = standing(*subject.state))
        return isOnItsPage(subject, content->kind) ? Banner::Content {} : *content;
    if (auto content = unknown(subject))
        return *content;
    return pending(*subject.state);
}

} // namespace app
