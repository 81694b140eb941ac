// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/history/targets.h"

#include <QRegularExpression>
#include <QSet>

#include <algorithm>
#include <cstdlib>
#include <limits>

namespace migrations {

using namespace Qt::StringLiterals;

namespace {

struct Relative
{
    QString branch; // null: not written
    QString symbol; // null: relative to where the database is
    int steps = 0;
    QString text; // "+2"

    QString qualified() const { return branch.isNull() ? symbol : branch + u'@' + symbol; }
};

// Alembic tries this form before all others and ignores what follows it, so that "release-2024" is
// "release" minus 2024.
std::optional<Relative> relativeForm(const QString &target)
{
    static const QRegularExpression form(
        u"(?:(.+?)@)?(\\w+)?([+-]\\d+)"_s, QRegularExpression::UseUnicodePropertiesOption);
    const QRegularExpressionMatch match = form.match(
        target, 0, QRegularExpression::NormalMatch, QRegularExpression::AnchorAtOffsetMatchOption);
    if (!match.hasMatch())
        return {};
    Relative result;
    if (match.hasCaptured(1))
        result.branch = match.captured(1);
    if (match.hasCaptured(2))
        result.symbol = match.captured(2);
    result.text = match.captured(3);
    bool ok = false;
    result.steps = result.text.toInt(&ok);
    if (!ok)
        result.steps = std::numeric_limits<int>::max() * (result.text.startsWith(u'-') ? -1 : 1);
    return result;
}

tl::unexpected<MapError> noSuchStep(const QString &text, int steps)
{
    return revisionError(
        u"Relative revision %1 didn't produce %2 migrations"_s.arg(text).arg(std::abs(steps)),
        u"There are not %1 steps that way from where the database is: take fewer, or name a revision."_s
            .arg(std::abs(steps)));
}

tl::unexpected<MapError> severalStarts(const QStringList &starts)
{
    return revisionError(u"Ambiguous upgrade from multiple current revisions"_s,
        u"The database stands at several revisions (%1): name the branch, as in label@+1, or a revision."_s
            .arg(starts.join(u", "_s)));
}

class Targets
{
public:
    Targets(const Identifiers &identifiers, const RevisionMap &map, const QStringList &current,
        Overwalk overwalk)
        : m_identifiers(identifiers)
        , m_map(map)
        , m_current(current)
        , m_mayStopEarly(overwalk == Overwalk::StaysAtEnd)
    {
    }
    Found<Spots> up(const QString &target) const;
    Found<DowngradeTarget> down(const QString &target) const;

private:
    Found<Spot> upFromHere(const Relative &relative) const;
    Found<QStringList> startsOnBranch(const QString &branch) const;
    Found<DowngradeTarget> downFromHere(Relative relative) const;
    Found<QString> rowOnBranch(const QString &branch) const;
    Found<Spot> walkFrom(const QString &start, int steps, const QString &branch = {}) const;

