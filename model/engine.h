// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/operations/operation.h"

#include <QObject>

#include <optional>

namespace model {

// What work on the engine's thread may use: the journal, opened once, and an Alembic that was
// started ahead for the project on screen. Lives and dies on that thread.
class Engine final : public QObject
{
    Q_OBJECT
public:
    Engine();
    ~Engine() override;

    // What was found when Python was looked for.
    struct Readiness
    {
        std::optional<migrations::Interpreter> interpreter;
        std::optional<migrations::ProjectState> learned; // what only Python could say
        std::optional<migrations::Error> problem;
    };

    // The journal, or why there is none.
    migrations::Result<migrations::Journal *> journal();

    // Starts the project's Alembic, asks it what the text of the files could not say, and lets a
    // fresh one load the scripts.
    Readiness warmUp(const migrations::ProjectState &state, migrations::Progress &progress);
    // The one that was started ahead, if it was for this project and environment and still lives.
    std::optional<migrations::Alembic> takeWarm(const migrations::ProjectState &state);
    void coolDown();

private:
    std::optional<migrations::Journal> m_journal;
    std::optional<migrations::Alembic> m_warm;
    QString m_warmFor;
};

} // namespace model
