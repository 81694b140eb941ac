// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/prompts.h"

#include "model/words.h"
#include "widgets/richtext.h"

#include <QCoreApplication>

namespace widgets {

using namespace Qt::StringLiterals;
using migrations::OperationKind;
using migrations::OperationRequest;
using migrations::Tier;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("widgets::Prompts", text);
}

QString verbOf(const OperationRequest &request, const QString &environment)
{
    switch (request.kind) {
    case OperationKind::Upgrade:
        return tr("Upgrade %1").arg(environment);
    case OperationKind::Downgrade:
        return tr("Roll back %1").arg(environment);
    case OperationKind::UndoStamp:
        return tr("Put back the version rows of %1").arg(environment);
    case OperationKind::Stamp:
        break;
    }
    return tr("Stamp %1").arg(environment);
}

QString rowsText(const QStringList &rows, const Theme &theme)
{
    if (rows.isEmpty())
        return tr("nothing (base)");
    QStringList names;
    for (const QString &row : rows)
        names.append(fixed(row, theme));
    return names.join(", "_L1);
}

Banner::Content warningFor(const OperationRequest &request)
{
    Banner::Content warning;
    if (request.kind == OperationKind::Downgrade) {
        warning.kind = Banner::Kind::Danger;
        warning.sentence = tr("Rolling back can lose data");
        warning.detail = tr("Columns and tables that these steps drop lose what is in them; "
                            "upgrading again brings them back empty.");
    } else if (!migrations::runsScripts(request.kind)) {
        warning.kind = Banner::Kind::Caution;
        warning.sentence = tr("No script is run");
        warning.detail =
            tr("Only the version row changes. Stamp when the schema already is what it will say.");
    }
    if (!request.plan.warnings.isEmpty()) {
        if (warning.sentence.isEmpty()) {
            warning.kind = Banner::Kind::Caution;
            warning.sentence = tr("Look at the steps first");
        }
        warning.detail =
            QStringList({warning.detail, request.plan.warnings.join(u' ')}).join(u' ').trimmed();
    }
    return warning;
}

} // namespace

Confirmation confirmationFor(const OperationRequest &request, const migrations::ProjectState &state)
{
    const migrations::Environment *environment = state.environment();
    const Tier tier = environment ? environment->tier : Tier::Production;
    Confirmation confirmation;
    confirmation.verb = verbOf(request, model::environmentWord(state));
    confirmation.warning = warningFor(request);
    confirmation.destructive = request.kind == OperationKind::Downgrade;
    confirmation.easy = tier == Tier::Development && request.kind == OperationKind::Upgrade;
    if (tier == Tier::Production)
        confirmation.typedName = state.database ? state.database->databaseName
            : environment && environment->url   ? environment->url->databaseName()
                                                : state.environmentName;
    return confirmation;
}

bool runsAtOnce(const OperationRequest &request, const migrations::ProjectState &state)
{
    const migrations::Environment *environment = state.environment();
    return environment && environment->tier == Tier::Development
        && request.kind == OperationKind::Upgrade && request.plan.warnings.isEmpty()
        && !request.plan.steps.empty();
}

QString planTitle(const OperationRequest &request, const QString &environment)
{
    const int steps = int(request.plan.steps.size());
    const QString count = steps == 1 ? tr("1 step") : tr("%1 steps").arg(steps);
    return verbOf(request, environment) + ": "_L1 + count;
}

QString planSentence(const OperationRequest &request, const Theme &theme)
{
    return tr("From %1 to %2.")
        .arg(rowsText(request.plan.rowsBefore, theme), rowsText(request.plan.rowsAfter(), theme));
}

} // namespace widgets
