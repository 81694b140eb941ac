// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/operations/uncommit.h"

#include "migrations/base/sourcefile.h"
#include "migrations/operations/removable.h"

#include <QFileInfo>

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

} // namespace

Result<UncommitPlan> planUncommit(
    const ProjectState &state, const QString &revision, Progress &progress)
{
    const Result<QString> id = chosen(state, revision);
    if (!id)
        return tl::unexpected(id.error());
    const Result<QStringList> unasked = checkRemovable(state, *id, progress);
    if (!unasked)
        return tl::unexpected(unasked.error());
    const Revision *found = state.graph.find(*id);
    return readSourceFile(found->file).map([&](const std::optional<QByteArray> &bytes) {
        return UncommitPlan {*id, found->message,
            withMode({.path = found->file, .before = bytes, .after = std::nullopt}), *unasked};
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
