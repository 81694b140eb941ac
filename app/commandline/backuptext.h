// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/commandline/command.h"
#include "migrations/lifecycle/backup.h"
#include "migrations/lifecycle/backupstore.h"
#include "migrations/lifecycle/scratch.h"
#include "migrations/operations/restoreoperation.h"

namespace app {

// What the backup commands write, as text for people or with --json.

ExitCode showEstimate(const Context &context, const migrations::BackupEstimate &estimate);
ExitCode showBackups(const Context &context, const migrations::BackupList &list,
    const std::vector<migrations::ScratchRecord> &scratch);
ExitCode showProven(const Context &context, const migrations::Backup &backup);
// A backup that is not proven is an answer (1); that it could not be tried is none (2).
ExitCode failVerification(const Context &context, const migrations::Error &error);
enum class Pruned { WouldBe, Done };
ExitCode showPruned(const Context &context, const std::vector<migrations::Backup> &gone,
    const std::vector<migrations::StrayFile> &strays, Pruned pruned);
QString pruneQuestion(
    const std::vector<migrations::Backup> &gone, const std::vector<migrations::StrayFile> &strays);
// What will be restored, replaced, kept, and who is thrown out.
void showRestorePlan(Output &output, const migrations::RestorePlan &plan);
QString restoreQuestion(const migrations::RestorePlan &plan);

} // namespace app
