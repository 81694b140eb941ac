// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/operations/rebase.h"

#include "migrations/base/sourcefile.h"
#include "migrations/history/reparent.h"
#include "migrations/history/revisionfiles.h"
#include "migrations/operations/appliedchange.h"
#include "migrations/operations/branches.h"
#include "migrations/operations/planrun.h"
#include "migrations/operations/removable.h"

#include <QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

tl::unexpected<Error> cannot(const QString &message, const QString &code)
{
    return failure(ErrorKind::Project, message, {}, code);
}

QStringList sorted(QStringList list)
{
    list.sort();
    return list;
}

Result<QString> headOf(const ProjectState &state, const QString &name, const QString &notThis)
{
    const Result<QString> id = state.graph.resolveOne(name);
    if (!id)
        return id;
    QStringList above = state.graph.heads();
    above.removeIf([&](const QString &head) {
        return head == notThis || !lineOf(state.graph, head).contains(*id);
    });
    if (above.size() == 1)
        return above.front();
    return cannot(u"%1 belongs to no branch of its own. Name a head: %2."_s.arg(
                      name, state.graph.heads().join(u", "_s)),
        u"not_a_head"_s);
}

tl::unexpected<Error> chooseBranch(const QStringList &heads, const QString &why)
{
    return cannot(
        u"%1. Name the head of the branch that is to move: %2."_s.arg(why, heads.join(u", "_s)),
        u"choose_branch"_s);
}

struct Branches
{
    QString mine;
    QString onto;
};

// Of two heads the one whose branch was not pushed, when that is true of one alone.
Result<Branches> theLocalOne(const ProjectState &state, const QStringList &heads)
{
    const Branches first {heads[0], heads[1]};
    const Branches second {heads[1], heads[0]};
    const auto isLocal = [&](const Branches &branches) {
        return checkUnpushed(state, branchOf(state.graph, branches.mine, branches.onto))
            .has_value();
    };
    const bool firstIs = isLocal(first);
    if (firstIs == isLocal(second))
        return chooseBranch(heads,
            firstIs ? u"Neither branch has been pushed"_s : u"Both branches have been pushed"_s);
    return firstIs ? first : second;
}

Result<Branches> chosen(const ProjectState &state, const RebaseChoice &choice)
{
    const QStringList heads = state.graph.heads();
    if (heads.size() < 2)
        return cannot(u"There is one head, so there is nothing to rebase."_s, u"one_head"_s);
    if (choice.mine.isEmpty() && choice.onto.isEmpty() && heads.size() == 2)
        return theLocalOne(state, heads);
    if (heads.size() > 2 && (choice.mine.isEmpty() || choice.onto.isEmpty()))
        return chooseBranch(heads, u"There are more than two heads, so both must be named"_s);
    const auto other = [&](const QString &head) { return heads[heads[0] == head ? 1 : 0]; };
    Branches branches;
    if (!choice.onto.isEmpty()) {
        const Result<QString> onto = headOf(state, choice.onto, {});
        if (!onto)
            return tl::unexpected(onto.error());
        branches = {other(*onto), *onto};
    }
    if (!choice.mine.isEmpty()) {
        const Result<QString> mine = headOf(state, choice.mine, branches.onto);
        if (!mine)
            return tl::unexpected(mine.error());
        branches = {*mine, branches.onto.isEmpty() ? other(*mine) : branches.onto};
    }
    return branches;
}

// The one revision of the branch that the rest hangs on.
Result<QString> firstOf(const RevisionGraph &graph, const QStringList &branch)
{
    QStringList leaving;
    for (const QString &id : branch) {
        const QStringList down = graph.find(id)->down;
        const bool leaves = down.isEmpty()
            || std::any_of(down.begin(), down.end(),
                [&](const QString &parent) { return !branch.contains(parent); });
        if (leaves)
            leaving.append(id);
    }
    if (leaving.size() == 1)
        return leaving.front();
    return failure(ErrorKind::Refused,
        u"This branch leaves the rest of the history at several places (%1), so it cannot be moved "
        "as a whole. Merge the heads instead."_s.arg(sorted(leaving).join(u", "_s)),
        {}, u"several_parents"_s);
}

QStringList appliedOf(const ProjectState &state, const RebasePlan &plan)
{
    QStringList applied = plan.moved;
    applied.removeIf(
        [&](const QString &id) { return state.standing.stateOf(id) != RevisionState::Applied; });
    return state.database ? applied : QStringList();
}

Error withWayOut(Error error, const ProjectState &state, const RebasePlan &plan)
{
    const QStringList applied = appliedOf(state, plan);
    if (error.code != "applied"_L1 || applied.isEmpty())
        return error;
    if (const Result<Plan> down = exactRollback(state, applied))
        error.message +=
            u" In %1: spiritsafe migration rollback %2"_s.arg(state.environmentName, down->target);
    return error;
}

// The history as it will be, before anything is written.
std::vector<RevisionFile> filesWith(const ProjectState &state, const RebasePlan &plan)
{
    std::vector<RevisionFile> files = *state.files;
    for (RevisionFile &file : files) {
        if (file.path == plan.change.path)
            file.down = {plan.onto};
    }
    return files;
}

Result<QStringList> headsWith(const ProjectState &state, const RebasePlan &plan)
{
    const std::vector<RevisionFile> files = filesWith(state, plan);
    const RevisionGraph graph = RevisionGraph::fromFiles(files);
    if (graph.usable() || !state.graph.usable())
        return sorted(graph.heads());
    return failure(ErrorKind::Refused,
        u"The branches need each other (depends_on), so one cannot follow the other. Merge the "
        "heads instead."_s,
        graph.problems().empty() ? QString() : graph.problems().front().message, u"entangled"_s);
}

