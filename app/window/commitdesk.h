// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/projectsession.h"
#include "widgets/theme.h"

#include <QStringList>

namespace widgets {
class CommitDialog;
}

namespace app {

// Asks what goes into a commit, and lets git make it on the engine's thread.
class CommitDesk : public QObject
{
    Q_OBJECT
public:
    CommitDesk(const widgets::Theme &theme, model::ProjectSession &session, QWidget *window);
    void ask();

Q_SIGNALS:
    void failed(const migrations::Error &error);
    void committed();

private:
    using Act =
        std::function<migrations::Result<>(const QString &folder, migrations::Progress &progress)>;
    void act(widgets::CommitDialog &dialog, const QString &sentence, Act act);

    const widgets::Theme &m_theme;
    model::ProjectSession &m_session;
    QWidget *m_window;
};

} // namespace app
