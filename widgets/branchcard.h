// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/operations/twoheads.h"
#include "widgets/titledcard.h"

class QGridLayout;

namespace widgets {

// One of two branches: its revisions, newest first, with state, id, who wrote them and when.
class BranchCard : public TitledCard
{
    Q_OBJECT
public:
    BranchCard(const Theme &theme, const QString &title, QWidget *parent = nullptr);
    void setBranch(const migrations::HeadBranch &branch, const QString &where);

private:
    void rebuild();
    void add(QGridLayout &grid, const migrations::BranchRevision &revision);

    migrations::HeadBranch m_branch;
    QWidget *m_rows = nullptr;
};

} // namespace widgets
