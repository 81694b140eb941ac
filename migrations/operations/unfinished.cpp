// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/operations/unfinished.h"

#include "migrations/operations/fileoperation.h"
#include "migrations/operations/lifecyclerun.h"
#include "migrations/operations/readback.h"

#include <tuple>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

Plan planOf(const JournalEntry &entry)
{
    Plan plan {.target = entry.target, .rowsBefore = entry.rowsBefore};
    for (const JournalStep &step : entry.steps)
        plan.steps.push_back(step.step);
    return plan;
}

UnfinishedFinding unknown(const JournalEntry &entry, const QString &why, const QString &next)
{
    return {.id = entry.id,
        .sentence = u"The %1 never ended, and %2"_s.arg(entry.kind, why),
        .nextAction = next};
}

UnfinishedFinding unfinishedFiles(const JournalEntry &entry)
{
    const QStringList names = filesToldIn(entry);
    return unknown(entry,
        names.isEmpty() ? u"it had changed no file yet"_s
                        : u"it may have changed %1"_s.arg(names.join(u", "_s)),
        u"spiritsafe migration undo takes back what it has changed."_s);
}

// Its version rows say nothing of how far it came; its stages do.
UnfinishedFinding interrupted(const JournalEntry &entry)
{
    const QString stage = entry.stages.empty()
        ? u"it had changed nothing yet"_s
        : u"the last stage it announced is \"%1\""_s.arg(entry.stages.back().name);
    return {.id = entry.id,
        .sentence = u"The %1 of %2 never ended; %3"_s.arg(entry.kind, entry.database, stage),
        .nextAction = u"See what it left, and finish or undo it: spiritsafe db info, then "
                      "spiritsafe db undo."_s};
}

QString howMuch(int in, std::size_t all)
{
    if (in == 0)
        return u"none of its steps is in"_s;
    return std::size_t(in) == all ? u"all of its steps are in"_s
                                  : u"%1 of its %2 steps are in"_s.arg(in).arg(all);
}

// The same URL in the same environment, and yet another database.
bool isMadeAnew(const JournalEntry &entry, const ProjectState &state)
{
    const Environment *environment = state.environment();
    return environment != nullptr && environment->url && environment->name == entry.environment
        && environment->url->display() == entry.database;
}

QString nextOf(const JournalEntry &entry)
{
    if (entry.kind == operationName(OperationKind::UndoStamp))
        return u"Undo again: it goes on with the rows that are missing (spiritsafe migration "
               "undo)."_s;
    return u"Run it again: it goes on with the steps that are missing."_s;
}

Outcome outcomeOf(int in, std::size_t all)
{
    if (in == 0)
        return Outcome::RolledBack;
    return std::size_t(in) == all ? Outcome::Done : Outcome::Partly;
}

} // namespace

UnfinishedFinding judgeUnfinished(const JournalEntry &entry, const Result<DatabaseReading> &reading)
{
    if (lifecycleFromName(entry.kind))
        return interrupted(entry);
    if (fileOperationFromName(entry.kind))
        return unfinishedFiles(entry);
    if (!reading)
        return unknown(entry, u"its database cannot be read now: %1"_s.arg(reading.error().message),
            u"When it answers again, look at the journal again."_s);
    if (reading->identity.key() != entry.identity)
        return unknown(entry,
            u"its environment now leads to another database than %1"_s.arg(entry.database),
            u"Set DATABASE_URL back to see what it left."_s);
    const std::optional<int> in = stepsIn(planOf(entry), reading->rows);
    UnfinishedFinding finding {.id = entry.id, .rows = reading->rows, .stepsIn = in};
    const QString rows =
        reading->rows.isEmpty() ? u"no revision (base)"_s : reading->rows.join(u", "_s);
    if (!in) {
        finding.sentence =
            u"The %1 never ended, and the database stands at %2, which is no state of its plan"_s
                .arg(entry.kind, rows);
        finding.nextAction = u"Something else ran since. Look at where the database stands."_s;
        return finding;
    }
    finding.outcome = outcomeOf(*in, entry.steps.size());
    finding.sentence = u"The %1 never ended; %2, the database stands at %3"_s.arg(
        entry.kind, howMuch(*in, entry.steps.size()), rows);
    if (finding.outcome != Outcome::Done)
        finding.nextAction = nextOf(entry);
    return finding;
}

UnfinishedFinding findUnfinished(const JournalEntry &entry, ProjectState state)
{
    if (state.project.environment(entry.environment) == nullptr)
        return unknown(entry, u"its environment %1 is no more"_s.arg(entry.environment),
            u"Bring it back to see what it left."_s);
    state.environmentName = entry.environment;
    NoProgress quiet;
    const ProjectState read = withDatabase(std::move(state), quiet);
    if (read.databaseError)
        return judgeUnfinished(entry, tl::unexpected(*read.databaseError));
    return judgeUnfinished(entry, *read.database);
}

void settleUnfinished(Journal &journal, const ProjectState &state)
{
    if (!state.database)
        return;
    Result<std::vector<JournalEntry>> open = journal.unfinished(memoryKey(state.project));
    if (!open)
        return;
    for (JournalEntry &entry : *open) {
        if (lifecycleFromName(entry.kind)
            || (entry.identity != state.database->identity.key() && !isMadeAnew(entry, state)))
            continue;
        const UnfinishedFinding finding = judgeUnfinished(entry, *state.database);
        entry.ended = QDateTime::currentDateTimeUtc();
        entry.outcome = outcomeName(finding.outcome);
        entry.sentence = finding.sentence;
        entry.rowsAfter = state.database->rows;
        for (std::size_t i = 0; i < entry.steps.size(); ++i)
            entry.steps[i].inDatabase = int(i) < finding.stepsIn.value_or(0);
        std::ignore = journal.finish(entry); // stays unfinished, and is told again
    }
}

} // namespace migrations
