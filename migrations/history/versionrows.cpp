// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/history/versionrows.h"

#include "migrations/history/identifiers.h"

#include <algorithm>

namespace migrations {

using namespace Qt::StringLiterals;

VersionRows::VersionRows(const RevisionMap &map, AncestorTable &ancestors, const QStringList &rows)
    : m_map(map)
    , m_ancestors(ancestors)
{
    for (const QString &row : rows) {
        const auto spot = Identifiers(map).one(row);
        m_rows.emplace(row, spot && spot->isNode() ? spot->node : RevisionIndex {});
    }
}

QStringList VersionRows::rows() const
{
    QStringList result;
    result.reserve(static_cast<qsizetype>(m_rows.size()));
    for (const auto &[row, index] : m_rows)
        result.append(row);
    return result;
}

RevisionIndexes VersionRows::held(const RevisionIndexes &indexes) const
{
    RevisionIndexes result;
    std::copy_if(indexes.begin(), indexes.end(), std::back_inserter(result),
        [this](RevisionIndex i) { return holds(i); });
    return result;
}

RevisionIndexes VersionRows::notIncluded(
    const RevisionIndexes &needs, const RevisionIndexes &except)
{
    RevisionIndexes others;
    for (const auto &[row, index] : m_rows) {
        const bool isExcepted = std::any_of(except.begin(), except.end(),
            [&, &name = row](RevisionIndex i) { return m_map[i].id == name; });
        if (index.isValid() && !isExcepted)
            others.push_back(index);
    }
    RevisionIndexes result;
    std::copy_if(needs.begin(), needs.end(), std::back_inserter(result), [&](RevisionIndex need) {
        return std::none_of(others.begin(), others.end(),
            [&](RevisionIndex other) { return m_ancestors.isAncestor(need, other); });
    });
    return result;
}

RevisionIndexes VersionRows::unmergeTargets(RevisionIndex revision)
{
    const RevisionIndexes &needs = m_map[revision].needs;
    const bool isOnlyRow = m_rows.size() == (holds(revision) ? 1U : 0U);
    if (!isOnlyRow)
        return notIncluded(needs, {revision});
    if (needs.size() == 1 || !m_map.rules.independentUnmerge)
        return needs;
    RevisionIndexes result;
    std::copy_if(needs.begin(), needs.end(), std::back_inserter(result), [&](RevisionIndex need) {
        return std::none_of(needs.begin(), needs.end(), [&](RevisionIndex other) {
            return other != need && m_ancestors.isAncestor(need, other);
        });
    });
    return result;
}

Found<> VersionRows::insert(RevisionIndex i)
{
    if (holds(i))
        return crash(u"AssertionError"_s,
            u"%1 is already in the version table, where Alembic would write it once more: choose another target."_s
                .arg(m_map[i].id));
    m_rows.emplace(m_map[i].id, i);
    return {};
}

Found<> VersionRows::remove(RevisionIndex i)
{
    if (m_rows.erase(m_map[i].id) == 0)
        return crash(u"KeyError"_s,
            u"Alembic would look for %1 in the version table, where it is not, and stop half-way: choose another target, or remove a dependency that a parent already has."_s
                .arg(m_map[i].id));
    return {};
}

Found<> VersionRows::change(RevisionIndex from, RevisionIndex to)
{
    if (holds(to))
        return insert(to);
    return remove(from).and_then([&] { return insert(to); });
}

Found<> VersionRows::merge(const RevisionIndexes &from, RevisionIndex to)
{
    if (from.empty())
        return crash(u"IndexError"_s,
            u"Another row of the version table already includes all that %1 merges, and Alembic stops there: correct the version table first."_s
                .arg(m_map[to].id));
    for (auto i = from.begin(); i + 1 != from.end(); ++i) {
        if (const auto removed = remove(*i); !removed)
            return removed;
    }
    return change(from.back(), to);
}

namespace {

tl::unexpected<MapError> unclearRow(const QString &id)
{
    return crash(u"AssertionError"_s,
        u"The version table does not say which of its rows stands for %1, and Alembic stops there: correct the version table first."_s
            .arg(id));
}

} // namespace

Found<> VersionRows::upgrade(RevisionIndex revision)
{
    const RevisionIndexes &needs = m_map[revision].needs;
    const RevisionIndexes present = held(needs);
    if (present.empty())
        return insert(revision);
    if (present.size() > 1)
        return merge(notIncluded(needs, needs), revision);
    return change(present.front(), revision);
}

Found<> VersionRows::downgrade(RevisionIndex revision)
{
    const RevisionIndexes &needs = m_map[revision].needs;
    if (holds(revision)) {
        const RevisionIndexes targets = needs.empty() ? needs : unmergeTargets(revision);
        if (targets.empty())
            return remove(revision);
        if (needs.size() > 1) {
            for (auto i = targets.begin(); i + 1 != targets.end(); ++i) {
                if (const auto inserted = insert(*i); !inserted)
                    return inserted;
            }
            return change(revision, targets.back());
        }
    }
    if (needs.size() == 1)
        return change(revision, needs.front());
    const RevisionIndexes present = held(needs);
    if (present.size() != 1)
        return unclearRow(m_map[revision].id);
    return change(revision, present.front());
}

Found<> VersionRows::stamp(const Stamp &stamp)
{
    if (!stamp.isUpgrade && stamp.isBranchMove)
        return remove(stamp.from.front());
    const bool isSourceGone = held(stamp.from).size() != stamp.from.size();
    if (stamp.isUpgrade && (stamp.isBranchMove || isSourceGone) && !holds(stamp.to))
        return insert(stamp.to);
    if (stamp.from.empty())
        return unclearRow(m_map[stamp.to].id);
    return merge(stamp.from, stamp.to);
}

} // namespace migrations
