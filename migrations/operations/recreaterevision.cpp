// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/operations/recreaterevision.h"

#include "migrations/base/sourcefile.h"
#include "migrations/git/textdiff.h"
#include "migrations/operations/newrevision.h"
#include "migrations/operations/planrun.h"
#include "migrations/operations/removable.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

tl::unexpected<Error> cannot(const QString &message, const QString &code)
{
    return failure(ErrorKind::Project, message, {}, code);
}

Result<const Revision *> chosen(const ProjectState &state, const QString &revision)
{
    const QStringList heads = state.graph.heads();
    if (revision.isEmpty() && heads.size() > 1)
        return failure(ErrorKind::Alembic,
            u"There are several heads: %1. Name the one to write anew."_s.arg(heads.join(u", "_s)),
            {}, u"MultipleHeads"_s);
    const Result<QString> id =
        revision.isEmpty() ? Result<QString>(heads.value(0)) : state.graph.resolveOne(revision);
    if (!id)
        return tl::unexpected(id.error());
    const Revision *found = state.graph.find(*id);
    if (!found)
        return cannot(u"There is no revision to write anew."_s, u"nothing"_s);
    if (found->down.size() > 1)
        return cannot(u"%1 merges heads, and a merge is not made from the models. Remove it and "
                      "merge again."_s.arg(*id),
            u"merge"_s);
    return found;
}

Result<> checkStanding(const ProjectState &state, const QString &revision)
{
    if (!state.standing.known)
        return cannot(u"The models can only be compared with a database that answers. Set "
                      "DATABASE_URL."_s,
            u"no_database"_s);
    QStringList others = state.standing.pending();
    others.removeAll(revision);
    if (others.isEmpty())
        return {};
    return cannot(u"%1 are pending, so the models would be compared with an old schema. Upgrade "
                  "the database to %1 first."_s.arg(others.join(u", "_s)),
        u"not_at_head"_s);
}

// The one step down, in whichever way Alembic takes just that.
Result<std::optional<Plan>> rollbackOf(const ProjectState &state, const Revision &revision)
{
    if (state.standing.stateOf(revision.id) != RevisionState::Applied)
        return std::optional<Plan>();
    const QString parent = revision.down.value(0, u"base"_s);
    for (const QString &target : QStringList {u"-1"_s, parent, revision.id + u"@-1"_s}) {
        const Result<Plan> plan = planOperation(state, OperationKind::Downgrade, {target});
        if (plan && plan->steps.size() == 1 && plan->steps.front().revision == revision.id)
            return std::optional(*plan);
    }
    return failure(ErrorKind::Refused,
        u"%1 cannot be rolled back alone. Roll it back by hand, then try again."_s.arg(revision.id),
        {}, u"not_alone"_s);
}

RevisionOptions optionsFor(
    const ProjectState &state, const Revision &revision, const QString &message)
{
    const QString parent = revision.down.value(0);
    const Revision *before = state.graph.find(parent);
    const bool alone = before ? before->next.size() == 1 : state.graph.bases().size() == 1;
    RevisionOptions options {.message = message,
        .head = before ? parent
            : alone    ? QString()
                       : u"base"_s,
        .branchLabel = revision.branchLabels.value(0),
        .dependsOn = revision.dependsOn,
        .splice = !alone};
    if (state.project.versionLocations.size() > 1)
        options.versionPath = QFileInfo(revision.file).absolutePath();
    return options;
}

// What autogenerate writes where the old file is not.
Result<std::vector<FileChange>> writeAnew(const ProjectState &before,
    const RevisionOptions &options, FileOperation &operation, Progress &progress)
{
    const auto state = readAgain(before, progress);
    if (!state)
        return tl::unexpected(state.error());
    auto alembic = startAlembic(*state, progress);
    if (!alembic)
        return tl::unexpected(alembic.error());
    const auto found = compareModels(*state, options, *alembic, progress);
    if (!found)
        return tl::unexpected(found.error());
    if (found->empty())
        return cannot(u"Models and database are the same without %1, so there is nothing to write "
                      "anew."_s.arg(options.message),
            u"no_changes"_s);
    const FileOperation::Writing writing(operation, *alembic);
    return writeNewRevision(*state, options, everythingOf(*found), *alembic, progress);
}

