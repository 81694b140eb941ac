// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/operations/operation.h"
#include "widgets/banner.h"

namespace widgets {

// How much a person is asked before an operation (DESIGN.md rule 7): the tier decides, and what can
// be lost. Pure: told of a request, says what to ask.
struct Confirmation
{
    QString verb; // of the button: "Upgrade production"
    Banner::Content warning; // without a sentence: nothing can be lost
    QString typedName; // the database's name; empty: none has to be typed
    bool destructive = false; // the button is red and never the default
    bool easy = false; // the button may have the focus: nothing is lost and nobody else is hurt
};

Confirmation confirmationFor(
    const migrations::OperationRequest &request, const migrations::ProjectState &state);
// May it run at once, without the plan page? An upgrade of a development database.
bool runsAtOnce(const migrations::OperationRequest &request, const migrations::ProjectState &state);

QString planTitle(const migrations::OperationRequest &request, const QString &environment);
QString planSentence(const migrations::OperationRequest &request, const Theme &theme);

} // namespace widgets
