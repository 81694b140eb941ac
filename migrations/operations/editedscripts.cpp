// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/operations/editedscripts.h"

#include "migrations/base/sourcefile.h"
#include "migrations/history/pythonmeaning.h"

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

// None: the file says the same.
Result<std::optional<EditedScript>> compared(const Revision &revision, const AppliedScript &applied,
    const QString &project, const Journal &journal)
{
    const Result<std::optional<QByteArray>> now = readSourceFile(revision.file);
    if (!now || !*now || sha256Of(**now) == applied.sha256)
        return std::nullopt; // a file that cannot be read is a problem of its own
    return journal.source(project, revision.id, applied.sha256)
        .map([&](const std::optional<KeptSource> &kept) -> std::optional<EditedScript> {
            const QByteArray before = kept ? pythonMeaning(kept->text) : QByteArray();
            if (!before.isEmpty() && before == pythonMeaning(**now))
                return std::nullopt;
            return EditedScript {
                kept.value_or(KeptSource {
                    .revision = revision.id, .name = {}, .text = {}, .time = applied.time}),
                applied.time};
        });
}

} // namespace

Result<QHash<QString, EditedScript>> editedScripts(
    const ProjectState &state, const Journal &journal, Progress &progress)
{
    QHash<QString, EditedScript> edited;
    if (!state.database)
        return edited;
    const auto applied = journal.appliedScripts(state.database->identity.key());
    if (!applied)
        return tl::unexpected(applied.error());
    const QString project = memoryKey(state.project);
    for (const Revision &revision : state.graph.revisions()) {
        if (progress.cancelled())
            return failure(ErrorKind::Cancelled, u"Comparing the scripts was cancelled."_s);
        const auto script = applied->constFind(revision.id);
        if (script == applied->constEnd()
            || state.standing.stateOf(revision.id) != RevisionState::Applied)
            continue;
        auto found = compared(revision, *script, project, journal);
        if (!found)
            return tl::unexpected(found.error());
        if (*found)
            edited.insert(revision.id, **std::move(found));
    }
    return edited;
}

} // namespace migrations