    const Identifiers &m_identifiers;
    const RevisionMap &m_map;
    const QStringList &m_current;
    bool m_mayStopEarly;
};

Found<Spot> Targets::walkFrom(const QString &start, int steps, const QString &branch) const
{
    return m_identifiers.one(start).and_then([&](const Spot &spot) {
        return m_identifiers.walk(
            {.start = spot, .steps = steps, .branch = branch, .mayStopEarly = m_mayStopEarly});
    });
}

// The rows of a branch; without any, the tips of what is applied of it; without that, the base.
Found<QStringList> Targets::startsOnBranch(const QString &branch) const
{
    const auto rows = m_identifiers.all(m_current).and_then(&nodesOf);
    if (!rows)
        return tl::unexpected(rows.error());
    const auto shared = m_identifiers.sharing(*rows, branch);
    if (!shared)
        return tl::unexpected(shared.error());
    if (!shared->empty())
        return m_map.idsOf(*shared);
    const auto active = m_identifiers.sharing(m_map.ancestors(*rows).members(), branch);
    if (!active)
        return tl::unexpected(active.error());
    RevisionSet tips = m_map.none();
    for (const RevisionIndex i : *active)
        tips.insert(i);
    for (const RevisionIndex i : *active) {
        for (const RevisionIndex need : m_map[i].needs)
            tips.remove(need);
    }
    return m_map.idsOf(tips.members());
}

Found<Spot> Targets::upFromHere(const Relative &relative) const
{
    auto starts =
        relative.branch.isEmpty() ? Found<QStringList>(m_current) : startsOnBranch(relative.branch);
    if (!starts)
        return tl::unexpected(starts.error());
    if (starts->size() > 1)
        return severalStarts(*starts);
    const QString start = starts->isEmpty() ? u"base"_s : starts->front();
    const auto end = walkFrom(start, relative.steps, relative.branch);
    if (end && end->kind == Spot::Kind::Nothing)
        return noSuchStep(relative.text, relative.steps);
    return end;
}

Found<Spots> Targets::up(const QString &target) const
{
    const auto relative = relativeForm(target);
    if (!relative)
        return m_identifiers.all(target);
    Found<Spot> end;
    if (relative->steps > 0 && relative->symbol.isNull())
        end = upFromHere(*relative);
    else if (relative->steps > 0)
        end = walkFrom(relative->symbol, relative->steps, relative->branch);
    else if (relative->symbol.isNull())
        return noSuchStep(QString::number(relative->steps), relative->steps);
    else
        end = walkFrom(relative->qualified(), relative->steps);
    return end.map([](const Spot &spot) { return Spots {spot}; });
}

// Which of the rows "label@-n" starts from.
Found<QString> Targets::rowOnBranch(const QString &branch) const
{
    auto rows = m_identifiers.sharingNames(m_current, branch);
    if (!rows)
        return tl::unexpected(rows.error());
    if (rows->isEmpty()) {
        const auto shared = effectiveHeads(m_identifiers, m_map, m_current)
                                .and_then([&](const RevisionIndexes &heads) {
                                    return m_identifiers.sharing(heads, branch);
                                });
        if (!shared)
            return tl::unexpected(shared.error());
        rows = m_map.idsOf(*shared);
    }
    if (rows->size() == 1)
        return rows->front();
    return crash(u"AssertionError"_s,
        rows->isEmpty()
            ? u"Nothing of branch \"%1\" is applied: there is no step to take back."_s.arg(branch)
            : u"Several revisions of branch \"%1\" are applied last (%2): name the revision to go back to."_s
                  .arg(branch, rows->join(u", "_s)));
}

Found<DowngradeTarget> Targets::downFromHere(Relative relative) const
{
    DowngradeTarget result;
    if (!relative.branch.isEmpty()) {
        const auto row = rowOnBranch(relative.branch);
        if (!row)
            return tl::unexpected(row.error());
        relative.symbol = *row;
    } else {
        if (m_current.isEmpty())
            return noSuchStep(relative.text, relative.steps);
        if (QSet<QString>(m_current.begin(), m_current.end()).size() > 1)
            result.warnings.append(
                u"The database stands at several revisions; without a branch this takes back %1, the first that it returned. Write label@-n or a revision to be sure."_s
                    .arg(m_current.front()));
        relative.symbol = m_current.front();
        relative.branch = relative.symbol;
    }
    const auto end = walkFrom(relative.qualified(), relative.steps);
    if (!end)
        return tl::unexpected(end.error());
    if (end->kind == Spot::Kind::Nothing)
        return noSuchStep(relative.text, relative.steps);
    result.branch = relative.branch;
    result.spot = *end;
    return result;
}

Found<DowngradeTarget> Targets::down(const QString &target) const
{
    const auto relative = relativeForm(target);
    if (!relative) {
        const qsizetype at = target.lastIndexOf(u'@');
        const QString branch = at < 0 ? QString() : target.first(at);
        return m_identifiers.one(target.sliced(at + 1)).map([&](const Spot &spot) {
            return DowngradeTarget {.branch = branch, .spot = spot, .warnings = {}};
        });
    }
    if (relative->symbol.isNull() && relative->steps >= 0)
        return noSuchStep(relative->text, relative->steps);
    if (relative->symbol.isNull())
        return downFromHere(*relative);
    const auto end = relative->steps >= 0
        ? walkFrom(relative->symbol, relative->steps, relative->branch)
        : walkFrom(relative->qualified(), relative->steps);
    if (!end)
        return tl::unexpected(end.error());
    if (end->kind == Spot::Kind::Nothing)
        return revisionError(u"Walked too far"_s,
            u"There are not %1 steps that way from %2: take fewer, or name a revision."_s
                .arg(std::abs(relative->steps))
                .arg(relative->symbol));
    return DowngradeTarget {.branch = relative->branch, .spot = *end, .warnings = {}};
}

} // namespace

Found<Spots> upgradeTarget(const Identifiers &identifiers, const RevisionMap &map,
    const QStringList &current, const QString &target, Overwalk overwalk)
{
    return Targets(identifiers, map, current, overwalk).up(target);
}

Found<DowngradeTarget> downgradeTarget(const Identifiers &identifiers, const RevisionMap &map,
    const QStringList &current, const QString &target, Overwalk overwalk)
{
    return Targets(identifiers, map, current, overwalk).down(target);
}

Found<RevisionIndexes> effectiveHeads(
    const Identifiers &identifiers, const RevisionMap &map, const QStringList &rows)
{
    const auto nodes = identifiers.all(rows).and_then(&nodesOf);
    if (!nodes)
        return nodes;
    RevisionSet heads = map.ancestors(*nodes);
    const RevisionSet applied = heads;
    for (const RevisionIndex i : applied.members()) {
        // From the top a child is as good as a descendant, except where the children go in a
        // circle.
        RevisionIndexes above =
            map.hasCycle ? map.descendants({i}, Edges::Versions).members() : map[i].next;
        std::erase(above, i);
        if ((map.hasCycle ? heads : applied).intersects(above))
            heads.remove(i);
    }
    return heads.members();
}

} // namespace migrations
