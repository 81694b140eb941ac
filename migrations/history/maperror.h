// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/base/error.h"

#include <QStringList>

namespace migrations {

// What went wrong inside the revision map, before it is known which command asked: Alembic words
// the same failure differently for upgrade, downgrade, stamp and history (toError does).
struct MapError
{
    enum class Kind {
        Revision, // text is what Alembic prints
        Range, // the two ends are not on one line
        MultipleHeads, // argument, candidates
        Resolution, // argument, perhaps candidates
        Crash // Alembic would print a Python traceback
    };
    Kind kind = Kind::Revision;
    QString code; // Alembic's exception class
    QString text; // Alembic's own, where it has one
    QString message; // for people
    QString argument;
    QStringList candidates;
};

template <typename T = void>
using Found = tl::expected<T, MapError>;

tl::unexpected<MapError> revisionError(const QString &text, const QString &message);
tl::unexpected<MapError> rangeError(const QString &message);
tl::unexpected<MapError> multipleHeads(const QStringList &heads, const QString &argument);
tl::unexpected<MapError> unresolved(
    const QString &argument, const QString &message, const QStringList &candidates = {});
tl::unexpected<MapError> crash(const QString &code, const QString &message);

// Who asked, in the words of the person: completes Alembic's sentence.
struct Question
{
    enum class Kind { Resolve, History, Upgrade, Downgrade, Stamp };
    Kind kind = Kind::Resolve;
    QString start;
    QString end;
};

Error toError(const MapError &error, const Question &question);

} // namespace migrations