Result<FileReport> replaceFile(
    const ProjectState &state, const RevisionRecreation &plan, Journal &journal, Progress &progress)
{
    auto operation =
        FileOperation::begin(journal, state, FileOperationKind::Recreate, plan.revision);
    if (!operation)
        return tl::unexpected(operation.error());
    std::vector<FileChange> changes {plan.removal};
    const Result<QString> removed =
        operation->announce(changes).and_then([&] { return operation->apply(changes); });
    if (!removed)
        return tl::unexpected(operation->failed(removed.error()));
    const auto written = writeAnew(state, plan.options, *operation, progress);
    const Result<> announced =
        written.and_then([&](const std::vector<FileChange> &files) -> Result<> {
            return operation->announce(files);
        });
    for (const FileChange &file : written ? *written : std::vector<FileChange>())
        addChange(changes, file);
    if (!announced) {
        const Error error =
            written ? announced.error() : operation->withoutWritten(announced.error());
        const Result<QString> undone = operation->apply(reversed(changes));
        return tl::unexpected(operation->failed(undone ? error : undone.error()));
    }
    return operation->done(
        u"Wrote %1 anew: %2"_s.arg(plan.revision, QFileInfo(changes.back().path).fileName()),
        changes);
}

// Where it was rolled back it is applied again.
Error afterFailure(
    Error error, const ProjectState &state, const RevisionRecreation &plan, Journal &journal)
{
    if (!plan.rollback)
        return error;
    NoProgress quiet; // also after Ctrl+C
    const auto now = readAgain(state, quiet);
    const auto up = now.and_then([&](const ProjectState &read) {
        return planOperation(read, OperationKind::Upgrade, {plan.revision});
    });
    const auto applied = up.and_then([&](const Plan &steps) {
        return runPlan(*now, {.kind = OperationKind::Upgrade, .plan = steps}, journal, quiet);
    });
    error.message += applied
        ? u" The old file is there again, and %1 is applied again."_s.arg(plan.revision)
        : u" The old file is there again; %1 is rolled back and could not be applied again (%2)."_s
              .arg(plan.revision, applied.error().message);
    return error;
}

} // namespace

Result<RevisionRecreation> planRecreation(
    const ProjectState &state, const QString &revision, const QString &message, Progress &progress)
{
    if (Result<> good = checkMessage(message); !good)
        return tl::unexpected(good.error());
    const Result<const Revision *> found = chosen(state, revision);
    if (!found)
        return tl::unexpected(found.error());
    const Revision &old = **found;
    const auto unasked = checkRemovable(withoutOwnEnvironment(state), old.id, progress);
    const Result<> standing = checkStanding(state, old.id);
    if (!unasked || !standing)
        return tl::unexpected(unasked ? standing.error() : unasked.error());
    const auto rollback = rollbackOf(state, old);
    const auto bytes = readSourceFile(old.file);
    if (!rollback || !bytes)
        return tl::unexpected(rollback ? bytes.error() : rollback.error());
    return RevisionRecreation {.revision = old.id,
        .message = old.message,
        .options = optionsFor(state, old, message),
        .removal = withMode({.path = old.file, .before = *bytes, .after = std::nullopt}),
        .rollback = *rollback,
        .unasked = *unasked};
}

Result<RecreatedRevision> recreateRevision(
    const ProjectState &state, const RevisionRecreation &plan, Journal &journal, Progress &progress)
{
    if (plan.rollback) {
        const auto down = runPlan(
            state, {.kind = OperationKind::Downgrade, .plan = *plan.rollback}, journal, progress);
        if (!down)
            return tl::unexpected(down.error());
    }
    const Result<FileReport> files = replaceFile(state, plan, journal, progress);
    if (!files)
        return tl::unexpected(afterFailure(files.error(), state, plan, journal));
    return RecreatedRevision {.files = *files,
        .rolledBack = plan.rollback.has_value(),
        .difference = diffTexts(QString::fromUtf8(plan.removal.before.value_or(QByteArray())),
            QString::fromUtf8(files->changes.back().after.value_or(QByteArray())))
                          .map(diffText)
                          .value_or(QString())};
}

} // namespace migrations
