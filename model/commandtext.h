// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/projectsession.h"

namespace model {

// An operation of the window as a command line that does the same; empty where there is none.
QString commandText(
    const migrations::OperationRequest &request, const migrations::ProjectState &state);
QString commandText(const ProjectSession::Running &running, const migrations::ProjectState &state);
QString commandText(const migrations::JournalEntry &entry);

} // namespace model
