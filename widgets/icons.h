// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/history/standing.h"
#include "migrations/project/environment.h"

#include <QIcon>
#include <QPixmap>
#include <QRectF>

class QPainter;

namespace widgets {

// The program's signs (LOOK.md 4): Breeze's for actions, our own for states and verbs.
enum class Icon {
    // Breeze
    ViewRefresh,
    DocumentOpenFolder,
    VcsBranch,
    VcsMerge,
    VcsCommit,
    EditFind,
    ViewFilter,
    ListAdd,
    EditUndo,
    EditCopy,
    DocumentExport,
    EditDelete,
    Clock,
    Lock,
    GoUp,
    GoDown,
    GoPrevious,
    GoNext,
    ServerDatabase,
    NetworkServer,
    User,
    Table,
    Tag,
    Backup,
    DocumentEdit,
    DocumentSave,
    DocumentRevert,
    Configure,
    DialogScripts,
    PlaybackStart,
    PlaybackStop,
    Link,
    ShieldOutline,
    ShieldHalf,
    ShieldFull,
    // ours
    Applied,
    Pending,
    Ok,
    Caution,
    Danger,
    Unknown,
    Ghost,
    Upgrade,
    RollBack,
    Flight,
    Wait,
    Info,
    Running, // a quarter arc, standing; views turn it themselves
    Mark // the program's own sign, in its own colours
};

// Sharp at every device pixel ratio; disabled without its own colour is the normal one at 40 %.
QIcon icon(Icon icon, const QColor &colour, const QColor &disabled = {});
// From the cache; the colour replaces the sign's ink. size in device-independent pixels.
QPixmap iconPixmap(Icon icon, const QColor &colour, qreal devicePixelRatio, int size = 16);
// The applied disc's tick is cut out: it shows whatever is below.
void paintIcon(QPainter &painter, const QRectF &rect, Icon icon, const QColor &colour);

Icon iconOf(migrations::RevisionState state);
Icon shieldOf(migrations::Tier tier);
QIcon applicationIcon();

} // namespace widgets
