// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/filefacts.h"
#include "model/scriptchanges.h"

#include <QObject>

namespace widgets {
class ChangesPane;
} // namespace widgets

namespace app {

class ScriptDesk;

// What the Changes tab compares: the chosen script, with its text that is not saved yet, and what a
// person chose to see beside it. Their choice stays while it exists.
class ChangesDesk : public QObject
{
    Q_OBJECT
public:
    ChangesDesk(widgets::ChangesPane &pane, model::FileFactsReader &reader,
        const ScriptDesk &scripts, QObject *parent);

    // project: memoryKey().
    void show(const QString &project, const QString &path, const QString &revision);
    void showNothing(const QString &sentence);

private:
    void read();
    void ask(const model::ChangesRequest &request);

    widgets::ChangesPane &m_pane;
    model::FileFactsReader &m_reader;
    const ScriptDesk &m_scripts;
    QString m_project;
    QString m_path;
    QString m_revision;
    std::optional<model::OtherScript> m_wanted;
};

} // namespace app
