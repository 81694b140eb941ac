// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/theme.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace widgets {

// One sentence and one button, centred (LOOK.md 8).
class EmptyState : public QWidget
{
    Q_OBJECT
public:
    explicit EmptyState(const Theme &theme, QWidget *parent = nullptr);
    void setContent(const QString &sentence, const QString &buttonText = {}); // empty: no button

Q_SIGNALS:
    void buttonClicked();

private:
    const Theme &m_theme;
    QLabel *m_sentence = nullptr;
    QPushButton *m_button = nullptr;
};

} // namespace widgets
