// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/operations/dataloss.h"
#include "widgets/icons.h"
#include "widgets/theme.h"

#include <QFrame>

class QLabel;

namespace widgets {

// What a plan loses: tables and columns with the rows and values in them, the largest first. Object
// name "losses".
class LossCard : public QFrame
{
    Q_OBJECT
public:
    explicit LossCard(const Theme &theme, QWidget *parent = nullptr);
    void setWorking(); // it is being worked out
    void setLoss(const migrations::DataLoss &loss);

private:
    void show(Icon sign, const QColor &colour, const QString &title, const QString &text);
    void addLines(const migrations::DataLoss &loss);
    void restyle();

    const Theme &m_theme;
    std::optional<migrations::DataLoss> m_loss;
    QLabel *m_sign = nullptr;
    QLabel *m_title = nullptr;
    QLabel *m_text = nullptr;
    QLabel *m_lines = nullptr;
};

} // namespace widgets
