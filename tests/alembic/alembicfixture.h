// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/alembic/alembic.h"
#include "tests/support/alembicproject.h"

#include <functional>

namespace tests {

// Keeps all events; cancels, or does anything else, when a test says so.
class Recorder final : public migrations::Progress
{
public:
    void report(const migrations::Event &event) override;
    bool cancelled() override { return cancel && cancel(); }

    std::vector<migrations::Event> of(migrations::Event::Kind kind) const;
    QStringList texts(migrations::Event::Kind kind) const;
    bool has(migrations::Event::Kind kind) const { return !of(kind).empty(); }

    std::vector<migrations::Event> events;
    std::function<void(const migrations::Event &)> seen;
    std::function<bool()> cancel;
};

// The interpreter under test: SPIRITSAFE_TEST_PYTHON, or the system's.
QString testPython();

// An env.py of Alembic's asynchronous template.
QByteArray asyncEnvPy();

// A project opened without reading it, and its Alembic; ends the program when it does not start.
migrations::Alembic alembicOf(const AlembicProject &project, const QString &url);

// Steps in one direction; each with its only row after it, "" for none.
migrations::Plan plan(migrations::Direction direction, const QStringList &rowsBefore,
    const std::vector<std::pair<QString, QString>> &steps);
// The chain 0001 … to 000`count`, from an empty database.
migrations::Plan chainPlan(int count);

// What a run of this plan expects of the database the project is connected to.
migrations::RunRequest request(
    migrations::Alembic &alembic, const migrations::Plan &plan, const QStringList &targets);

QStringList versionRows(const QString &url); // "no table" when there is none
QStringList tables(const QString &url); // of the schema public, sorted, without alembic_version

} // namespace tests
