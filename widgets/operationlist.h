// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/journalmodel.h"
#include "widgets/icons.h"
#include "widgets/theme.h"

#include <QListView>

namespace widgets {

// Operations in two lines each: what, then where, how far and when. Object name "operations".
class OperationList : public QListView
{
    Q_OBJECT
public:
    OperationList(const Theme &theme, model::JournalModel &journal, QWidget *parent = nullptr);
    // Second line of the one that runs: "production, step 3 of 4, 46 s".
    void setRunningText(const QString &text);
    void turn(int degrees); // its arc

Q_SIGNALS:
    void operationChosen(qint64 id, bool running);

protected:
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;

private:
    class Delegate;
    Delegate *m_delegate = nullptr;
};

// What an operation of the journal's kind looks like.
Icon operationIcon(const QString &kind);

} // namespace widgets
