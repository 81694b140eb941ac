// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Makes the database of a project anew and is killed by itself, as by kill -9, when a stage is in
// the journal: before the side effect that it announces, or in the middle of it.
// Arguments: FOLDER STAGE before|during.

#include "migrations/operations/recreateoperation.h"

#include <QCoreApplication>

#include <csignal>
#include <cstdio>

using namespace Qt::StringLiterals;
using namespace migrations;

namespace {

class Killer final : public Progress
{
public:
    Killer(QString stage, bool during)
        : m_stage(std::move(stage))
        , m_during(during)
    {
    }
    void report(const Event &) override { look(); }
    bool cancelled() override
    {
        look();
        return false;
    }

private:
    void look()
    {
        const auto entries = m_journal.entries({}, 5);
        if (!entries)
            return;
        for (const JournalEntry &entry : *entries) {
            if (entry.ended.isValid() || entry.stages.empty()
                || entry.stages.back().name != m_stage)
                continue;
            if (!m_during || ++m_looks > 1)
                ::raise(SIGKILL);
        }
    }

    const QString m_stage;
    const bool m_during;
    int m_looks = 0;
    Journal m_journal = Journal::open().value();
};

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    NoProgress quiet;
    const ProjectState state =
        withDatabase(readProjectState(arguments.at(1), {}, quiet).value(), quiet);
    const auto plan = planRecreate(state, quiet);
    if (!plan) {
        std::fprintf(stderr, "%s\n", qPrintable(plan.error().message));
        return 3;
    }
    Journal journal = Journal::open().value();
    Killer killer(arguments.at(2), arguments.at(3) == u"during"_s);
    const LifecycleReport report = recreateDatabase(state, *plan, journal, killer);
    std::fprintf(
        stderr, "%s %s\n", qPrintable(outcomeName(report.outcome)), qPrintable(report.sentence));
    return report.outcome == Outcome::Done ? 0 : 2;
}
