// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/review/touches.h"
#include "widgets/titledcard.h"

class QGridLayout;

namespace widgets {

// What two branches do to each object, and whether that goes together. Object name "touches".
class TouchCard : public TitledCard
{
    Q_OBJECT
public:
    explicit TouchCard(const Theme &theme, QWidget *parent = nullptr);
    void setTouches(const std::vector<migrations::SharedTouch> &touches);

private:
    void rebuild();
    void addHead(QGridLayout &grid);
    void add(QGridLayout &grid, const migrations::SharedTouch &touch);
    QWidget *verdict(const migrations::SharedTouch &touch);

    std::vector<migrations::SharedTouch> m_touches;
    QWidget *m_rows = nullptr;
};

} // namespace widgets
