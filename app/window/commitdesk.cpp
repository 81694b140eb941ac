// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/window/commitdesk.h"

#include "migrations/git/commit.h"
#include "widgets/commitdialog.h"

#include <QPointer>

#include <utility>

namespace app {

using migrations::Progress;
using migrations::ProjectState;
using migrations::Result;
using widgets::CommitDialog;

CommitDesk::CommitDesk(const widgets::Theme &theme, model::ProjectSession &session, QWidget *window)
    : QObject(window)
    , m_theme(theme)
    , m_session(session)
    , m_window(window)
{
}

void CommitDesk::ask()
{
    m_session.inspect(
        tr("Asking git what has changed"),
        [](const ProjectState &state, migrations::Journal *, Progress &) {
            return migrations::filesToCommit(state);
        },
        [this](const Result<std::vector<migrations::CommitFile>> &files) {
            if (!files)
                return failed(files.error());
            auto *dialog =
                new CommitDialog(m_theme, m_session.state().project.git.branch, *files, m_window);
            dialog->setAttribute(Qt::WA_DeleteOnClose);
            connect(dialog, &CommitDialog::stageRequested, this,
                [this, dialog](const QStringList &chosen) {
                    act(*dialog, tr("Staging"),
                        [chosen](const QString &folder, Progress &progress) {
                            return migrations::stageFiles(folder, chosen, progress);
                        });
                });
            connect(dialog, &CommitDialog::commitRequested, this,
                [this, dialog](const QStringList &chosen, const QString &message) {
                    act(*dialog, tr("Committing"),
                        [chosen, message](const QString &folder, Progress &progress) -> Result<> {
                            return migrations::commitFiles(folder, chosen, message, progress)
                                .map([](const QString &) {});
                        });
                });
            connect(dialog, &QDialog::rejected, &m_session, &model::ProjectSession::stopInspecting);
            dialog->open();
        });
}

// The dialog stays until git has agreed, so that a hook's answer can be followed.
void CommitDesk::act(CommitDialog &dialog, const QString &sentence, Act act)
{
    m_session.inspect(
        sentence,
        [act = std::move(act)](const ProjectState &state, migrations::Journal *,
            Progress &progress) { return act(state.project.git.root, progress); },
        [this, shown = QPointer(&dialog)](const Result<> &done) {
            if (!done)
                return shown ? shown->setRefused(done.error()) : failed(done.error());
            if (shown)
                shown->accept();
            Q_EMIT committed();
        });
}

} // namespace app
