// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/icons.h"
#include "widgets/theme.h"

#include <QWidget>

namespace widgets {

// A word on the soft fill of its meaning ("pending"), with its sign.
class StatePill : public QWidget
{
    Q_OBJECT
public:
    explicit StatePill(const Theme &theme, QWidget *parent = nullptr);
    void setContent(const QString &word, Icon icon, MeaningColours Tokens::*meaning);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    QString m_word;
    Icon m_icon = Icon::Unknown;
    MeaningColours Tokens::*m_meaning = &Tokens::unknown;
};

MeaningColours Tokens::*meaningOf(migrations::RevisionState state);
QString stateWord(migrations::RevisionState state); // translated

} // namespace widgets
