// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/journalmodel.h"
#include "widgets/theme.h"

#include <QTableView>

namespace widgets {

// Every operation ever run from here, a row each: what it was, its outcome as read back, where,
// when, how long, by whom. Object name "pastOperations".
class PastOperations : public QTableView
{
    Q_OBJECT
public:
    PastOperations(const Theme &theme, model::JournalModel &journal, QWidget *parent = nullptr);
};

} // namespace widgets
