// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/history/graph.h"

#include <QHash>

#include <compare>
#include <cstdint>
#include <optional>
#include <span>

namespace migrations {

// A revision's place in the file list; typed, so that no other number passes for it.
struct RevisionIndex
{
    int value = -1;

    bool isValid() const { return value >= 0; }
    size_t at() const { return static_cast<size_t>(value); }
    auto operator<=>(const RevisionIndex &) const = default;
};

using RevisionIndexes = std::vector<RevisionIndex>;

void addOnce(RevisionIndexes &indexes, RevisionIndex i); // for short lists

// A set of revisions of one map, one bit each.
class RevisionSet
{
public:
    explicit RevisionSet(size_t revisions = 0)
        : m_words((revisions + 63) / 64)
    {
    }
    bool contains(RevisionIndex i) const { return (m_words[i.at() / 64] & bit(i)) != 0; }
    bool insert(RevisionIndex i); // true when it was not in it
    void remove(RevisionIndex i) { m_words[i.at() / 64] &= ~bit(i); }
    void unite(const RevisionSet &other);
    void subtract(const RevisionSet &other);
    void intersect(const RevisionSet &other);
    bool isEmpty() const;
    bool intersects(const RevisionIndexes &indexes) const;
    RevisionIndexes members() const; // in file order

private:
    static uint64_t bit(RevisionIndex i) { return uint64_t {1} << (i.at() % 64); }
    std::vector<uint64_t> m_words;
};

// One file's revision with its edges resolved. Edges that lead nowhere are left out; then the map
// has a fatal problem.
struct MapNode
{
    QString id;
    size_t file = 0; // place in the list of files
    int keyPosition = 0; // of its id among the map's keys
    bool shadowed = false; // a later file has the same id and is the one that counts
    RevisionIndexes down; // as written
    RevisionIndexes dependencies; // what depends_on means: ids and labels resolved
    RevisionIndexes ownDependencies; // those that no version ancestor declares already
    RevisionIndexes needs; // down and ownDependencies, each once: what version rows speak of
    RevisionIndexes next; // whose down_revision this is
    RevisionIndexes neededBy; // next, and those that depend on this
    std::vector<int> labels; // places in labelNames; own and inherited, sorted

    bool isBranchPoint() const { return next.size() > 1; }
    bool isMergePoint() const { return down.size() > 1; }
};

// Follow down_revision only, or depends_on as well.
enum class Edges { Versions, All };

// The files as Alembic's RevisionMap sees them (ALEMBIC.md 2.3 to 2.5).
struct RevisionMap
{
    AlembicRules rules;
    std::vector<MapNode> nodes;
    QHash<QString, RevisionIndex> ids;
    QHash<QString, RevisionIndex> labelOwners;
    QStringList keys; // ids by first appearance, then labels: the order of Alembic's map
    QStringList labelNames;
    RevisionIndexes heads;
    RevisionIndexes realHeads;
    RevisionIndexes bases;
    RevisionIndexes upwards; // each after all that it needs; what is on a cycle is missing
    bool hasCycle = false; // if not fatal, then one that Alembic does not notice
    std::vector<Problem> problems;
    std::optional<Error> fatal; // what every question is answered with

    const MapNode &operator[](RevisionIndex i) const { return nodes[i.at()]; }
    RevisionIndex key(const QString &name) const; // an id or a label, exact
    bool hasLabel(RevisionIndex i, const QString &label) const;
    RevisionSet none() const { return RevisionSet(nodes.size()); }
    QStringList idsOf(const RevisionIndexes &indexes) const;

    // The targets themselves are part of the answer.
    RevisionSet ancestors(const RevisionIndexes &targets, Edges edges = Edges::All) const;
    RevisionSet descendants(const RevisionIndexes &targets, Edges edges = Edges::All) const;
};

// Is one revision an ancestor of another, answered at once for a whole map: a bit for each pair, so
// it is made when first asked and lives as long as one plan. Quadratic in memory (12 MB for
// 10,000).
class AncestorTable
{
public:
    explicit AncestorTable(const RevisionMap &map)
        : m_map(map)
    {
    }
    // True for a revision and itself as well.
    bool isAncestor(RevisionIndex low, RevisionIndex high);

private:
    void build();
    std::span<uint64_t> row(RevisionIndex i);

    const RevisionMap &m_map;
    size_t m_wordsPerRow = 0;
    std::vector<uint64_t> m_bits;
};

} // namespace migrations