Result<RebasePlan> planOf(const ProjectState &state, const Branches &branches)
{
    const RevisionGraph &graph = state.graph;
    const Result<QString> first = firstOf(graph, branchOf(graph, branches.mine, branches.onto));
    if (!first)
        return tl::unexpected(first.error());
    const Revision *revision = graph.find(*first);
    const auto bytes = readSourceFile(revision->file);
    if (!bytes)
        return tl::unexpected(bytes.error());
    const auto rewritten = withParent(revision->file, bytes->value_or(QByteArray()), branches.onto);
    if (!rewritten)
        return tl::unexpected(rewritten.error());
    return RebasePlan {.mine = branches.mine,
        .onto = branches.onto,
        .first = *first,
        .parent = revision->down.value(0),
        .moved = withFollowers(graph, *first),
        .headsAfter = {},
        .change = withMode({.path = revision->file, .before = *bytes, .after = *rewritten}),
        .unasked = {}};
}

Result<> checkHeads(const ProjectState &state, const RebasePlan &plan, Progress &progress)
{
    auto files = readRevisionFiles(state.project, {.useIndex = false}, progress);
    if (!files)
        return tl::unexpected(files.error());
    const std::vector<RevisionFile> expected = filesWith(state, plan);
    for (RevisionFile &file : *files) {
        const auto known = std::find_if(expected.begin(), expected.end(),
            [&](const RevisionFile &one) { return one.path == file.path; });
        if (!file.computed.isEmpty() && known != expected.end()) // only Python knows it
            file = *known;
    }
    const QStringList heads = sorted(RevisionGraph::fromFiles(*files).heads());
    if (heads == plan.headsAfter)
        return {};
    return failure(ErrorKind::Refused,
        u"The history was changed meanwhile: its heads would have been %1. Everything was put "
        "back. Refresh, then try again."_s.arg(heads.join(u", "_s)),
        {}, u"not_as_planned"_s);
}

// The last one that is applied: with it all of them are applied again.
Result<QString> tipOf(const RevisionGraph &graph, const QStringList &applied)
{
    QStringList tips = applied;
    tips.removeIf([&](const QString &id) {
        const QStringList next = graph.find(id)->next;
        return std::any_of(next.begin(), next.end(),
            [&](const QString &follower) { return applied.contains(follower); });
    });
    if (tips.size() == 1)
        return tips.front();
    return failure(ErrorKind::Refused,
        u"The branch is applied at several places (%1). Roll it back by hand first."_s.arg(
            tips.join(u", "_s)),
        {}, u"not_alone"_s);
}

Result<Reapplication> reapplicationOf(
    const ProjectState &state, const RebasePlan &plan, const QStringList &applied)
{
    return tipOf(state.graph, applied).and_then([&](const QString &tip) {
        return planReapplication(state,
            {.moved = plan.moved, .down = applied, .files = filesWith(state, plan), .target = tip});
    });
}

// Whether it may move; fills what is still open of the plan.
Result<> allow(
    const ProjectState &state, const RebaseChoice &choice, RebasePlan &plan, Progress &progress)
{
    const QStringList applied = appliedOf(state, plan);
    const bool again = choice.applied == RebaseChoice::Applied::RolledBack && !applied.isEmpty();
    const auto unasked =
        checkLocal(again ? withoutOwnEnvironment(state) : state, plan.moved, progress);
    if (!unasked)
        return tl::unexpected(unasked.error());
    plan.unasked = *unasked;
    if (!again)
        return {};
    return reapplicationOf(state, plan, applied).map([&](const Reapplication &found) {
        plan.reapplication = found;
    });
}

} // namespace

Result<RebasePlan> planRebase(
    const ProjectState &state, const RebaseChoice &choice, Progress &progress)
{
    const Result<Branches> branches = chosen(state, choice);
    if (!branches)
        return tl::unexpected(branches.error());
    Result<RebasePlan> plan = planOf(state, *branches);
    if (!plan)
        return plan;
    const auto heads = headsWith(state, *plan);
    if (!heads)
        return tl::unexpected(heads.error());
    plan->headsAfter = *heads;
    if (const Result<> allowed = allow(state, choice, *plan, progress); !allowed)
        return tl::unexpected(withWayOut(allowed.error(), state, *plan));
    return plan;
}

Result<FileReport> rebase(
    const ProjectState &state, const RebasePlan &plan, Journal &journal, Progress &progress)
{
    auto operation = FileOperation::begin(
        journal, state, FileOperationKind::Rebase, u"%1 onto %2"_s.arg(plan.first, plan.onto));
    if (!operation)
        return tl::unexpected(operation.error());
    const std::vector<FileChange> changes {plan.change};
    const QString sentence = u"Rebased %1 onto %2"_s.arg(plan.moved.join(u", "_s), plan.onto);
    const auto check = [&] { return checkHeads(state, plan, progress); };
    if (plan.reapplication)
        return changeApplied(state,
            {.plan = *plan.reapplication,
                .changes = changes,
                .check = check,
                .sentence = u"%1, rolled back and applied again in %2"_s.arg(
                    sentence, state.environmentName)},
            *operation, progress);
    const Result<QString> made =
        operation->announce(changes).and_then([&] { return operation->apply(changes); });
    if (!made)
        return tl::unexpected(operation->failed(made.error()));
    if (Result<> good = check(); !good) {
        const Result<QString> undone = operation->apply({reversed(plan.change)});
        return tl::unexpected(operation->failed(undone ? good.error() : undone.error()));
    }
    return operation->done(sentence, changes);
}

} // namespace migrations
