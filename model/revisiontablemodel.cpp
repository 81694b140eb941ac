// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "model/revisiontablemodel.h"

#include "model/revisionrow.h"

#include <QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;
using migrations::RevisionState;

namespace model {

namespace {

// Beyond this many separate changes one reset is cheaper, also for the views.
constexpr int mostSeparateChanges = 8;

QStringList badgeTexts(const QVector<Badge> &badges)
{
    QStringList texts;
    for (const Badge &badge : badges)
        texts << badge.text;
    return texts;
}

} // namespace

struct RevisionTableModel::Private
{
    std::vector<Row> rows;
    QHash<QString, int> places; // row by key
    QString running;
    bool reading = false;
    int laneCount = 1;
    QDateTime now;

    void index()
    {
        places.clear();
        places.reserve(qsizetype(rows.size()));
        for (std::size_t row = 0; row < rows.size(); ++row)
            places.insert(rows[row].key, int(row));
        measureLanes();
    }

    void measureLanes()
    {
        laneCount = 1;
        for (const Row &row : rows)
            laneCount = std::max(laneCount, row.lanes.laneCount);
    }
};

RevisionTableModel::RevisionTableModel(QObject *parent)
    : QAbstractTableModel(parent)
    , d(std::make_shared<Private>())
{
}

void RevisionTableModel::setState(const migrations::ProjectState &state)
{
    d->reading = !state.database && !state.databaseError;
    d->now = QDateTime::currentDateTime();
    replaceRows(revisionRows(state));
}

void RevisionTableModel::replaceRows(std::vector<Row> &&fresh)
{
    const auto sameKey = [](const Row &one, const Row &other) { return one.key == other.key; };
    const bool same =
        std::equal(d->rows.cbegin(), d->rows.cend(), fresh.cbegin(), fresh.cend(), sameKey);
    if (!same && !rearrange(fresh)) {
        beginResetModel();
        d->rows = std::move(fresh);
        d->index();
        endResetModel();
        return;
    }
    d->rows = std::move(fresh);
    d->measureLanes();
    if (!d->rows.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

// Brings the rows into the fresh order step by step, so that views keep their place and selection.
// False, and nothing done, when that would take too many steps.
bool RevisionTableModel::rearrange(std::vector<Row> &fresh)
{
    QHash<QString, int> places;
    places.reserve(qsizetype(fresh.size()));
    int common = 0;
    for (std::size_t row = 0; row < fresh.size(); ++row) {
        places.insert(fresh[row].key, int(row));
        common += d->places.contains(fresh[row].key) ? 1 : 0;
    }
    const int different = int(d->rows.size() + fresh.size()) - 2 * common;
    if (common == 0 || different > mostSeparateChanges)
        return false;
    const QList<QString> keys = places.keys();
    removeVanished(QSet<QString>(keys.cbegin(), keys.cend()));
    reorder(places);
    insertNew(fresh);
    return true;
}

void RevisionTableModel::removeVanished(const QSet<QString> &kept)
{
    for (int row = rowCount() - 1; row >= 0; --row) {
        if (kept.contains(d->rows[std::size_t(row)].key))
            continue;
        beginRemoveRows({}, row, row);
        d->rows.erase(d->rows.begin() + row);
        d->index();
        endRemoveRows();
    }
}

// Rows that stay may have changed places (a merge, a new parent): their indexes move with them.
void RevisionTableModel::reorder(const QHash<QString, int> &places)
{
    const auto before = [&places](const Row &one, const Row &other) {
        return places.value(one.key) < places.value(other.key);
    };
    if (std::is_sorted(d->rows.cbegin(), d->rows.cend(), before))
        return;
    Q_EMIT layoutAboutToBeChanged();
    const QModelIndexList old = persistentIndexList();
    QStringList keys;
    for (const QModelIndex &one : old)
        keys << d->rows[std::size_t(one.row())].key;
    std::sort(d->rows.begin(), d->rows.end(), before);
    d->index();
    QModelIndexList moved;
    for (qsizetype i = 0; i < old.size(); ++i)
        moved << index(d->places.value(keys.at(i)), old.at(i).column());
    changePersistentIndexList(old, moved);
    Q_EMIT layoutChanged();
}

void RevisionTableModel::insertNew(std::vector<Row> &fresh)
{
    for (std::size_t row = 0; row < fresh.size(); ++row) {
        if (row < d->rows.size() && d->rows[row].key == fresh[row].key)
            continue;
        beginInsertRows({}, int(row), int(row));
        d->rows.insert(d->rows.begin() + std::ptrdiff_t(row), fresh[row]);
        d->index();
        endInsertRows();
    }
}

void RevisionTableModel::setRunningRevision(const QString &id)
{
    if (id == d->running)
        return;
    const QString before = std::exchange(d->running, id);
    for (const QString &changed : {before, id}) {
        const int row = rowOf(changed);
        if (row >= 0)
            Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
    }
}

void RevisionTableModel::setReading(bool reading)
{
    if (reading == d->reading)
        return;
    d->reading = reading;
    if (!d->rows.empty())
        Q_EMIT dataChanged(index(0, StateColumn), index(rowCount() - 1, StateColumn));
}

int RevisionTableModel::rowOf(const QString &revisionId) const
{
    return revisionId.isEmpty() ? -1 : d->places.value(revisionId, -1);
}

QString RevisionTableModel::idAt(int row) const
{
    return row >= 0 && row < rowCount() ? d->rows[std::size_t(row)].key : QString();
}

QString RevisionTableModel::runningRevision() const
{
    return d->running;
}

int RevisionTableModel::laneCount() const
{
    return d->laneCount;
}

const QString &RevisionTableModel::searchText(int row) const
{
    const Row &one = d->rows[std::size_t(row)];
    if (one.search.isEmpty())
        one.search = searchTextOf(one);
    return one.search;
}

RevisionState RevisionTableModel::stateAt(int row) const
{
    return d->rows[std::size_t(row)].state;
}

bool RevisionTableModel::isProblem(int row) const
{
    const Row &one = d->rows[std::size_t(row)];
    return one.state == RevisionState::Ghost || !one.problem.isEmpty();
}

int RevisionTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(d->rows.size());
}

int RevisionTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant RevisionTableModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = d->rows[std::size_t(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return display(row, index.column());
    case Qt::ToolTipRole:
        return toolTip(row, index.column());
    case Qt::TextAlignmentRole:
        return int(
            Qt::AlignVCenter | (index.column() == DateColumn ? Qt::AlignRight : Qt::AlignLeft));
    case Qt::AccessibleTextRole:
        return accessibleText(row);
    case SearchRole:
        return searchText(index.row());
    default:
        return roleOf(row, role);
    }
}

QVariant RevisionTableModel::display(const Row &row, int column) const
{
    switch (column) {
    case StateColumn:
        return stateWord(row);
    case RevisionColumn:
        return row.id;
    case MessageColumn:
        if (row.broken)
            return row.problem;
        return row.state == RevisionState::Ghost ? tr("not on disk") : row.message;
    case DateColumn:
        return friendlyDate(row.created, d->now);
    default:
        return {};
    }
}

QVariant RevisionTableModel::roleOf(const Row &row, int role) const
{
    switch (role) {
    case IdRole:
        return row.key;
    case StateRole:
        return int(row.state);
    case RunningRole:
        return !d->running.isEmpty() && row.id == d->running;
    case LaneRole:
        return QVariant::fromValue(row.lanes);
    case BadgesRole:
        return QVariant::fromValue(row.badges);
    case FileRole:
        return row.file;
    case ProblemRole:
        return row.problem;
    case IsMergeRole:
        return row.merge;
    case IsBaseRole:
        return row.base;
    case BoundaryRole:
        return row.boundary;
    case DependsRole: {
        QVector<int> rows;
        for (const QString &id : row.dependsOn)
            rows << rowOf(id);
        return QVariant::fromValue(rows);
    }
    default:
        return {};
    }
}

QString RevisionTableModel::stateWord(const Row &row) const
{
    if (row.broken)
        return tr("broken");
    if (!d->running.isEmpty() && row.id == d->running)
        return tr("running");
    switch (row.state) {
    case RevisionState::Applied:
        return tr("applied");
    case RevisionState::Pending:
        return tr("pending");
    case RevisionState::Ghost:
        return tr("ghost");
    case RevisionState::Unknown:
        return d->reading ? tr("reading") : tr("unknown");
    }
    return {};
}

// A table is read cell by cell; the sentence lets one cell stand for its row.
QString RevisionTableModel::accessibleText(const Row &row) const
{
    QStringList parts {stateWord(row)};
    if (!row.id.isEmpty())
        parts << row.id;
    parts << display(row, MessageColumn).toString() << badgeTexts(row.badges);
    if (!row.broken && !row.problem.isEmpty())
        parts << row.problem;
    if (row.created.isValid())
        parts << QLocale().toString(row.created.date(), QLocale::LongFormat);
    return parts.join(u", "_s);
}

QString RevisionTableModel::toolTip(const Row &row, int column) const
{
    if (column == DateColumn && row.created.isValid())
        return QLocale().toString(row.created, QLocale::LongFormat);
    if (row.state == RevisionState::Ghost)
        return tr("%1 is in the database, but no file on disk has it.").arg(row.id);
    if (!row.problem.isEmpty())
        return row.problem;
    if (column == MessageColumn)
        return QStringList(QStringList(row.message) << badgeTexts(row.badges)).join(u", "_s);
    return {};
}

QVariant RevisionTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (section == DateColumn ? Qt::AlignRight : Qt::AlignLeft));
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case GraphColumn:
        return tr("Graph");
    case StateColumn:
        return tr("State");
    case RevisionColumn:
        return tr("Revision");
    case MessageColumn:
        return tr("Message");
    case DateColumn:
        return tr("Date");
    default:
        return {};
    }
}

QString friendlyDate(const QDateTime &when, const QDateTime &now)
{
    if (!when.isValid())
        return {};
    const QLocale locale;
    const qint64 days = when.date().daysTo(now.date());
    if (days == 0)
        return locale.toString(when.time(), QLocale::ShortFormat);
    if (days == 1)
        return RevisionTableModel::tr("yesterday");
    //: a date of this year in a narrow column, as QLocale::toString takes it
    const QString thisYear = RevisionTableModel::tr("d MMM");
    //: a date of another year in a narrow column, as QLocale::toString takes it
    const QString otherYear = RevisionTableModel::tr("d MMM yyyy");
    return locale.toString(
        when.date(), when.date().year() == now.date().year() ? thisYear : otherYear);
}

} // namespace model
