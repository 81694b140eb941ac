// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/operations/databaselook.h"

namespace migrations {

namespace {

class Stoppable final : public Progress
{
public:
    explicit Stoppable(const std::atomic<bool> &stopped)
        : m_stopped(stopped)
    {
    }
    void report(const Event &) override { }
    bool cancelled() override { return m_stopped; }

private:
    const std::atomic<bool> &m_stopped;
};

} // namespace

DatabaseLook::DatabaseLook(const ProjectState &state, Wanted wanted)
    : m_table(state.memory.versionTable)
    , m_reading([this, state, wanted] {
        Stoppable progress(m_stopped);
        return readDatabaseOf(state, progress, wanted);
    })
{
}

DatabaseLook::~DatabaseLook()
{
    m_stopped = true;
}

const Result<DatabaseReading> &DatabaseLook::reading(Progress &progress)
{
    if (m_read)
        return *m_read;
    while (!m_reading.isReadyWithin(std::chrono::milliseconds(50)))
        m_stopped = m_stopped || progress.cancelled();
    return m_read.emplace(m_reading.take());
}

} // namespace migrations
