// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/window/ghostdesk.h"

#include "app/window/windowtext.h"
#include "migrations/operations/ghostrollback.h"
#include "migrations/operations/ghoststamp.h"

#include <QDir>

namespace app {

using namespace Qt::StringLiterals;
using migrations::FileReport;
using migrations::GhostSearch;
using migrations::Journal;
using migrations::Progress;
using migrations::ProjectState;
using migrations::Result;
using Content = widgets::GhostPage::Content;

namespace {

Content contentOf(const ProjectState &state, const GhostSearch &search)
{
    const auto rows = migrations::rowsWithoutGhosts(state, search);
    const QString versions = state.project.versionLocations.value(0);
    return {.search = search,
        .database = placeOf(state).database,
        .versions = QDir(state.project.root).relativeFilePath(versions),
        .stampRows = rows ? std::optional(*rows) : std::nullopt};
}

} // namespace

GhostDesk::GhostDesk(widgets::GhostPage &page, model::ProjectSession &session, QObject *parent)
    : QObject(parent)
    , m_page(page)
    , m_session(session)
{
}

void GhostDesk::find()
{
    m_session.inspect(
        tr("Looking for the file in git and among what ran from here"),
        [](const ProjectState &state, Journal *journal, Progress &progress) -> Result<Content> {
            if (!journal)
                return migrations::failure(migrations::ErrorKind::File,
                    tr("The journal cannot be read, and it is one of the places to look in."));
            return migrations::findGhosts(state, *journal, progress)
                .map([&](const GhostSearch &search) { return contentOf(state, search); });
        },
        [this](const Result<Content> &content) {
            if (content)
                take(*content);
            else
                Q_EMIT failed(content.error());
        });
}

void GhostDesk::take(const Content &content)
{
    m_search = content.search;
    m_files = m_session.state().files;
    m_page.setContent(content);
    Q_EMIT shown();
}

void GhostDesk::showAgain()
{
    const ProjectState &state = m_session.state();
    if (state.standing.ghosts.isEmpty())
        return gone();
    if (state.standing.ghosts != m_search.ghosts)
        return find();
    if (state.files == m_files)
        return;
    m_files = state.files;
    m_session.inspect(
        {},
        [search = m_search](
            const ProjectState &now, Journal *, Progress &) { return contentOf(now, search); },
        [this](const Content &content) { m_page.setContent(content); });
}

void GhostDesk::restore()
{
    m_session.inspect(
        tr("Restoring the file"),
        [search = m_search](
            const ProjectState &state, Journal *journal, Progress &) -> Result<FileReport> {
            if (!journal)
                return migrations::failure(migrations::ErrorKind::File,
                    tr("Nothing was changed: the journal cannot be written."));
            return migrations::restoreGhosts(state, search, *journal);
        },
        [this](const Result<FileReport> &report) {
            if (report)
                Q_EMIT changed(*report);
            else
                Q_EMIT failed(report.error());
        });
}

void GhostDesk::rollBack()
{
    using Wanted = Result<migrations::GhostRollback>;
    m_session.inspect(
        tr("Trying the script as it was found"),
        [search = m_search](const ProjectState &state, Journal *, Progress &progress) -> Wanted {
            return migrations::planGhostRollback(state, search, progress);
        },
        [this](const Wanted &wanted) {
            if (!wanted)
                return failed(wanted.error());
            m_session.offerPlan(wanted->state,
                {.kind = migrations::OperationKind::Downgrade,
                    .targets = {wanted->plan.target},
                    .plan = wanted->plan,
                    .identity = wanted->state.database->identity});
        });
}

void GhostDesk::stamp(const QString &chosen)
{
    if (!m_search.missing.isEmpty() && chosen.isEmpty())
        return targetWanted();
    offerStamp([search = m_search, chosen](const ProjectState &state) {
        return migrations::planGhostStamp(state, search, chosen);
    });
}

void GhostDesk::stampTo(const QString &revision)
{
    offerStamp([revision](const ProjectState &state) {
        return migrations::planStampOverGhosts(state, revision);
    });
}

void GhostDesk::offerStamp(StampPlan plan)
{
    using Wanted = Result<migrations::OperationRequest>;
    m_session.inspect(
        {},
        [plan = std::move(plan)](
            const ProjectState &state, Journal *, Progress &) { return plan(state); },
        [this](const Wanted &wanted) {
            if (wanted)
                m_session.offerPlan(m_session.state(), *wanted);
            else
                Q_EMIT failed(wanted.error());
        });
}

} // namespace app
