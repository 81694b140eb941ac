// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "model/words.h"

namespace model {

using namespace Qt::StringLiterals;

QString environmentWord(const migrations::ProjectState &state)
{
    const migrations::Environment *environment = state.environment();
    return environment && environment->name == "default"_L1
        ? migrations::tierName(environment->tier)
        : state.environmentName;
}

QString environmentWord(const migrations::JournalEntry &entry)
{
    return entry.environment == "default"_L1 && !entry.tier.isEmpty() ? entry.tier
                                                                      : entry.environment;
}

QString operationText(const ProjectSession::Running &running, const QString &environment)
{
    using Kind = migrations::LifecycleKind;
    if (running.lifecycle) {
        switch (*running.lifecycle) {
        case Kind::Backup:
            return ProjectSession::tr("Back up %1").arg(environment);
        case Kind::Restore:
            return ProjectSession::tr("Restore %1").arg(environment);
        case Kind::Reset:
            return ProjectSession::tr("Reset %1").arg(environment);
        case Kind::Recreate:
            return ProjectSession::tr("Recreate %1").arg(environment);
        case Kind::Undo:
            return ProjectSession::tr("Undo recreate of %1").arg(environment);
        case Kind::DropKept:
            return ProjectSession::tr("Drop the kept database of %1").arg(environment);
        case Kind::Reapply:
            return ProjectSession::tr("Roll back and apply again in %1").arg(environment);
        case Kind::Commit:
            return running.target; // what git does
        case Kind::Repair:
            break;
        }
        return ProjectSession::tr("Repair %1").arg(environment);
    }
    const QString target = running.request.targets.join(u' ');
    switch (running.request.kind) {
    case migrations::OperationKind::Upgrade:
        return ProjectSession::tr("Upgrade %1 to %2").arg(environment, target);
    case migrations::OperationKind::Downgrade:
        return ProjectSession::tr("Roll back %1 to %2").arg(environment, target);
    case migrations::OperationKind::UndoStamp:
        return ProjectSession::tr("Put back the version rows of %1").arg(environment);
    case migrations::OperationKind::Stamp:
        break;
    }
    return ProjectSession::tr("Stamp %1: %2").arg(environment, target);
}

QString friendlyDate(const QDateTime &when, const QDateTime &now)
{
    if (!when.isValid())
        return {};
    const QLocale locale;
    const qint64 days = when.date().daysTo(now.date());
    if (days == 0)
        return locale.toString(when.time(), QLocale::ShortFormat);
    if (days == 1)
        return ProjectSession::tr("yesterday");
    //: a date of this year in a narrow column, as QLocale::toString takes it
    const QString thisYear = ProjectSession::tr("d MMM");
    //: a date of another year in a narrow column, as QLocale::toString takes it
    const QString otherYear = ProjectSession::tr("d MMM yyyy");
    return locale.toString(
        when.date(), when.date().year() == now.date().year() ? thisYear : otherYear);
}

} // namespace model
