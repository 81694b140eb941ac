// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/theme.h"

#include <QWidget>

namespace widgets {

// How far something is: a thin bar, filled from the left.
class MeterBar : public QWidget
{
    Q_OBJECT
public:
    explicit MeterBar(const Theme &theme, QWidget *parent = nullptr);
    void setPercent(int percent); // 0 to 100; -1: not known, an empty bar
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    int m_percent = -1;
};

} // namespace widgets
