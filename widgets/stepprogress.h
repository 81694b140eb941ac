// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/stepmodel.h"
#include "widgets/theme.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QPushButton;

namespace widgets {

class MeterBar;
class SegmentBar;
class StepList;

// One operation, running or past: title, bar of segments, steps, the statement that runs and the
// index it builds, Cancel and what it will do. Object name "progress".
class StepProgress : public QWidget
{
    Q_OBJECT
public:
    explicit StepProgress(const Theme &theme, QWidget *parent = nullptr);

    void start(const model::ProjectSession::Running &running,
        const migrations::RevisionGraph &graph, const QString &title);
    void show(const model::ProjectSession::Running &running);
    void show(const migrations::JournalEntry &entry, const migrations::RevisionGraph &graph);
    void showNothing();
    void turn(int degrees); // the arc of the step that runs
    // "step 3 of 4, 46 s"
    QString runningText() const;

Q_SIGNALS:
    void cancelRequested();

private:
    QWidget *buildIndex(const Theme &theme);
    void showLifecycle(const model::ProjectSession::Running &running);
    void showCancel(const model::ProjectSession::Running &running);
    void showTimes();
    void showIndex(const std::optional<migrations::IndexBuild> &build);
    QString cancelText(const model::ProjectSession::Running &running) const;

    model::StepModel m_steps;
    QLabel *m_title = nullptr;
    QLabel *m_subtitle = nullptr;
    QLabel *m_elapsed = nullptr;
    SegmentBar *m_bar = nullptr;
    StepList *m_list = nullptr;
    QLabel *m_statement = nullptr;
    QWidget *m_index = nullptr;
    QLabel *m_indexText = nullptr;
    MeterBar *m_indexBar = nullptr;
    QPushButton *m_cancel = nullptr;
    QLabel *m_cancelText = nullptr;
    QTimer m_seconds;
    QDateTime m_started;
    QDateTime m_statementStarted;
    QString m_statementText;
    int m_current = -1;
    int m_finished = 0;
};

} // namespace widgets
