// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/lifecycle/backupstore.h"
#include "widgets/tierdialog.h"

class QLabel;
class QPushButton;
class QSpinBox;

namespace widgets {

// Which backups are kept; what the rule lets go is named before it goes. Object name "prune".
class PruneDialog : public TierDialog
{
    Q_OBJECT
public:
    PruneDialog(const Theme &theme, const Place &place,
        const std::vector<migrations::Backup> &newestFirst, QWidget *parent = nullptr);
    std::vector<migrations::Backup> going() const { return m_going; }

private:
    void showGoing();

    std::vector<migrations::Backup> m_backups;
    std::vector<migrations::Backup> m_going;
    QSpinBox *m_newest = nullptr;
    QSpinBox *m_days = nullptr;
    QLabel *m_list = nullptr;
    QPushButton *m_yes = nullptr;
};

} // namespace widgets
