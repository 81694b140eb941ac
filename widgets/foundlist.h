// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/operations/ghosts.h"
#include "widgets/theme.h"

#include <QListWidget>

namespace widgets {

// The scripts that were found of ghosts, and what was found nowhere: revision, message, and where
// it is from. Object name "foundScripts".
class FoundList : public QListWidget
{
    Q_OBJECT
public:
    explicit FoundList(const Theme &theme, QWidget *parent = nullptr);
    void setSearch(const migrations::GhostSearch &search);

private:
    class Delegate;
};

} // namespace widgets
