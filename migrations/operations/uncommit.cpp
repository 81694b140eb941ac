// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/operations/uncommit.h"

#include "migrations/base/sourcefile.h"
#include "migrations/git/repository.h"
#include "migrations/operations/fileundo.h"

#include <QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

Result<QString> chosen(const ProjectState &state, const QString &revision)
{
    const QStringList heads = state.graph.heads();
    if (revision.isEmpty() && heads.size() > 1)
        return failure(ErrorKind::Alembic,
            u"There are several heads: %1. Name the one to remove."_s.arg(heads.join(u", "_s)), {},
            u"MultipleHeads"_s);
    const Result<QString> found =
        revision.isEmpty() ? Result<QString>(heads.value(0)) : state.graph.resolveOne(revision);
    if (found && found->isEmpty())
        return failure(ErrorKind::Project, u"There is no revision to remove."_s, {}, u"nothing"_s);
    return found;
}

Result<> checkPushed(const Revision &revision)
{
    const Result<bool> pushed = isOnUpstream(revision.file);
    if (!pushed)
        return tl::unexpected(pushed.error());
    if (!*pushed)
        return {};
    return failure(ErrorKind::Refused,
        u"%1 is on the upstream branch: others may have run it. Write a new revision that takes it "
        "back instead."_s.arg(QFileInfo(revision.file).fileName()),
        {}, u"pushed"_s);
}

// In no database that answers may it be applied.
Result<QStringList> askEnvironments(
    const ProjectState &state, const QString &revision, Progress &progress)
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
        if (Result<> can = checkRemovable(there, revision); !can)
            return tl::unexpected(can.error());
    }
    return unasked;
}

} // namespace

Result<UncommitPlan> planUncommit(
    const ProjectState &state, const QString &revision, Progress &progress)
{
    const Result<QString> id = chosen(state, revision);
    if (!id)
        return tl::unexpected(id.error());
    const Revision *found = state.graph.find(*id);
    if (Result<> can = checkRemovable(state, *id).and_then([&] { return checkPushed(*found); });
        !can)
        return tl::unexpected(can.error());
    const Result<QStringList> unasked = askEnvironments(state, *id, progress);
    if (!unasked)
        return tl::unexpected(unasked.error());
    return readSourceFile(found->file).map([&](const std::optional<QByteArray> &bytes) {
        return UncommitPlan {*id, found->message,
            {.path = found->file, .before = bytes, .after = std::nullopt}, *unasked};
    });
}

Result<FileReport> uncommit(const ProjectState &state, const UncommitPlan &plan, Journal &journal)
{
    auto operation =
        FileOperation::begin(journal, state, FileOperationKind::Uncommit, plan.revision);
    if (!operation)
        return tl::unexpected(operation.error());
    const std::vector<FileChange> changes {plan.removal};
    const Result<QString> made =
        operation->announce(changes).and_then([&] { return operation->apply(changes); });
    if (!made)
        return tl::unexpected(operation->failed(made.error()));
    return operation->done(u"Removed %1"_s.arg(QFileInfo(plan.removal.path).fileName()), changes);
}

} // namespace migrations
