// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/commandline/resettext.h"

#include "migrations/lifecycle/resetwords.h"

#include <QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;
using migrations::plural;
using migrations::ResetOutlook;
using migrations::ResetPlan;
using migrations::ResetTable;

namespace app {

namespace {

constexpr std::size_t tablesShown = 10;

QString size(qint64 bytes)
{
    return QLocale(QLocale::English)
        .formattedDataSize(bytes, 1, QLocale::DataSizeTraditionalFormat);
}

QString rowsText(const ResetTable &table)
{
    if (table.rows < 0)
        return u"rows not known"_s;
    return (table.exact ? QString() : u"about "_s) + plural(table.rows, u"row"_s);
}

void showGoing(Output &output, const ResetPlan &plan)
{
    output.line(output.styled(u"What goes"_s, Style::Danger) + u"  "_s
        + plural(qint64(plan.tables.size()), u"table"_s) + u", "_s
        + (plan.rowsExact() ? QString() : u"about "_s) + plural(plan.rows(), u"row"_s) + u", "_s
        + size(plan.bytes()));
    const std::size_t shown = std::min(plan.tables.size(), tablesShown);
    for (std::size_t i = 0; i < shown; ++i) {
        const ResetTable &table = plan.tables[i];
        output.line(u"  "_s + withoutControls(table.identity) + u"  "_s
            + output.styled(rowsText(table) + u", "_s + size(table.bytes), Style::Dim));
    }
    QStringList rest;
    if (plan.tables.size() > shown)
        rest.append(plural(qint64(plan.tables.size() - shown), u"smaller table"_s));
    if (const QString others = withoutControls(migrations::resetOthers(plan)); !others.isEmpty())
        rest.append(others);
    if (!rest.isEmpty())
        output.line(u"  "_s + (shown > 0 ? u"and "_s : QString()) + rest.join(u", "_s));
}

void showStaying(Output &output, const ResetPlan &plan)
{
    const QStringList lines = migrations::resetKeeps(plan);
    if (lines.isEmpty())
        return;
    output.line(output.styled(u"What stays"_s, Style::Good));
    for (const QString &line : lines)
        output.line(u"  "_s + withoutControls(line));
}

} // namespace

void showResetOutlook(Output &output, const ResetOutlook &outlook)
{
    const ResetPlan &plan = outlook.reset;
    const bool atomic = plan.way != migrations::ResetWay::TwoTransactions;
    output.line(u"Reset %1 of %2; then %3 build it anew."_s.arg(
        withoutControls(plan.scope.schemas.join(u", "_s)), withoutControls(outlook.database),
        plural(qint64(outlook.migrations.steps.size()), u"revision"_s)));
    showGoing(output, plan);
    showStaying(output, plan);
    output.line(output.styled(atomic ? u"In one transaction"_s
                                     : u"Not in one transaction: the backup is the way back"_s,
                    atomic ? Style::Good : Style::Caution)
        + u"  "_s + withoutControls(plan.wayReason));
    for (const QString &warning : plan.warnings)
        output.line(output.styled(u"warning: "_s, Style::Caution) + withoutControls(warning));
    for (const migrations::Error &refusal : plan.refusals)
        output.line(
            output.styled(u"in the way: "_s, Style::Danger) + withoutControls(refusal.message));
}

} // namespace app
