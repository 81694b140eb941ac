// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/history/revisionmap.h"

#include <algorithm>
#include <bit>

namespace migrations {

void addOnce(RevisionIndexes &indexes, RevisionIndex i)
{
    if (std::find(indexes.begin(), indexes.end(), i) == indexes.end())
        indexes.push_back(i);
}

bool RevisionSet::insert(RevisionIndex i)
{
    uint64_t &word = m_words[i.at() / 64];
    const bool isNew = (word & bit(i)) == 0;
    word |= bit(i);
    return isNew;
}

void RevisionSet::unite(const RevisionSet &other)
{
    for (size_t i = 0; i < m_words.size(); ++i)
        m_words[i] |= other.m_words[i];
}

void RevisionSet::subtract(const RevisionSet &other)
{
    for (size_t i = 0; i < m_words.size(); ++i)
        m_words[i] &= ~other.m_words[i];
}

void RevisionSet::intersect(const RevisionSet &other)
{
    for (size_t i = 0; i < m_words.size(); ++i)
        m_words[i] &= other.m_words[i];
}

bool RevisionSet::isEmpty() const
{
    return std::all_of(m_words.begin(), m_words.end(), [](uint64_t word) { return word == 0; });
}

bool RevisionSet::intersects(const RevisionIndexes &indexes) const
{
    return std::any_of(
        indexes.begin(), indexes.end(), [this](RevisionIndex i) { return contains(i); });
}

RevisionIndexes RevisionSet::members() const
{
    RevisionIndexes result;
    for (size_t i = 0; i < m_words.size(); ++i) {
        for (uint64_t word = m_words[i]; word != 0; word &= word - 1)
            result.push_back({static_cast<int>(i * 64) + std::countr_zero(word)});
    }
    return result;
}

namespace {

template <typename NextOf>
RevisionSet reach(const RevisionMap &map, const RevisionIndexes &targets, NextOf nextOf)
{
    RevisionSet seen = map.none();
    RevisionIndexes todo = targets;
    while (!todo.empty()) {
        const RevisionIndex i = todo.back();
        todo.pop_back();
        if (!seen.insert(i))
            continue;
        const RevisionIndexes &next = nextOf(map[i]);
        todo.insert(todo.end(), next.begin(), next.end());
    }
    return seen;
}

} // namespace

RevisionIndex RevisionMap::key(const QString &name) const
{
    const auto id = ids.constFind(name);
    return id != ids.constEnd() ? *id : labelOwners.value(name);
}

bool RevisionMap::hasLabel(RevisionIndex i, const QString &label) const
{
    const auto &labels = (*this)[i].labels;
    return std::any_of(
        labels.begin(), labels.end(), [&](int place) { return labelNames[place] == label; });
}

QStringList RevisionMap::idsOf(const RevisionIndexes &indexes) const
{
    QStringList result;
    result.reserve(static_cast<qsizetype>(indexes.size()));
    for (const RevisionIndex i : indexes)
        result.append((*this)[i].id);
    return result;
}

RevisionSet RevisionMap::ancestors(const RevisionIndexes &targets, Edges edges) const
{
    if (edges == Edges::Versions)
        return reach(
            *this, targets, [](const MapNode &node) -> auto & { return node.down; });
    return reach(
        *this, targets, [](const MapNode &node) -> auto & { return node.needs; });
}

RevisionSet RevisionMap::descendants(const RevisionIndexes &targets, Edges edges) const
{
    if (edges == Edges::Versions)
        return reach(
            *this, targets, [](const MapNode &node) -> auto & { return node.next; });
    return reach(
        *this, targets, [](const MapNode &node) -> auto & { return node.neededBy; });
}

bool AncestorTable::isAncestor(RevisionIndex low, RevisionIndex high)
{
    if (m_bits.empty())
        build();
    return (row(high)[low.at() / 64] >> (low.at() % 64) & 1) != 0;
}

std::span<uint64_t> AncestorTable::row(RevisionIndex i)
{
    return std::span(m_bits).subspan(i.at() * m_wordsPerRow, m_wordsPerRow);
}

void AncestorTable::build()
{
    m_wordsPerRow = (m_map.nodes.size() + 63) / 64;
    m_bits.resize(m_wordsPerRow * m_map.nodes.size());
    if (m_map.hasCycle) {
        for (size_t n = 0; n < m_map.nodes.size(); ++n) {
            const RevisionIndex high {static_cast<int>(n)};
            for (const RevisionIndex low : m_map.ancestors({high}).members())
                row(high)[low.at() / 64] |= uint64_t {1} << (low.at() % 64);
        }
        return;
    }
    for (const RevisionIndex i : m_map.upwards) {
        const std::span<uint64_t> own = row(i);
        own[i.at() / 64] |= uint64_t {1} << (i.at() % 64);
        for (const RevisionIndex parent : m_map[i].needs) {
            const std::span<uint64_t> other = row(parent);
            std::transform(own.begin(), own.end(), other.begin(), own.begin(), std::bit_or<> {});
        }
    }
}

} // namespace migrations
