// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/operations/recreateoperation.h"
#include "tests/support/alembicproject.h"
#include "tests/support/testserver.h"

namespace tests {

// A project whose database the role app_owner has (CREATEDB, no superuser), migrated and filled by
// hand, with facts inside and outside that a bare CREATE DATABASE loses.
class RecreateFixture
{
public:
    RecreateFixture();

    void run(const QStringList &statements) const; // as the superuser; %1 is the database
    migrations::ProjectState state() const;
    migrations::RecreatePlan plan() const;
    migrations::Journal journal() const;
    migrations::LifecycleReport recreate(migrations::Progress &progress) const;
    // Everything that must be the same again: name, oid, facts outside and inside, rows.
    QStringList whole(const QString &database = {}) const;
    QString oid() const;
    QStringList databases() const; // of this test, by name

    QString superuserUrl;
    QString url; // as app_owner
    QString name;
    AlembicProject project;
};

} // namespace tests
