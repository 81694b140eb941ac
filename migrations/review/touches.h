// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/base/error.h"

#include <QStringList>

#include <vector>

namespace migrations {

// Something that a script does to an object of the schema.
struct Touch
{
    enum class Kind {
        Part, // a column, index or constraint of it
        Whole, // it is made, dropped, renamed or replaced
        Rows, // written or deleted
        Unseen, // what it does is not in its grammar
    };
    Kind kind = Kind::Part;
    QString object; // "orders", "audit.log", "type status"
    QString part; // "column total"; empty: not a part
    QString text; // "+ column total", "type of column total"

    bool operator==(const Touch &) const = default;
};

// What the SQL of a plan's steps touches, in its order, by PostgreSQL's own grammar (libpg_query).
// Comments, grants and settings are no touch. Errors: ErrorKind::Project, code "sql", the grammar's
// complaint as detail.
Result<std::vector<Touch>> readTouches(const QString &sql);

// What two branches do to one object, and whether that goes together whichever runs first.
struct SharedTouch
{
    enum class Verdict { One, Apart, SamePart, Whole, Rows, Unseen };
    QString object;
    QStringList mine;
    QStringList theirs;
    Verdict verdict = Verdict::One; // One: only one of them touches it
    QString part; // SamePart: which

    bool operator==(const SharedTouch &) const = default;
};

// What both touch comes first. Pure.
std::vector<SharedTouch> sharedTouches(
    const std::vector<Touch> &mine, const std::vector<Touch> &theirs);

} // namespace migrations
