// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/lifecycle/sessions.h"
#include "widgets/titledcard.h"

class QTableView;

namespace widgets {

class SessionItems;

// Who else is connected to a database, as it was when it was read: two lines a session.
class SessionList : public TitledCard
{
    Q_OBJECT
public:
    explicit SessionList(const Theme &theme, QWidget *parent = nullptr);
    void setSessions(const std::vector<migrations::DatabaseSession> &sessions);

private:
    void buildTable();
    void fitHeight();

    SessionItems *m_items = nullptr;
    QTableView *m_table = nullptr;
};

} // namespace widgets
