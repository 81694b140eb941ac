// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/history/identifiers.h"

#include <QRegularExpression>

#include <algorithm>
#include <cstdlib>
#include <limits>

namespace migrations {

using namespace Qt::StringLiterals;

Found<RevisionIndexes> nodesOf(const Spots &spots)
{
    RevisionIndexes nodes;
    for (const Spot &spot : spots) {
        if (!spot.isNode())
            return crash(u"AssertionError"_s,
                u"This target lies beyond the end of the history, where there is no revision: take fewer steps."_s);
        nodes.push_back(spot.node);
    }
    return nodes;
}

namespace {

// A negative whole number as Python's int() reads it.
std::optional<int> negativeNumber(const QString &text)
{
    static const QRegularExpression form(u"^\\s*-(\\d+(?:_\\d+)*)\\s*$"_s);
    const QRegularExpressionMatch match = form.match(text);
    if (!match.hasMatch())
        return {};
    bool ok = false;
    const int number = match.captured(1).remove(u'_').toInt(&ok);
    if (!ok)
        return std::numeric_limits<int>::min() + 1;
    return number > 0 ? std::optional(-number) : std::nullopt;
}

QString unknownMessage(const QString &id)
{
    return u"There is no revision or branch \"%1\" here: check the spelling, or get the branch that has it."_s
        .arg(id);
}

// Asked from each revision's side, as Alembic does it: on a cycle the way back may be another.
RevisionSet linkedTo(const RevisionMap &map, const RevisionIndexes &tests, Edges edges)
{
    RevisionSet result = map.none();
    for (size_t n = 0; n < map.nodes.size(); ++n) {
        const RevisionIndex i {static_cast<int>(n)};
        if (map.ancestors({i}, edges).intersects(tests)
            || map.descendants({i}, edges).intersects(tests))
            result.insert(i);
    }
    return result;
}

} // namespace

Found<Identifiers::Names> Identifiers::headNames(const std::optional<QString> &branch) const
{
    RevisionIndexes heads = m_map.heads;
    const bool isNarrowed = branch && !branch->isEmpty();
    if (isNarrowed) {
        const auto shared = sharing(heads, *branch);
        if (!shared)
            return tl::unexpected(shared.error());
        heads = *shared;
    }
    if (heads.size() > 1)
        return multipleHeads(m_map.idsOf(heads), isNarrowed ? *branch + u"@head"_s : u"head"_s);
    return Names {.ids = m_map.idsOf(heads), .branch = branch};
}

Found<Identifiers::Names> Identifiers::names(const QString &identifier) const
{
    QString id = identifier;
    std::optional<QString> branch;
    if (const qsizetype at = identifier.indexOf(u'@'); at >= 0) {
        branch = identifier.first(at);
        id = identifier.sliced(at + 1);
    }
    if (id == u"heads") {
        if (!branch || branch->isEmpty())
            return Names {.ids = m_map.idsOf(m_map.realHeads), .branch = branch};
        return sharing(m_map.heads, *branch).map([&](const RevisionIndexes &heads) {
            return Names {.ids = m_map.idsOf(heads), .branch = branch};
        });
    }
    if (id == u"head")
        return headNames(branch);
    if (id == u"base")
        return Names {.ids = {}, .branch = branch};
    return Names {.ids = {id}, .branch = branch};
}

Found<Spots> Identifiers::downFromHeads(int steps, const std::optional<QString> &branch) const
{
    Spots result;
    for (const RevisionIndex head : m_map.realHeads) {
        if (branch && !m_map.hasLabel(head, *branch))
            continue;
        const auto end = walk({.start = Spot::at(head), .steps = steps, .branch = {}});
        if (!end)
            return tl::unexpected(end.error());
        result.push_back(*end);
    }
    return result;
}

Found<Spots> Identifiers::all(const QString &identifier) const
{
    const auto found = names(identifier);
    if (!found)
        return tl::unexpected(found.error());
    if (found->ids.size() == 1) {
        if (const auto steps = negativeNumber(found->ids.front()))
            return downFromHeads(*steps, found->branch);
    }
    Spots result;
    for (const QString &id : found->ids) {
        const auto i = node(id, found->branch.value_or(QString()));
        if (!i)
            return tl::unexpected(i.error());
        result.push_back(Spot::at(*i));
    }
    return result;
}

Found<Spots> Identifiers::all(const QStringList &identifiers) const
{
    Spots result;
    for (const QString &identifier : identifiers) {
        const auto found = all(identifier);
        if (!found)
            return found;
        result.insert(result.end(), found->begin(), found->end());
    }
    return result;
}

Found<Spot> Identifiers::one(const QString &identifier) const
{
    const auto found = names(identifier);
    if (!found)
        return tl::unexpected(found.error());
    if (found->ids.size() > 1)
        return multipleHeads(found->ids, identifier);
    const QString branchName = found->branch.value_or(QString());
    if (found->ids.isEmpty()) {
        // The base belongs to every branch, but the branch has to exist.
        if (!branchName.isEmpty()) {
            if (const auto checked = branch(branchName); !checked)
                return tl::unexpected(checked.error());
        }
        return Spot {};
    }
    return node(found->ids.front(), branchName).map(&Spot::at);
}

Found<RevisionIndex> Identifiers::branch(const QString &label) const
{
    if (const RevisionIndex exact = m_map.key(label); exact.isValid())
        return exact;
    const auto found = exactOrPartial(label, {});
    if (found || found.error().kind != MapError::Kind::Resolution)
        return found;
    return unresolved(label, found.error().message, found.error().candidates);
}

Found<RevisionIndex> Identifiers::exactOrPartial(const QString &id, const QString &branch) const
{
    if (const RevisionIndex exact = m_map.key(id); exact.isValid())
        return exact;
    if (id.isEmpty())
        return crash(u"AssertionError"_s, u"The target is empty: name a revision."_s);
    QStringList matches;
    for (const QString &key : m_map.keys) {
        if (key.size() > 3 && key.startsWith(id))
            matches.append(key);
    }
    if (!branch.isEmpty()) {
        const auto shared = sharingNames(matches, branch);
        if (!shared)
            return tl::unexpected(shared.error());
        matches = *shared;
    }
    if (matches.isEmpty())
        return unresolved(id, unknownMessage(id));
    if (matches.size() > 1)
        return unresolved(id,
            u"\"%1\" fits several revisions or labels: %2. Write more of it."_s.arg(
                id, matches.join(u", "_s)),
            matches);
    return m_map.key(matches.front());
}

Found<RevisionIndex> Identifiers::node(const QString &id, const QString &branchName) const
{
    if (branchName.isEmpty())
        return exactOrPartial(id, {});
    const auto member = branch(branchName);
    if (!member)
        return member;
    const auto found = exactOrPartial(id, branchName);
    if (!found)
        return found;
    const auto shared = lineage({m_map[*member].id}, Edges::Versions);
    if (!shared)
        return tl::unexpected(shared.error());
    if (!(*shared)->contains(m_map.ids.value(m_map[*found].id)))
        return unresolved(id,
            u"Revision %1 is not on branch \"%2\": name a revision of that branch, or leave the branch out."_s
                .arg(m_map[*found].id, branchName));
    return found;
}

Found<QStringList> Identifiers::lineageNames(const QString &against) const
{
    const auto found = names(against);
    if (!found)
        return tl::unexpected(found.error());
    QStringList result;
    if (found->branch && !found->branch->isEmpty())
        result.append(*found->branch);
    return result + found->ids;
}

Found<Identifiers::Lineage> Identifiers::lineage(const QStringList &of, Edges edges) const
{
    if (of.isEmpty())
        return Lineage {};
    RevisionSet result = m_map.none();
    RevisionIndexes tests;
    for (const QString &name : of) {
        const auto i = node(name);
        if (!i)
            return tl::unexpected(i.error());
        // A shadowed revision is only on a line with itself.
        if (m_map[*i].shadowed)
            result.insert(*i);
        else
            tests.push_back(*i);
    }
    if (m_map.hasCycle) {
        result.unite(linkedTo(m_map, tests, edges));
    } else {
        result.unite(m_map.ancestors(tests, edges));
        result.unite(m_map.descendants(tests, edges));
    }
    return Lineage {std::move(result)};
}

Found<RevisionIndexes> Identifiers::sharing(
    const RevisionIndexes &targets, const QString &against, Edges edges) const
{
    const auto tests = lineageNames(against);
    if (!tests)
        return tl::unexpected(tests.error());
    if (targets.empty())
        return targets;
    return lineage(*tests, edges).map([&](const Lineage &line) {
        RevisionIndexes result;
        std::copy_if(targets.begin(), targets.end(), std::back_inserter(result),
            [&](RevisionIndex i) { return !line || line->contains(i); });
        return result;
    });
}

Found<QStringList> Identifiers::sharingNames(
    const QStringList &targets, const QString &against) const
{
    const auto tests = lineageNames(against);
    if (!tests)
        return tl::unexpected(tests.error());
    if (tests->isEmpty())
        return targets;
    QStringList result;
    Lineage line;
    for (const QString &target : targets) {
        const auto i = node(target);
        if (!i)
            return tl::unexpected(i.error());
        if (!line) {
            auto made = lineage(*tests, Edges::Versions);
            if (!made)
                return tl::unexpected(made.error());
            line = std::move(*made);
        }
        if (line->contains(*i))
            result.append(target);
    }
    return result;
}

Found<RevisionIndexes> Identifiers::childrenFor(const Walk &walk, const Spot &from) const
{
    if (walk.steps < 0)
        return from.isNode() ? m_map[from.node].down : m_map.heads;
    const RevisionIndexes &children = from.isNode() ? m_map[from.node].next : m_map.bases;
    if (walk.branch.isEmpty())
        return children;
    return sharing(children, walk.branch);
}

Found<Spot> Identifiers::walk(const Walk &walk) const
{
    Spot spot = walk.start;
    constexpr int patience =
        100000; // only a cycle can be walked for longer than there are revisions
    if (m_map.hasCycle && std::abs(walk.steps) > patience)
        return revisionError(u"Ambiguous walk"_s,
            u"Revisions need each other in a circle, so this walk would not end: take fewer steps."_s);
    for (int left = std::abs(walk.steps); left > 0; --left) {
        const bool isAtEnd = spot.kind == Spot::Kind::Base;
        if (walk.steps > 0 && isAtEnd)
            return crash(
                u"AssertionError"_s, u"Nothing lies above this point: take fewer steps."_s);
        const auto children = isAtEnd ? Found<RevisionIndexes>() : childrenFor(walk, spot);
        if (!children)
            return tl::unexpected(children.error());
        if (children->size() > 1)
            return revisionError(u"Ambiguous walk"_s,
                u"The way divides at %1 into %2: name the revision, or its branch as label@%3."_s
                    .arg(spot.isNode() ? m_map[spot.node].id : u"the end of the history"_s,
                        m_map.idsOf(*children).join(u", "_s), walk.steps > 0 ? u"+n"_s : u"-n"_s));
        if (!children->empty())
            spot = Spot::at(children->front());
        else if (walk.steps < 0 && !isAtEnd)
            spot = Spot::base();
        else
            return walk.mayStopEarly ? spot : Spot {};
    }
    return spot;
}

} // namespace migrations
