// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "model/palettemodel.h"

#include <algorithm>

namespace model {

namespace {

constexpr std::size_t mostRows = 200; // nobody reads on; ten thousand revisions would be laid out

struct Found
{
    int entry = 0;
    int score = 0;
    QList<int> letters;
    QList<int> secondLetters;
};

std::optional<Found> find(const PaletteEntry &entry, int index, const QString &typed)
{
    const auto inText = fuzzyMatch(typed, entry.text);
    const auto inSecond = entry.second.isEmpty() ? std::nullopt : fuzzyMatch(typed, entry.second);
    if (inSecond && (!inText || inSecond->score > inText->score))
        return Found {index, inSecond->score, {}, inSecond->positions};
    if (inText)
        return Found {index, inText->score, inText->positions, {}};
    return std::nullopt;
}

} // namespace

PaletteModel::PaletteModel(QObject *parent)
    : QAbstractListModel(parent)
{
}

void PaletteModel::setEntries(std::vector<PaletteEntry> entries)
{
    beginResetModel();
    m_entries = std::move(entries);
    rebuild();
    endResetModel();
}

void PaletteModel::setTyped(const QString &typed, std::vector<PaletteEntry> answers)
{
    beginResetModel();
    m_typed = typed;
    m_answers = std::move(answers);
    rebuild();
    endResetModel();
}

void PaletteModel::rebuild()
{
    std::vector<Found> found;
    QStringList groups;
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        if (auto match = find(m_entries[i], int(i), m_typed)) {
            found.push_back(std::move(*match));
            if (!groups.contains(m_entries[i].group))
                groups.append(m_entries[i].group);
        }
    }
    const auto better = [](const Found &one, const Found &other) {
        return one.score > other.score;
    };
    std::stable_sort(found.begin(), found.end(), better);

    m_rows.clear();
    for (const PaletteEntry &answer : m_answers) {
        if (m_rows.empty())
            m_rows.push_back({nullptr, answer.group, {}, {}});
        m_rows.push_back({&answer, {}, {}, {}});
    }
    for (const QString &group : groups) {
        if (!group.isEmpty())
            m_rows.push_back({nullptr, group, {}, {}});
        for (const Found &one : found) {
            const PaletteEntry &entry = m_entries[std::size_t(one.entry)];
            if (entry.group == group && m_rows.size() < mostRows)
                m_rows.push_back({&entry, {}, one.letters, one.secondLetters});
        }
    }
}

int PaletteModel::firstRow() const
{
    return nextRow(-1, 1);
}

int PaletteModel::nextRow(int row, int by) const
{
    for (int at = row + by; at >= 0 && at < rowCount(); at += by) {
        if (m_rows[std::size_t(at)].entry != nullptr)
            return at;
    }
    return row >= 0 && row < rowCount() ? row : -1;
}

int PaletteModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant PaletteModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = m_rows[std::size_t(index.row())];
    if (row.entry == nullptr) {
        if (role == HeadingRole)
            return true;
        return role == Qt::DisplayRole ? QVariant(row.heading) : QVariant();
    }
    const PaletteEntry &entry = *row.entry;
    switch (role) {
    case Qt::DisplayRole:
        return entry.text;
    case Qt::AccessibleTextRole:
        return entry.reason.isEmpty() ? entry.text
                                      : tr("%1, off: %2").arg(entry.text, entry.reason);
    case HeadingRole:
        return false;
    case IdRole:
        return entry.id;
    case SecondRole:
        return entry.second;
    case PlaceRole:
        return entry.place;
    case ShortcutRole:
        return entry.shortcut;
    case ReasonRole:
        return entry.reason;
    case IconRole:
        return entry.icon;
    case LettersRole:
        return QVariant::fromValue(row.letters);
    case SecondLettersRole:
        return QVariant::fromValue(row.secondLetters);
    default:
        return {};
    }
}

// What is off can be reached too, so that its reason can be read.
Qt::ItemFlags PaletteModel::flags(const QModelIndex &index) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return Qt::NoItemFlags;
    if (m_rows[std::size_t(index.row())].entry == nullptr)
        return Qt::ItemNeverHasChildren;
    return Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
}

} // namespace model
