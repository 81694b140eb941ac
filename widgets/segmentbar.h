// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/theme.h"

#include <QWidget>

namespace widgets {

// One segment a step: done, the one that runs (or waits), to do. Many steps: one bar.
class SegmentBar : public QWidget
{
    Q_OBJECT
public:
    explicit SegmentBar(const Theme &theme, QWidget *parent = nullptr);

    struct Content
    {
        int steps = 0;
        int done = 0;
        bool running = false;
        bool waiting = false;
        bool undone = false; // what was done is not in the database
        bool operator==(const Content &) const = default;
    };
    void setContent(const Content &content);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QColor colour(int segment) const;

    const Theme &m_theme;
    Content m_content;
};

} // namespace widgets
