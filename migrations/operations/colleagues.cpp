// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/operations/colleagues.h"

using namespace Qt::StringLiterals;

namespace migrations {

Result<> refuseColleagues(OperationLock &lock, const VersionTable &table, Progress &progress)
{
    const Result<std::vector<Blocker>> others =
        alembicRunsElsewhere(lock.connection(), table.schema, table.name, lock.pids(), progress);
    if (!others)
        return tl::unexpected(others.error());
    if (others->empty())
        return {};
    const Blocker &other = others->front();
    return failure(ErrorKind::Refused,
        u"Another migration runs on this database: pid %1, user %2, application %3. Wait until it "
        u"is "
        "done, then refresh (F5)."_s.arg(QString::number(other.pid), other.user,
            other.application.isEmpty() ? u"without a name"_s : other.application),
        other.query, u"other_migration"_s);
}

} // namespace migrations
