// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/theme.h"

#include <QToolButton>

namespace app {

// Looks like an input and opens the command palette. Object name "commandBox".
class CommandBox : public QToolButton
{
    Q_OBJECT
public:
    CommandBox(const widgets::Theme &theme, const QString &shortcut, QWidget *parent = nullptr);
    QSize sizeHint() const override;
    void setCompact(bool compact); // its sign alone: for narrow windows

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const widgets::Theme &m_theme;
    QString m_shortcut;
    bool m_compact = false;
};

} // namespace app
