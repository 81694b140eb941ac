// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/operations/journalentry.h"

#include "migrations/base/ownprocess.h"

#include <QCoreApplication>
#include <QUuid>

namespace migrations {

QString newRunId()
{
    return QUuid::createUuid().toString(QUuid::Id128).left(12);
}

JournalEntry newJournalEntry(const ProjectState &state, const DatabaseIdentity &identity,
    const QString &kind, const QString &target)
{
    const Environment &environment = *state.environment();
    return {.kind = kind,
        .project = memoryKey(state.project),
        .environment = environment.name,
        .tier = tierName(environment.tier),
        .database = environment.url->display(),
        .identity = identity.key(),
        .target = target,
        .rowsBefore = state.database ? state.database->rows : QStringList(),
        .started = QDateTime::currentDateTimeUtc(),
        .operatingUser = operatingUser(),
        .processId = QCoreApplication::applicationPid()};
}

} // namespace migrations
