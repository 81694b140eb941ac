// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/operations/twoheads.h"

#include "migrations/git/filehistory.h"
#include "migrations/git/repository.h"
#include "migrations/operations/branches.h"
#include "migrations/operations/operation.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

tl::unexpected<Error> cannot(const QString &message, const QString &code)
{
    return failure(ErrorKind::Project, message, {}, code);
}

BranchRevision revisionOf(
    const ProjectState &state, const Revision &revision, const QHash<QString, FileCommit> &commits)
{
    const FileCommit commit = commits.value(revision.file);
    return {.id = revision.id,
        .message = revision.message,
        .author = commit.author,
        .time = commit.time.isValid() ? commit.time : revision.created,
        .state =
            state.standing.known ? state.standing.stateOf(revision.id) : RevisionState::Unknown,
        .pushed = isPushed(revision.file).value_or(false)};
}

std::vector<BranchRevision> revisionsOf(
    const ProjectState &state, const QStringList &ids, const QHash<QString, FileCommit> &commits)
{
    std::vector<BranchRevision> revisions;
    for (const QString &id : ids) {
        if (const Revision *revision = state.graph.find(id))
            revisions.push_back(revisionOf(state, *revision, commits));
    }
    return revisions;
}

// In the order of the table.
HeadBranch branchFrom(const ProjectState &state, const QString &head, const QString &other,
    const QHash<QString, FileCommit> &commits)
{
    QStringList ids = branchOf(state.graph, head, other);
    std::sort(ids.begin(), ids.end(), [&](const QString &a, const QString &b) {
        return state.graph.indexOf(a) < state.graph.indexOf(b);
    });
    HeadBranch branch {.head = head, .revisions = revisionsOf(state, ids, commits)};
    branch.pushed = std::any_of(branch.revisions.begin(), branch.revisions.end(),
        [](const BranchRevision &revision) { return revision.pushed; });
    return branch;
}

QDateTime newest(const HeadBranch &branch)
{
    QDateTime time;
    for (const BranchRevision &revision : branch.revisions) {
        if (!time.isValid() || revision.time > time)
            time = revision.time;
    }
    return time;
}

// The last revisions that both lines have.
QStringList lastShared(const RevisionGraph &graph, const QString &mine, const QString &theirs)
{
    const QStringList other = lineOf(graph, theirs);
    QStringList shared = lineOf(graph, mine);
    shared.removeIf([&](const QString &id) { return !other.contains(id); });
    QStringList last = shared;
    last.removeIf([&](const QString &id) {
        return std::any_of(shared.begin(), shared.end(), [&](const QString &later) {
            const Revision *revision = graph.find(later);
            return revision && revision->down.contains(id);
        });
    });
    return last;
}

QHash<QString, FileCommit> commitsOf(
    const ProjectState &state, const QStringList &ids, Progress &progress)
{
    QStringList files;
    for (const QString &id : ids) {
        if (const Revision *revision = state.graph.find(id))
            files.append(revision->file);
    }
    return lastCommits(files, progress).value_or(QHash<QString, FileCommit>());
}

Result<std::vector<Touch>> touchesOf(const ProjectState &state, const HeadBranch &branch,
    const std::vector<BranchRevision> &shared, Alembic &alembic, Progress &progress)
{
    QStringList rows;
    for (const BranchRevision &revision : shared)
        rows.append(revision.id);
    return alembic.sql(Direction::Up, branch.head, rows, progress)
        .and_then([](const std::vector<StepSql> &steps) {
            QString sql;
            for (const StepSql &step : steps)
                sql += step.sql + u'\n';
            return readTouches(sql);
        })
        .map([&](std::vector<Touch> touches) {
            const QString table = state.memory.versionTable.name;
            std::erase_if(touches, [&](const Touch &touch) {
                return touch.object.section(u'.', -1) == table; // Alembic's own
            });
            return touches;
        });
}

} // namespace

Result<TwoHeads> readTwoHeads(
    const ProjectState &state, const QString &mine, const QString &theirs, Progress &progress)
{
    const QStringList heads = state.graph.heads();
    if (heads.size() < 2)
        return cannot(u"There is one head."_s, u"one_head"_s);
    const QString first = mine.isEmpty() ? heads.value(theirs == heads[0] ? 1 : 0) : mine;
    const QString second = theirs.isEmpty() ? heads.value(first == heads[0] ? 1 : 0) : theirs;
    if (!heads.contains(first) || !heads.contains(second) || first == second)
        return cannot(u"These are not two heads: %1, %2."_s.arg(first, second), u"not_a_head"_s);
    const auto commits = commitsOf(state,
        branchOf(state.graph, first, second) + branchOf(state.graph, second, first), progress);
    TwoHeads two {.heads = heads,
        .mine = branchFrom(state, first, second, commits),
        .theirs = branchFrom(state, second, first, commits),
        .shared = revisionsOf(state, lastShared(state.graph, first, second), commits),
        .branch = readGit(state.project.root).value_or(GitFacts()).branch};
    const bool other = two.mine.pushed != two.theirs.pushed ? two.mine.pushed
                                                            : newest(two.theirs) > newest(two.mine);
    if (mine.isEmpty() && theirs.isEmpty() && other)
        std::swap(two.mine, two.theirs);
    return two;
}

Result<std::vector<SharedTouch>> touchesOf(
    const ProjectState &state, const TwoHeads &heads, Progress &progress)
{
    const Environment *environment = state.environment();
    if (environment && environment->url && environment->url->dialect != Dialect::PostgreSql)
        return failure(ErrorKind::Refused,
            u"What they touch is read with PostgreSQL's grammar, and this database is SQLite."_s,
            {}, u"not_postgresql"_s);
    Result<Alembic> alembic = startAlembic(state, progress);
    if (!alembic)
        return tl::unexpected(alembic.error());
    const auto mine = touchesOf(state, heads.mine, heads.shared, *alembic, progress);
    if (!mine)
        return tl::unexpected(mine.error());
    const auto theirs = touchesOf(state, heads.theirs, heads.shared, *alembic, progress);
    if (!theirs)
        return tl::unexpected(theirs.error());
    return sharedTouches(*mine, *theirs);
}

} // namespace migrations
