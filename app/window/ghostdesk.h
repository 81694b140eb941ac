// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/operations/fileoperation.h"
#include "model/projectsession.h"
#include "widgets/ghostpage.h"

#include <functional>

namespace app {

// What the page of ghosts shows, and what is asked for on it: looked for and tried on the engine's
// thread; a rollback or a stamp becomes the session's plan.
class GhostDesk : public QObject
{
    Q_OBJECT
public:
    GhostDesk(widgets::GhostPage &page, model::ProjectSession &session, QObject *parent);

    void find();
    void showAgain(); // with the state that is on screen now
    void restore();
    void rollBack();
    void stamp(const QString &chosen = {}); // chosen: the revision that the database really is
    void stampTo(const QString &revision); // of the table, whatever the ghosts stand on

Q_SIGNALS:
    void shown();
    void gone(); // every revision in the database has its file now
    void failed(const migrations::Error &error);
    void changed(const migrations::FileReport &report);
    void targetWanted(); // of a stamp: what the ghosts stand on is not known

private:
    void take(const widgets::GhostPage::Content &content);
    using StampPlan = std::function<migrations::Result<migrations::OperationRequest>(
        const migrations::ProjectState &)>;
    void offerStamp(StampPlan plan);

    widgets::GhostPage &m_page;
    model::ProjectSession &m_session;
    migrations::GhostSearch m_search;
    std::shared_ptr<const std::vector<migrations::RevisionFile>> m_files; // it was made of
};

} // namespace app
