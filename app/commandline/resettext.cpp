// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/commandline/resettext.h"

#include <QLocale>

#include <algorithm>
#include <map>

using namespace Qt::StringLiterals;
using migrations::ResetKept;
using migrations::ResetObject;
using migrations::ResetOutlook;
using migrations::ResetPlan;
using migrations::ResetTable;

namespace app {

namespace {

constexpr std::size_t tablesShown = 10;

QString number(qint64 value)
{
    return QLocale(QLocale::English).toString(value);
}

QString size(qint64 bytes)
{
    return QLocale(QLocale::English)
        .formattedDataSize(bytes, 1, QLocale::DataSizeTraditionalFormat);
}

QString plural(qint64 count, const QString &word)
{
    QString many = word + u's';
    if (word.endsWith(u'y'))
        many = word.chopped(1) + u"ies"_s;
    else if (word.endsWith(u's'))
        many = word + u"es"_s;
    return number(count) + u' ' + (count == 1 ? word : many);
}

QString rowsText(const ResetTable &table)
{
    if (table.rows < 0)
        return u"rows not known"_s;
    return (table.exact ? QString() : u"about "_s) + plural(table.rows, u"row"_s);
}

// "and 4 views, 6 functions": what is listed beside tables.
QString otherObjects(const ResetPlan &plan)
{
    std::map<QString, qint64> kinds;
    for (const ResetObject &object : plan.objects) {
        if (object.type != u"table"_s)
            ++kinds[object.type];
    }
    QStringList texts;
    for (const auto &[kind, count] : kinds)
        texts.append(plural(count, kind));
    return texts.join(u", "_s);
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
    if (const QString others = otherObjects(plan); !others.isEmpty())
        rest.append(others);
    if (!rest.isEmpty())
        output.line(u"  "_s + (shown > 0 ? u"and "_s : QString()) + rest.join(u", "_s));
}

QStringList namesOf(const ResetPlan &plan, const QString &kind)
{
    QStringList names;
    for (const ResetKept &kept : plan.kept(kind))
        names.append(withoutControls(kept.name));
    return names;
}

void showStaying(Output &output, const ResetPlan &plan)
{
    QStringList lines;
    for (const ResetKept &schema : plan.kept(u"schema"_s))
        lines.append(u"schema %1, its owner %2 and its %3"_s.arg(withoutControls(schema.name),
            withoutControls(schema.owner), plural(schema.number, u"grant"_s)));
    if (!plan.kept(u"default privileges"_s).empty())
        lines.append(u"default privileges"_s);
    for (const QString &kind :
        {u"extension"_s, u"event trigger"_s, u"publication"_s, u"server"_s}) {
        if (const QStringList names = namesOf(plan, kind); !names.isEmpty())
            lines.append((names.size() == 1 ? kind : kind + u's') + u' ' + names.join(u", "_s));
    }
    if (const QStringList others = namesOf(plan, u"other schema"_s); !others.isEmpty())
        lines.append((others.size() == 1 ? u"schema "_s : u"schemas "_s) + others.join(u", "_s));
    if (!plan.grants.empty() || !plan.publications.empty())
        lines.append(u"given back where the object is made again: %1, %2"_s.arg(
            plural(qint64(plan.grants.size()), u"grant"_s),
            plural(qint64(plan.publications.size()), u"publication membership"_s)));
    if (lines.isEmpty())
        return;
    output.line(output.styled(u"What stays"_s, Style::Good));
    for (const QString &line : std::as_const(lines))
        output.line(u"  "_s + line);
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
