// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/alembic/alembic.h"

#include <QJsonObject>

namespace migrations {

// The seam: what the helper's methods take and give, as values.
QJsonObject identityJson(const DatabaseIdentity &identity);
QJsonObject toJson(const RunRequest &request);
RunContext contextFromJson(const QJsonObject &context);
RunAnswer runAnswerFromJson(const QJsonObject &answer);
std::vector<RevisionFile> revisionsFromJson(const QJsonObject &answer);

} // namespace migrations
