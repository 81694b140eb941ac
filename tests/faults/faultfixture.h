// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/operations/operation.h"
#include "tests/support/alembicproject.h"
#include "tests/support/testserver.h"

#include <atomic>
#include <functional>

namespace tests {

// Listens to a run; may act in the middle of it, and cancel it.
class Listener final : public migrations::Progress
{
public:
    void report(const migrations::Event &event) override;
    bool cancelled() override { return cancel; }
    int count(migrations::Event::Kind kind) const;
    QString all(migrations::Event::Kind kind) const; // their texts, a line each

    std::vector<migrations::Event> events;
    std::function<void(const migrations::Event &)> onEvent;
    std::atomic<bool> cancel = false;
};

// Trusted, with its database read.
migrations::ProjectState stateOf(const AlembicProject &project);
// Planned from the state and run; ends the program when it cannot be planned.
migrations::OperationReport runTo(const migrations::ProjectState &state,
    migrations::OperationKind kind, const QString &target, migrations::Progress &progress);
migrations::OperationReport upgrade(const AlembicProject &project, migrations::Progress &progress,
    const QString &target = QStringLiteral("head"));
migrations::OperationReport downgrade(const AlembicProject &project, migrations::Progress &progress,
    const QString &target = QStringLiteral("base"));

// What is really there, read past every proxy.
struct Truth
{
    QStringList rows; // of alembic_version; none also when there is no such table
    QStringList tables; // of the schema public, without it
    bool operator==(const Truth &) const = default;
    QString text() const;
};
Truth truthOf(const QString &url);

// A project whose step N makes one table, tN: then only these states are legal.
// How many steps of the chain are in; nullopt: a state outside the legal set.
std::optional<int> stepsInChain(const Truth &truth, const QStringList &ids);

QStringList invalidIndexes(const QString &url);
// Waits until no session of the application is left in the database; false: some is still there.
bool sessionsAreGone(const QString &url, const QString &applicationPattern);

// Qt Test ends a function after five minutes; on a busy machine a loop over all faults takes
// longer.
struct Patience
{
    Patience() { qputenv("QTEST_FUNCTION_TIMEOUT", "1500000"); }
};

QString described(const migrations::OperationReport &report);
// The figures that a test measured, in one line of its output.
void figure(const QString &text);

} // namespace tests

#define COMPARE_OUTCOME(report, expected)                                                          \
    QVERIFY2((report).outcome == (expected), qPrintable(tests::described(report)))
