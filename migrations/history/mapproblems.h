// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/history/revisionmap.h"

namespace migrations {

// Where and why a map is broken, once for people and once as Alembic says it.
struct MapProblem
{
    QString code;
    QString message;
    QString alembicCode; // exception class
    QString alembicText; // empty where Alembic has only a traceback
};

void addFatal(RevisionMap &map, const RevisionFile &file, const MapProblem &problem);
void addProblem(
    RevisionMap &map, const RevisionFile &file, const QString &code, const QString &message);

// What Alembic checks when it loads a single file, in its order.
void checkFile(RevisionMap &map, const RevisionFile &file);

} // namespace migrations
