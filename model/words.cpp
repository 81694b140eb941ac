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

} // namespace model
