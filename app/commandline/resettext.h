// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/commandline/console.h"
#include "migrations/operations/resetoperation.h"

namespace app {

// What goes, what stays, which way back there is, and what stands in the way.
void showResetOutlook(Output &output, const migrations::ResetOutlook &outlook);

} // namespace app
