// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "model/revisiontablemodel.h"
#include "widgets/theme.h"

#include <QWidget>

#include <vector>

namespace widgets {

// A few revisions as the table would paint them: lanes, message, badges. Nothing to click.
class MiniGraph : public QWidget
{
    Q_OBJECT
public:
    struct Row
    {
        QString message;
        migrations::LaneRow lanes;
        migrations::RevisionState state = migrations::RevisionState::Applied;
        bool merge = false;
        bool base = false;
        QVector<model::Badge> badges;
        bool quiet = false; // somebody else's: its message is secondary
    };
    enum class Words { State, None }; // whether what is pending also says so

    MiniGraph(const Theme &theme, std::vector<Row> rows, QWidget *parent = nullptr);
    void setRows(std::vector<Row> rows);
    void setWords(Words words);
    // What it lies on; the sunken colour unless set.
    void setGround(QColor Tokens::*ground);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    int rowHeight() const;
    int laneCount() const;
    void paintRow(QPainter &painter, const QRect &rect, const Row &row) const;

    const Theme &m_theme;
    std::vector<Row> m_rows;
    Words m_words = Words::State;
    QColor Tokens::*m_ground = &Tokens::sunken;
};

} // namespace widgets
