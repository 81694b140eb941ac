// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/operations/removable.h"

#include "migrations/git/repository.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

Result<> checkFollowed(const ProjectState &state, const QString &revision)
{
    if (state.graph.realHeads().contains(revision))
        return {};
    return failure(ErrorKind::Refused,
        u"Another revision builds on %1. Take that one away first."_s.arg(revision), {},
        u"followed"_s);
}

Result<> checkApplied(const ProjectState &state, const QStringList &revisions)
{
    for (const QString &revision : revisions) {
        if (state.standing.known && state.standing.stateOf(revision) == RevisionState::Applied)
            return failure(ErrorKind::Refused,
                u"%1 is applied in %2. Roll it back first, else the database would hold what no "
                "file defines."_s.arg(revision, state.environmentName),
                {}, u"applied"_s);
    }
    return {};
}

Result<> checkPushed(const QString &file)
{
    const Result<bool> pushed = isPushed(file);
    if (!pushed)
        return tl::unexpected(pushed.error());
    if (!*pushed)
        return {};
    return failure(ErrorKind::Refused,
        u"%1 has been pushed: others may have run it. Write a new revision that takes it "
        "back instead."_s.arg(QFileInfo(file).fileName()),
        {}, u"pushed"_s);
}

// In no database that answers may one be applied.
Result<QStringList> askEnvironments(
    const ProjectState &state, const QStringList &revisions, Progress &progress)
{
    QStringList unasked;
    for (const Environment &environment : state.project.environments) {
        if (!environment.url)
            continue;
        ProjectState there = state;
        there.environmentName = environment.name;
        there = withDatabase(std::move(there), progress);
        if (progress.cancelled())
            return failure(ErrorKind::Cancelled, u"Cancelled. Nothing was changed."_s);
        if (!there.standing.known && there.databaseError)
            unasked.append(u"%1: %2"_s.arg(environment.name, there.databaseError->message));
        if (Result<> can = checkApplied(there, revisions); !can)
            return tl::unexpected(can.error());
    }
    return unasked;
}

} // namespace

Result<> checkUnpushed(const ProjectState &state, const QStringList &revisions)
{
    for (const QString &revision : revisions) {
        const Revision *found = state.graph.find(revision);
        if (Result<> can = found ? checkPushed(found->file) : Result<> {}; !can)
            return can;
    }
    return {};
}

QStringList withFollowers(const RevisionGraph &graph, const QString &revision)
{
    QStringList all {revision};
    for (qsizetype i = 0; i < all.size(); ++i) {
        const Revision *found = graph.find(all[i]);
        for (const QString &next : found ? found->next : QStringList()) {
            if (!all.contains(next))
                all.append(next);
        }
    }
    return all;
}

Result<QStringList> checkLocal(
    const ProjectState &state, const QStringList &revisions, Progress &progress)
{
    return checkApplied(state, revisions)
        .and_then([&] { return checkUnpushed(state, revisions); })
        .and_then([&] { return askEnvironments(state, revisions, progress); });
}

Result<QStringList> checkRemovable(
    const ProjectState &state, const QString &revision, Progress &progress)
{
    return checkFollowed(state, revision).and_then([&] {
        return checkLocal(state, {revision}, progress);
    });
}

} // namespace migrations
