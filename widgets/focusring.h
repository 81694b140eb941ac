// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/theme.h"

#include <QFocusFrame>

namespace widgets {

// The 2 px ring, 1 px outside whichever button has the focus (LOOK.md 8). Inputs and lists show
// theirs themselves.
class FocusRing : public QFocusFrame
{
    Q_OBJECT
public:
    explicit FocusRing(const Theme &theme);
    void follow(QWidget *focused); // null, or not a button: hidden

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
};

} // namespace widgets
