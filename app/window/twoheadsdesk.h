// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/projectsession.h"
#include "widgets/twoheadspage.h"

namespace app {

// What the page of two heads shows: read on the engine's thread, read anew with the state, and the
// proof that is run when it is asked for.
class TwoHeadsDesk : public QObject
{
    Q_OBJECT
public:
    TwoHeadsDesk(widgets::TwoHeadsPage &page, model::ProjectSession &session, QObject *parent);

    void show(const QString &mine = {}, const QString &theirs = {});
    void showAgain(); // the same pair, where both still are heads
    void prove();

Q_SIGNALS:
    void shown();
    void gone(); // there is one head now
    void failed(const migrations::Error &error);

private:
    void take(const migrations::TwoHeads &heads);
    void readTouches();
    void endStoppedProof();

    widgets::TwoHeadsPage &m_page;
    model::ProjectSession &m_session;
    migrations::TwoHeads m_heads;
    bool m_proving = false;
};

} // namespace app
