// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/commandline/rollbackguard.h"

#include "app/commandline/backupfirst.h"
#include "app/commandline/operationreport.h"

using namespace Qt::StringLiterals;
using migrations::OperationKind;

namespace app {

migrations::Result<> guardRollback(const Context &context, const migrations::ProjectState &state,
    const GuardedRollback &rollback, migrations::Journal &journal, migrations::Progress &progress)
{
    const migrations::DataLoss loss =
        migrations::dataLossOf(state, OperationKind::Downgrade, rollback.plan, progress);
    showLoss(context.console.error, loss);
    const auto safeguards = safeguardsOf(context, state, OperationKind::Downgrade, loss.possible());
    if (!safeguards)
        return tl::make_unexpected(safeguards.error());
    return askAndBackUp(context, state,
        {.safeguards = *safeguards, .question = rollback.question, .name = rollback.name}, journal,
        progress)
        .map([](const std::optional<migrations::Backup> &) {});
}

void showReapplication(
    Output &output, const migrations::ProjectState &state, const migrations::Reapplication &plan)
{
    if (plan.rollback) {
        output.line(u"Rolled back first, in %1:"_s.arg(withoutControls(state.environmentName)));
        showPlan(output, state, *plan.rollback);
    }
    output.line(u"Applied after it:"_s);
    showPlan(output, state, plan.again);
    if (plan.rollback)
        output.line(u"Rows that a downgrade drops do not come back with the upgrade; a backup has "
                    "them."_s);
}

} // namespace app
