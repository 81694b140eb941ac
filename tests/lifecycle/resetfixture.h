// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/lifecycle/resetplan.h"

#include <functional>

namespace tests {

// The statements of a text, at semicolons that stand outside quotes and dollar quotes.
QStringList statementsOf(const QString &text);

// A fresh database of the role app_owner with the 46 objects of tests/facts/sql/reset_fixture.sql.
struct FixtureDatabase
{
    QString superuser; // URLs
    QString owner;
};
FixtureDatabase fixtureDatabase();
// A fresh, empty database of app_owner.
FixtureDatabase ownedDatabase();

migrations::ResetScope publicScope(); // public and its alembic_version

// The plan of a reset as that role; ends the program when there is none.
migrations::ResetPlan planOf(
    const QString &url, const migrations::ResetScope &scope = publicScope());

// Everything that must not be lost, as lines: objects of the chosen schemas and what is granted on
// them, all that is outside, and count, hash of the rows of every table, values of sequences.
QStringList snapshot(const QString &superuser, const migrations::ResetScope &scope = publicScope());
// Only what is outside the schemas, rows included.
QStringList outside(const QString &superuser, const migrations::ResetScope &scope = publicScope());
// What is left in the schemas.
QStringList left(const QString &superuser, const migrations::ResetScope &scope = publicScope());

// Hears everything; cancels when it is told to.
class Listener final : public migrations::Progress
{
public:
    void report(const migrations::Event &event) override
    {
        if (event.kind == migrations::Event::Kind::StatementStarted)
            statements.append(event.text);
        if (heard)
            heard(event);
    }
    bool cancelled() override { return cancel && cancel(); }

    QStringList statements;
    std::function<void(const migrations::Event &)> heard;
    std::function<bool()> cancel;
};

} // namespace tests
