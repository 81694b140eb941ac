// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/projectsession.h"

namespace model {

// What an environment is called in a sentence: the one without a name of its own goes by its tier.
QString environmentWord(const migrations::ProjectState &state);
QString environmentWord(const migrations::JournalEntry &entry);

// As a person says it: "10:42" today, "yesterday", "18 Nov", "18 Nov 2024".
QString friendlyDate(const QDateTime &when, const QDateTime &now);

// "Upgrade production to head": what runs.
QString operationText(const ProjectSession::Running &running, const QString &environment);

} // namespace model
