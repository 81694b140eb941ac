// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/projectsession.h"

namespace model {

// How an operation that has just begun looks, and what each of its events changes. Pure, so that
// what the window shows of a run can be told without running anything.
ProjectSession::Running startedRunning(
    const migrations::OperationRequest &request, const QDateTime &now);
ProjectSession::Running startedLifecycle(
    migrations::LifecycleKind kind, const QString &target, const QDateTime &now);
void applyEvent(
    ProjectSession::Running &running, const migrations::Event &event, const QDateTime &now);

// How long the server has not answered; 0 where it is not asked.
qint64 silentMs(const ProjectSession::Running &running, const QDateTime &now);

// The journal's word for what runs: "upgrade", "backup" …
QString runningKind(const ProjectSession::Running &running);

// The revision whose step is being run; empty between steps.
QString runningRevision(const ProjectSession::Running &running);

} // namespace model
