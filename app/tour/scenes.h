// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/tour/stage.h"

namespace app {

// What the main job does not come by: a step that fails, ghosts, two heads, production, a database
// out of reach … Each is made for real, in a project of its own with a copy of the sample's
// database.
class Scenes
{
public:
    Scenes(Stage &stage, SampleProject &sample)
        : m_stage(stage)
        , m_sample(sample)
    {
    }
    bool prepare(); // before the sample's database moves
    bool run();

private:
    QString project(const char *scene) const;
    bool make(const char *scene, const QString &databaseUrl, bool trusted = true) const;
    bool copyDatabase(const QString &name);

    bool sample();
    bool palette();
    bool failingStep();
    bool twoHeadsAndGhost();
    bool findGhost();
    bool changes();
    bool compareHeads();
    bool editScript();
    bool production();
    bool narrow();
    bool unreachable();
    bool untrusted();
    bool severalConfigurations();
    bool brokenFile();
    bool longHistory();

    // databasescenes.cpp
    bool wholeDatabase();
    bool openStaging();
    bool backUp();
    bool lookAtReset();
    bool makeAnewAndPutBack();
    bool agree(const char *action, const QString &picture);
    bool ended(migrations::LifecycleKind kind);
    bool changeModels();
    bool compares() const;

    Stage &m_stage;
    SampleProject &m_sample;
    QTemporaryDir m_folder;
};

} // namespace app
