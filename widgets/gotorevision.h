// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/operations/projectstate.h"
#include "model/palettemodel.h"
#include "widgets/commandpalette.h"

namespace widgets {

// The palette's face for revisions: found by the letters of message or id, and by every identifier
// that Alembic takes (ae10, head, label@head, ae10+1).
CommandPalette::Question revisionQuestion(const migrations::ProjectState &state);

} // namespace widgets
