// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "model/revisiontablemodel.h"

#include "model/words.h"

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
    SharedRevisionRows rows = std::make_shared<const RevisionRows>();
    SharedFileFacts facts = std::make_shared<const FileFacts>();
    std::vector<QString> gitTexts; // by row, made when they are first asked for
    QString running;
    bool reading = false;
    QDateTime now;
};

RevisionTableModel::RevisionTableModel(QObject *parent)
    : QAbstractTableModel(parent)
    , d(std::make_shared<Private>())
{
}

void RevisionTableModel::setState(const migrations::ProjectState &state, SharedRevisionRows rows)
{
    d->reading = !state.database && !state.databaseError;
    d->now = QDateTime::currentDateTime();
    replaceRows(rows ? rows : revisionRows(state));
}

void RevisionTableModel::setFileFacts(const SharedFileFacts &facts)
{
    d->facts = facts;
    d->gitTexts.clear();
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, MessageColumn), index(rowCount() - 1, GitColumn));
}

const FileFacts &RevisionTableModel::fileFacts() const
{
    return *d->facts;
}

const QString &RevisionTableModel::gitText(int row) const
{
    if (d->gitTexts.empty()) {
        d->gitTexts.reserve(d->rows->rows.size());
        for (const Row &one : d->rows->rows)
            d->gitTexts.push_back(
                (d->facts->commits.value(one.file).author + u'\n' + gitWord(*d->facts, one.file))
                    .toLower());
    }
    return d->gitTexts[std::size_t(row)];
}

void RevisionTableModel::replaceRows(const SharedRevisionRows &fresh)
{
    d->gitTexts.clear();
    const auto sameKey = [](const Row &one, const Row &other) { return one.key == other.key; };
    const bool same = d->rows == fresh
        || std::equal(d->rows->rows.cbegin(), d->rows->rows.cend(), fresh->rows.cbegin(),
            fresh->rows.cend(), sameKey);
    if (!same && !rearrange(*fresh)) {
        beginResetModel();
        d->rows = fresh;
        endResetModel();
        return;
    }
    d->rows = fresh;
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

// Brings a copy of the rows into the fresh order step by step, so that views keep their place and
// selection. False, and nothing done, when that would take too many steps.
bool RevisionTableModel::rearrange(const RevisionRows &fresh)
{
    int common = 0;
    for (const Row &row : fresh.rows)
        common += d->rows->places.contains(row.key) ? 1 : 0;
    const int different = int(d->rows->rows.size() + fresh.rows.size()) - 2 * common;
    if (common == 0 || different > mostSeparateChanges)
        return false;
    const auto changing = std::make_shared<RevisionRows>(*d->rows);
    d->rows = changing;
    removeVanished(*changing, fresh);
    reorder(*changing, fresh);
    insertNew(*changing, fresh);
    return true;
}

void RevisionTableModel::removeVanished(RevisionRows &rows, const RevisionRows &fresh)
{
    for (int row = rowCount() - 1; row >= 0; --row) {
        if (fresh.places.contains(at(row).key))
            continue;
        beginRemoveRows({}, row, row);
        rows.rows.erase(rows.rows.begin() + row);
        rows.index();
        endRemoveRows();
    }
}

// Rows that stay may have changed places (a merge, a new parent): their indexes move with them.
void RevisionTableModel::reorder(RevisionRows &rows, const RevisionRows &fresh)
{
    const auto before = [&fresh](const Row &one, const Row &other) {
        return fresh.places.value(one.key) < fresh.places.value(other.key);
    };
    if (std::is_sorted(rows.rows.cbegin(), rows.rows.cend(), before))
        return;
    Q_EMIT layoutAboutToBeChanged();
    const QModelIndexList old = persistentIndexList();
    QStringList keys;
    for (const QModelIndex &one : old)
        keys << at(one.row()).key;
    std::sort(rows.rows.begin(), rows.rows.end(), before);
    rows.index();
    QModelIndexList moved;
    for (qsizetype i = 0; i < old.size(); ++i)
        moved << index(rows.places.value(keys.at(i)), old.at(i).column());
    changePersistentIndexList(old, moved);
    Q_EMIT layoutChanged();
}

void RevisionTableModel::insertNew(RevisionRows &rows, const RevisionRows &fresh)
{
    for (std::size_t row = 0; row < fresh.rows.size(); ++row) {
        if (row < rows.rows.size() && rows.rows[row].key == fresh.rows[row].key)
            continue;
        beginInsertRows({}, int(row), int(row));
        rows.rows.insert(rows.rows.begin() + std::ptrdiff_t(row), fresh.rows[row]);
        rows.index();
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
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, StateColumn), index(rowCount() - 1, StateColumn));
}

const RevisionRow &RevisionTableModel::at(int row) const
{
    return d->rows->rows[std::size_t(row)];
}

int RevisionTableModel::rowOf(const QString &revisionId) const
{
    return revisionId.isEmpty() ? -1 : d->rows->places.value(revisionId, -1);
}

QString RevisionTableModel::idAt(int row) const
{
    return row >= 0 && row < rowCount() ? at(row).key : QString();
}

QString RevisionTableModel::runningRevision() const
{
    return d->running;
}

int RevisionTableModel::laneCount() const
{
    return d->rows->laneCount;
}

const QString &RevisionTableModel::searchText(int row) const
{
    return at(row).search;
}

RevisionState RevisionTableModel::stateAt(int row) const
{
    return at(row).state;
}

bool RevisionTableModel::isProblem(int row) const
{
    const Row &one = at(row);
    return one.state == RevisionState::Ghost || !one.problem.isEmpty();
}

int RevisionTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(d->rows->rows.size());
}

int RevisionTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant RevisionTableModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = at(index.row());
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
    case GitColumn:
        return gitWord(*d->facts, row.file);
    default:
        return {};
    }
}

QVector<Badge> RevisionTableModel::badgesOf(const Row &row) const
{
    QVector<Badge> badges = row.badges;
    if (d->facts->edited.contains(row.id))
        badges << Badge {Badge::Kind::Edited, tr("edited since applied")};
    return badges;
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
        return QVariant::fromValue(badgesOf(row));
    case FileRole:
        return row.file;
    case ProblemRole:
        return row.problem;
    case GitRole: {
        const auto state = d->facts->git.constFind(row.file);
        return state == d->facts->git.constEnd() ? QVariant() : QVariant(int(*state));
    }
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
    parts << display(row, MessageColumn).toString() << badgeTexts(badgesOf(row));
    if (!row.broken && !row.problem.isEmpty())
        parts << row.problem;
    if (row.created.isValid())
        parts << QLocale().toString(row.created.date(), QLocale::LongFormat);
    if (const QString git = gitWord(*d->facts, row.file); !git.isEmpty())
        parts << git;
    return parts.join(u", "_s);
}

QString RevisionTableModel::toolTip(const Row &row, int column) const
{
    if (column == GitColumn)
        return gitSentence(*d->facts, row.file);
    if (column == DateColumn && row.created.isValid())
        return QLocale().toString(row.created, QLocale::LongFormat);
    if (row.state == RevisionState::Ghost)
        return tr("%1 is in the database, but no file on disk has it.").arg(row.id);
    if (!row.problem.isEmpty())
        return row.problem;
    if (column == MessageColumn)
        return QStringList(QStringList(row.message) << badgeTexts(badgesOf(row))).join(u", "_s);
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
    case GitColumn:
        return tr("Git");
    default:
        return {};
    }
}

} // namespace model
