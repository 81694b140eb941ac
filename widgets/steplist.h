// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/stepmodel.h"
#include "widgets/theme.h"

#include <QListView>

namespace widgets {

// The steps of an operation, in run order: sign, revision, message, state and time. Numbered rows
// are a plan's, in two lines.
class StepList : public QListView
{
    Q_OBJECT
public:
    enum class Look { Progress, Plan };
    StepList(const Theme &theme, model::StepModel &steps, Look look, QWidget *parent = nullptr);
    void turn(int degrees); // the arc of the step that runs

Q_SIGNALS:
    void stepChosen(int row);

protected:
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;

private:
    model::StepModel &m_steps;
    int m_turn = 0;
};

} // namespace widgets
