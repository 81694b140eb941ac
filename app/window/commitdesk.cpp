// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/window/commitdesk.h"

#include "migrations/git/commit.h"
#include "widgets/commitdialog.h"

#include <utility>

namespace app {

using migrations::LifecycleKind;
using migrations::LifecycleReport;
using migrations::Outcome;
using migrations::Progress;
using migrations::ProjectState;
using migrations::Result;
using widgets::CommitDialog;

namespace {

LifecycleReport reportOf(const Result<> &done)
{
    LifecycleReport report {.kind = LifecycleKind::Commit, .outcome = Outcome::Done};
    if (done)
        return report;
    report.outcome = Outcome::RolledBack;
    report.cancelled = done.error().kind == migrations::ErrorKind::Cancelled;
    report.sentence =
        report.cancelled ? CommitDesk::tr("Git was stopped") : CommitDesk::tr("Git did not do it");
    report.nextAction = done.error().message;
    report.error = done.error();
    return report;
}

} // namespace

CommitDesk::CommitDesk(const widgets::Theme &theme, model::ProjectSession &session, QWidget *window)
    : QObject(window)
    , m_theme(theme)
    , m_session(session)
    , m_window(window)
{
    connect(&m_session, &model::ProjectSession::lifecycleFinished, this, &CommitDesk::end);
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
            m_dialog =
                new CommitDialog(m_theme, m_session.state().project.git.branch, *files, m_window);
            m_dialog->setAttribute(Qt::WA_DeleteOnClose);
            connect(
                m_dialog, &CommitDialog::stageRequested, this, [this](const QStringList &chosen) {
                    act(tr("Staging in git"), [chosen](const QString &folder, Progress &progress) {
                        return migrations::stageFiles(folder, chosen, progress);
                    });
                });
            connect(m_dialog, &CommitDialog::commitRequested, this,
                [this](const QStringList &chosen, const QString &message) {
                    act(tr("Committing in git"),
                        [chosen, message](const QString &folder, Progress &progress) -> Result<> {
                            return migrations::commitFiles(folder, chosen, message, progress)
                                .map([](const QString &) {});
                        });
                });
            m_dialog->open();
        });
}

void CommitDesk::act(const QString &sentence, Act act)
{
    if (m_session.running() && m_dialog)
        return m_dialog->setRefused({migrations::ErrorKind::Refused,
            tr("An operation is running. Wait for its end, then commit."), {}, {}});
    m_session.runLifecycle(LifecycleKind::Commit, sentence,
        [act = std::move(act), sentence](
            const ProjectState &state, migrations::Journal &, Progress &progress) {
            progress.report({.kind = migrations::Event::Kind::Phase, .text = sentence});
            return reportOf(act(state.project.git.root, progress));
        });
}

// The dialog stays until git has agreed, so that a hook's answer can be followed.
void CommitDesk::end(const LifecycleReport &report)
{
    if (report.kind != LifecycleKind::Commit || !m_dialog)
        return;
    if (report.error)
        m_dialog->setRefused(*report.error);
    else
        m_dialog->accept();
}

} // namespace app
