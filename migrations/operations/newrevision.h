// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/operations/fileoperation.h"

namespace migrations {

// A message ends in a Python docstring and in a file name, and the first can be code: quotes,
// backslashes, control characters and template syntax are refused, and more than 200 characters.
// ErrorKind::Refused, code "bad_message"; says which.
Result<> checkMessage(const QString &message);

// Can Alembic write this revision? Message, head (ErrorKind::Alembic, code "MultipleHeads" when
// there are several and none is chosen), id, label, dependencies, and, for autogenerate, that the
// database answers and stands at the heads. ErrorKind::Project: code "not_a_head", "bad_word",
// "exists", "not_at_head", "no_database", "ghost", "unusable". No Python is started.
Result<> checkNewRevision(const ProjectState &state, const RevisionOptions &options);

// What autogenerate finds now. Errors: those of checkNewRevision but for the message, and of
// Alembic. Changes nothing, neither files nor database.
Result<std::vector<FoundOperation>> compareModels(const ProjectState &state,
    const RevisionOptions &options, Alembic &alembic, Progress &progress);

// All operations, none renamed.
OperationChoice everythingOf(const std::vector<FoundOperation> &found);

// The file, through the project's Alembic, as an operation that can be undone. choice absent: an
// empty revision. Nothing found or nothing picked: ErrorKind::Project, code "no_changes".
Result<FileReport> newRevision(const ProjectState &state, const RevisionOptions &options,
    const std::optional<OperationChoice> &choice, Journal &journal, Alembic &alembic,
    Progress &progress);

// Its file alone, for an operation of which it is a part: checked and journalled by that.
Result<std::vector<FileChange>> writeNewRevision(const ProjectState &state,
    const RevisionOptions &options, const std::optional<OperationChoice> &choice, Alembic &alembic,
    Progress &progress);

// One revision that follows all of these heads (any identifier form; none: all there are), by
// `alembic merge`. Uses message, branch label and id of the options. Errors: as newRevision, and
// ErrorKind::Project, code "one_head".
Result<FileReport> mergeHeads(const ProjectState &state, const QStringList &heads,
    const RevisionOptions &options, Journal &journal, Alembic &alembic, Progress &progress);

} // namespace migrations
