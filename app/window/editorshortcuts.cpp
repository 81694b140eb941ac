// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/window/editorshortcuts.h"

#include "widgets/scriptpane.h"

#include <QCoreApplication>
#include <QKeySequence>

namespace app {

using namespace Qt::StringLiterals;
using widgets::EditorKeys;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("app::EditorShortcuts", text);
}

QString idOf(const EditorKeys::Key &key)
{
    return u"editor:%1"_s.arg(int(key.act));
}

} // namespace

std::vector<model::PaletteEntry> editorShortcuts(const widgets::ScriptPane &pane)
{
    std::vector<model::PaletteEntry> entries;
    for (const EditorKeys::Key &key : EditorKeys::table()) {
        model::PaletteEntry entry;
        entry.id = idOf(key);
        entry.group = tr("In the script");
        entry.text = EditorKeys::textOf(key);
        entry.shortcut = QKeySequence(key.key).toString(QKeySequence::NativeText);
        if (pane.shownPath().isEmpty())
            entry.reason = tr("no script is shown");
        entries.push_back(std::move(entry));
    }
    return entries;
}

std::optional<EditorKeys::Act> editorActOf(const QString &entryId)
{
    for (const EditorKeys::Key &key : EditorKeys::table()) {
        if (idOf(key) == entryId)
            return key.act;
    }
    return std::nullopt;
}

} // namespace app
