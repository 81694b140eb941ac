// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/history/maperror.h"
#include "migrations/history/revisionmap.h"

namespace migrations {

// What an identifier stands for: a revision, the ground below all bases, or (past the end of a
// walk, and for "base") nothing at all.
struct Spot
{
    enum class Kind { Nothing, Base, Node };
    Kind kind = Kind::Nothing;
    RevisionIndex node;

    static Spot base() { return {.kind = Kind::Base, .node = {}}; }
    static Spot at(RevisionIndex i) { return {.kind = Kind::Node, .node = i}; }
    bool isNode() const { return kind == Kind::Node; }
    bool operator==(const Spot &) const = default;
};

using Spots = std::vector<Spot>;

// All must be revisions; Alembic dies on the others.
Found<RevisionIndexes> nodesOf(const Spots &spots);

// The identifier rules of ALEMBIC.md 2.7, relative targets apart.
class Identifiers
{
public:
    explicit Identifiers(const RevisionMap &map)
        : m_map(map)
    {
    }

    Found<Spots> all(const QString &identifier) const;
    Found<Spots> all(const QStringList &identifiers) const;
    Found<Spot> one(const QString &identifier) const; // several heads are an error
    Found<RevisionIndex> branch(const QString &label) const;

    // Those of the targets that are on one line with what `against` stands for.
    Found<RevisionIndexes> sharing(const RevisionIndexes &targets, const QString &against,
        Edges edges = Edges::Versions) const;
    Found<QStringList> sharingNames(const QStringList &targets, const QString &against) const;

    struct Walk
    {
        Spot start;
        int steps = 0; // up, or down when negative
        QString branch; // upwards: only children of this lineage; empty: all
        bool mayStopEarly = false; // at the end of the map stay there, instead of nothing
    };
    Found<Spot> walk(const Walk &walk) const;

private:
    struct Names
    {
        QStringList ids;
        std::optional<QString> branch;
    };
    using Lineage = std::optional<RevisionSet>; // none: everything is in it

    Found<Names> names(const QString &identifier) const;
    Found<Names> headNames(const std::optional<QString> &branch) const;
    Found<Spots> downFromHeads(int steps, const std::optional<QString> &branch) const;
    Found<RevisionIndex> exactOrPartial(const QString &id, const QString &branch) const;
    Found<RevisionIndex> node(const QString &id, const QString &branch = {}) const;
    Found<Lineage> lineage(const QStringList &of, Edges edges) const;
    Found<QStringList> lineageNames(const QString &against) const;
    Found<RevisionIndexes> childrenFor(const Walk &walk, const Spot &from) const;

    const RevisionMap &m_map;
};

} // namespace migrations
