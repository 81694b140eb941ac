// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/projectsession.h"

namespace model {

// What an environment is called in a sentence: the one without a name of its own goes by its tier.
QString environmentWord(const migrations::ProjectState &state);
QString environmentWord(const migrations::JournalEntry &entry);

// "Upgrade production to head": what runs.
QString operationText(const ProjectSession::Running &running, const QString &environment);

} // namespace model
