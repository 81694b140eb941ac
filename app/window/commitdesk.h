// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/projectsession.h"
#include "widgets/theme.h"

#include <QPointer>
#include <QStringList>

namespace widgets {
class CommitDialog;
}

namespace app {

// Asks what goes into a commit, and lets git make it on the engine's thread: once it is begun it is
// an operation like others, which goes on when the dialog is closed.
class CommitDesk : public QObject
{
    Q_OBJECT
public:
    CommitDesk(const widgets::Theme &theme, model::ProjectSession &session, QWidget *window);
    void ask();

Q_SIGNALS:
    void failed(const migrations::Error &error);

private:
    using Act =
        std::function<migrations::Result<>(const QString &folder, migrations::Progress &progress)>;
    void act(const QString &sentence, Act act);
    void end(const migrations::LifecycleReport &report);

    const widgets::Theme &m_theme;
    model::ProjectSession &m_session;
    QWidget *m_window;
    QPointer<widgets::CommitDialog> m_dialog;
};

} // namespace app
