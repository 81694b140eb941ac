// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/tour/stage.h"

namespace app {

// The main job, as a person does it: opens the sample project, reads its plan, upgrades it while
// somebody holds a lock, rolls one revision back, upgrades again. True only when the database was
// read back where it should be each time.
class MainJob
{
public:
    MainJob(Stage &stage, const SampleProject &sample)
        : m_stage(stage)
        , m_sample(sample)
    {
    }
    bool run();

private:
    QStringList rows() const;
    bool standsAt(const char *what, const QString &expected);
    bool open();
    bool readPlan();
    bool upgradeBehindLock();
    bool rollBack();
    bool upgradeAgain();

    Stage &m_stage;
    const SampleProject &m_sample;
};

} // namespace app
