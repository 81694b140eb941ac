// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/window/reapplyreport.h"

#include "migrations/operations/planrun.h"

#include <QCoreApplication>

namespace app {

using migrations::LifecycleReport;
using migrations::Outcome;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("app::ReapplyReport", text);
}

Outcome outcomeFrom(
    const migrations::ProjectState &before, const std::optional<migrations::ProjectState> &after)
{
    if (!after || !after->database)
        return Outcome::Unknown;
    const bool same = before.database && before.database->rows == after->database->rows
        && *before.files == *after->files;
    return same ? Outcome::RolledBack : Outcome::Partly;
}

QString sentenceOf(Outcome outcome)
{
    if (outcome == Outcome::RolledBack)
        return tr("Nothing was changed for good");
    return outcome == Outcome::Partly ? tr("Not everything could be taken back")
                                      : tr("Where the database stands is not known");
}

} // namespace

LifecycleReport reapplyReport(const migrations::ProjectState &before,
    const migrations::Result<migrations::FileReport> &result)
{
    migrations::NoProgress quiet;
    LifecycleReport report {.kind = migrations::LifecycleKind::Reapply};
    if (auto after = migrations::readAgain(before, quiet))
        report.state = *std::move(after);
    if (result) {
        report.journalId = result->journalId;
        report.outcome = Outcome::Done;
        report.sentence = result->sentence;
        return report;
    }
    report.outcome = outcomeFrom(before, report.state);
    report.cancelled = result.error().kind == migrations::ErrorKind::Cancelled;
    report.sentence = sentenceOf(report.outcome);
    report.nextAction = result.error().message;
    report.error = result.error();
    return report;
}

} // namespace app
