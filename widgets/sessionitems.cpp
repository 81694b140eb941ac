// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/sessionitems.h"

#include "widgets/richtext.h"

namespace widgets {

using namespace Qt::StringLiterals;
using migrations::DatabaseSession;

namespace {

struct Lines
{
    QString first;
    QString second;
};

Lines sessionLines(const DatabaseSession &session)
{
    const migrations::Blocker &who = session.session;
    QStringList parts {SessionItems::tr("pid %1").arg(who.pid)};
    if (!who.user.isEmpty())
        parts.append(SessionItems::tr("user %1").arg(who.user));
    if (!who.client.isEmpty())
        parts.append(SessionItems::tr("from %1").arg(who.client));
    if (!session.kind.isEmpty() && session.kind != "client backend"_L1)
        parts.append(session.kind);
    return {who.application.isEmpty() ? SessionItems::tr("without a name") : who.application,
        parts.join(", "_L1)};
}

Lines stateLines(const DatabaseSession &session)
{
    const QString &state = session.session.state;
    return {state.isEmpty() ? SessionItems::tr("not visible") : state,
        session.stateMs < 0 ? QString()
                            : SessionItems::tr("for %1").arg(durationText(session.stateMs))};
}

Lines holdsLines(const DatabaseSession &session)
{
    const QStringList &holds = session.holds;
    return {holds.value(0),
        holds.size() > 2 ? SessionItems::tr("and %1 more").arg(holds.size() - 1) : holds.value(1)};
}

Lines linesOf(const DatabaseSession &session, int column)
{
    switch (column) {
    case SessionItems::SessionColumn:
        return sessionLines(session);
    case SessionItems::StateColumn:
        return stateLines(session);
    case SessionItems::TransactionColumn:
        return {durationText(session.session.transactionMs), {}};
    case SessionItems::HoldsColumn:
        return holdsLines(session);
    default:
        return {session.mayEnd ? SessionItems::tr("yes") : SessionItems::tr("no"), {}};
    }
}

QString joined(const Lines &lines, const QString &separator)
{
    return lines.second.isEmpty() ? lines.first : lines.first + separator + lines.second;
}

QString toolTip(const DatabaseSession &session, int column)
{
    if (column == SessionItems::HoldsColumn)
        return session.holds.join(u'\n');
    if (column == SessionItems::EndColumn)
        return session.mayEnd ? SessionItems::tr("This role may end the session.")
                              : SessionItems::tr("This role may not end the session.");
    return joined(linesOf(session, column), u"\n"_s);
}

QString accessibleText(const DatabaseSession &session, int column)
{
    return column == SessionItems::EndColumn || column == SessionItems::HoldsColumn
        ? toolTip(session, column)
        : joined(linesOf(session, column), u", "_s);
}

} // namespace

void SessionItems::setSessions(const std::vector<DatabaseSession> &sessions)
{
    if (sessions == m_sessions)
        return; // the row that is looked at stays
    beginResetModel();
    m_sessions = sessions;
    endResetModel();
}

int SessionItems::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_sessions.size());
}

int SessionItems::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(Count);
}

QVariant SessionItems::data(const QModelIndex &index, int role) const
{
    const DatabaseSession &session = m_sessions.at(std::size_t(index.row()));
    switch (role) {
    case Qt::DisplayRole:
        return linesOf(session, index.column()).first;
    case SecondLineRole:
        return linesOf(session, index.column()).second;
    case Qt::ToolTipRole:
        return toolTip(session, index.column());
    case Qt::AccessibleTextRole:
        return accessibleText(session, index.column());
    default:
        return {};
    }
}

QVariant SessionItems::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case SessionColumn:
        return tr("Session");
    case StateColumn:
        return tr("State");
    case TransactionColumn:
        return tr("Transaction");
    case HoldsColumn:
        return tr("Holds");
    default:
        return tr("May end");
    }
}

} // namespace widgets
