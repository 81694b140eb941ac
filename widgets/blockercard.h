// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/base/progress.h"
#include "widgets/theme.h"

#include <QFrame>

class QLabel;

namespace widgets {

// Who holds what we wait for: session, how long its transaction is open, what it runs.
class BlockerCard : public QFrame
{
    Q_OBJECT
public:
    explicit BlockerCard(const Theme &theme, QWidget *parent = nullptr);
    // Empty blockers: hides the card.
    void setBlockers(const std::vector<migrations::Blocker> &blockers, qint64 waitedMs);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    QLabel *m_title = nullptr;
    QLabel *m_waited = nullptr;
    QLabel *m_session = nullptr;
    QLabel *m_since = nullptr;
    QLabel *m_query = nullptr;
    QLabel *m_others = nullptr;
};

} // namespace widgets
