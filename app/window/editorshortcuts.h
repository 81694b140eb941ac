// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/palettemodel.h"
#include "widgets/editorkeys.h"

#include <optional>

namespace widgets {
class ScriptPane;
} // namespace widgets

namespace app {

// The editor's keys, as the list of shortcuts shows them.
std::vector<model::PaletteEntry> editorShortcuts(const widgets::ScriptPane &pane);
std::optional<widgets::EditorKeys::Act> editorActOf(const QString &entryId);

} // namespace app
