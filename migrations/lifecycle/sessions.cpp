// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/lifecycle/sessions.h"

#include "migrations/database/sessionrows.h"
#include "migrations/database/sqltext.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

DatabaseSession sessionAt(const QueryRows &rows, std::size_t row)
{
    DatabaseSession session;
    session.session = blockerAt(rows, row);
    session.start = rows.text(row, u"started"_s);
    session.kind = rows.text(row, u"kind"_s);
    session.mayEnd = rows.text(row, u"may_end"_s) == u"t"_s;
    if (!rows.isNull(row, u"state_ms"_s))
        session.stateMs = rows.text(row, u"state_ms"_s).toLongLong();
    const QJsonArray held = QJsonDocument::fromJson(rows.text(row, u"holds"_s).toUtf8()).array();
    for (const auto &lock : held)
        session.holds.append(lock.toString());
    return session;
}

} // namespace

QString sessionText(const DatabaseSession &session)
{
    QStringList facts {u"user %1"_s.arg(session.session.user)};
    if (!session.session.application.isEmpty())
        facts += u"application %1"_s.arg(session.session.application);
    if (!session.session.client.isEmpty() && session.session.client != u"local"_s)
        facts += u"from %1"_s.arg(session.session.client);
    return u"session %1 (%2)"_s.arg(QString::number(session.session.pid), facts.join(u", "_s));
}

Result<std::vector<DatabaseSession>> sessionsIn(
    PostgreSql &connection, const QString &database, Progress &progress)
{
    return connection.query(sqlText(u"databasesessions"_s), {database}, progress)
        .map([](const QueryRows &rows) {
            std::vector<DatabaseSession> sessions;
            for (std::size_t row = 0; row < rows.rows.size(); ++row)
                sessions.push_back(sessionAt(rows, row));
            return sessions;
        });
}

} // namespace migrations
