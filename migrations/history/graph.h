// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/base/error.h"
#include "migrations/history/revision.h"

#include <memory>

namespace migrations {

// Alembic changed its rules three times (ALEMBIC.md 2.2, 2.7, 2.9); the project's version decides.
struct AlembicRules
{
    bool emptyDownIsBase = false; // down_revision = "" is a base; up to 1.12
    bool independentUnmerge = true; // since 1.13.1
    bool colonForbidden = true; // since 1.17.1
    static AlembicRules forVersion(const QString &alembicVersion); // empty: the newest

    bool operator==(const AlembicRules &) const = default;
};

// One revision as the graph knows it.
struct Revision
{
    QString id;
    QStringList down;
    QStringList dependsOn; // as written
    QStringList branchLabels; // its own, as written
    QStringList allLabels; // also inherited along the branch, sorted
    QStringList next; // ids whose down_revision this is
    QString message;
    QDateTime created;
    QString file;
    bool isHead = false;
    bool isRealHead = false; // nothing depends on it either
    bool isBase = false;
    bool isBranchPoint = false;
    bool isMergePoint = false;

    bool operator==(const Revision &) const = default;
};

enum class Direction { Up, Down, Stamp };

struct Step
{
    Direction direction = Direction::Up;
    QString revision; // Stamp: empty when it only deletes rows
    QStringList stampFrom; // Stamp only
    QStringList stampTo; // Stamp only
    QStringList rowsAfter; // sorted

    bool operator==(const Step &) const = default;
};

// What will run, in order.
struct Plan
{
    QString target; // as the person wrote it
    QStringList rowsBefore;
    std::vector<Step> steps;
    QStringList warnings; // "ambiguous" relative downgrade and the like

    QStringList rowsAfter() const { return steps.empty() ? rowsBefore : steps.back().rowsAfter; }
    bool operator==(const Plan &) const = default;
};

// The revision map, read-only once built, cheap to copy, may be read from several threads.
// Built from whatever the files say: broken files and edges become problems(), the rest is listed.
// Identifiers, plans and their errors follow Alembic (ALEMBIC.md 2); error: ErrorKind::Alembic,
// code = Alembic's exception class ("MultipleHeads", "ResolutionError", "CommandError" …), message
// for people with what to do next, detail = Alembic's own text where it has one.
class RevisionGraph
{
public:
    RevisionGraph();
    static RevisionGraph fromFiles(
        const std::vector<RevisionFile> &files, const AlembicRules &rules = {});

    // Newest first: Alembic's history order. Revisions that Alembic's walk would not reach (broken
    // edges, cycles) follow at the end, so that each file's revision is in it exactly once.
    const std::vector<Revision> &revisions() const;
    const Revision *find(const QString &id) const; // exact id; null when unknown
    int indexOf(const QString &id) const; // place in revisions(); -1 when unknown
    QStringList heads() const; // versioned heads
    QStringList realHeads() const; // heads that nothing depends on either
    QStringList bases() const;
    const std::vector<Problem> &problems() const;
    // No fatal problem: Alembic can run. Without that, questions are answered with an error, except
    // around a cycle that Alembic overlooks: there they get Alembic's answer, if it has one.
    bool usable() const;

    // Any identifier form -> revisions, as `alembic show`/`merge` resolve it.
    // A relative form that walks past the base gives a null string, or "base" where it ends on it.
    Result<QStringList> resolve(const QString &identifier) const;
    // As `alembic revision --depends-on` takes it: exactly one; null for the base.
    Result<QString> resolveOne(const QString &identifier) const;
    // base:head as `alembic history -r` takes it; empty = open end.
    Result<QStringList> range(const QString &base, const QString &head) const;
    Result<QStringList> branchPoints() const; // as `alembic branches`, newest first
    // As `alembic current` prints it, sorted: heads of all that is applied, also those that are no
    // rows because something depends on them.
    Result<QStringList> current(const QStringList &rows) const;
    // The revisions of planUpgrade alone, for lists: without the version rows, which may be many.
    Result<QStringList> upgradeOrder(const QString &target, const QStringList &rows) const;
    Result<Plan> planUpgrade(const QString &target, const QStringList &rows) const;
    Result<Plan> planDowngrade(const QString &target, const QStringList &rows) const;
    Result<Plan> planStamp(const QStringList &targets, const QStringList &rows) const;

    // Applied = the rows and all that they need (down and depends_on), in the order of revisions().
    // Rows that are not on disk are passed over.
    QStringList appliedBy(const QStringList &rows) const;

private:
    struct Private;
    std::shared_ptr<const Private> d;
};

} // namespace migrations
