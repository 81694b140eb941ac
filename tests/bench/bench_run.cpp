// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Upgrades a trusted project by one revision with a helper that was started ahead, as the window
// does: {"milliseconds"} from the click to the outcome that was read back.

#include "migrations/operations/operation.h"

#include <QCoreApplication>
#include <QElapsedTimer>

#include <cstdio>

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    migrations::NoProgress progress;
    const auto files = migrations::readProjectState(application.arguments().value(1), {}, progress);
    if (!files)
        qFatal("%s", qPrintable(files.error().message));
    const auto state = migrations::withDatabase(*files, progress);
    auto warm = migrations::startAlembic(state, progress);
    if (!warm)
        qFatal("%s", qPrintable(warm.error().message));
    if (const auto prepared = warm->prepare(progress); !prepared)
        qFatal("%s", qPrintable(prepared.error().message));
    const QStringList targets {QStringLiteral("+1")};
    const auto plan = migrations::planOperation(state, migrations::OperationKind::Upgrade, targets);
    if (!plan)
        qFatal("%s", qPrintable(plan.error().message));
    auto journal = migrations::Journal::open();
    if (!journal)
        qFatal("%s", qPrintable(journal.error().message));
    QElapsedTimer timer;
    timer.start();
    const auto report = migrations::runOperation(state,
        {.targets = targets, .plan = *plan, .identity = state.database->identity}, *journal,
        std::move(*warm), progress);
    const double milliseconds = static_cast<double>(timer.nsecsElapsed()) / 1e6;
    if (report.outcome != migrations::Outcome::Done)
        qFatal("%s", qPrintable(report.sentence));
    std::printf("{\"milliseconds\":%.3f}\n", milliseconds);
    return 0;
}
