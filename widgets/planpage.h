// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/operations/operation.h"
#include "model/stepmodel.h"
#include "widgets/theme.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;
class QToolButton;

namespace widgets {

class Banner;
class ScriptPane;
class StepList;

// What will run, before it runs (picture 03): steps in order, the script of the chosen one, what
// can be lost, the confirmation its tier asks for, and the same as a command line. Object name
// "plan".
class PlanPage : public QWidget
{
    Q_OBJECT
public:
    struct Content
    {
        migrations::OperationRequest request;
        migrations::ProjectState state;
        QString interpreter;
    };

    explicit PlanPage(const Theme &theme, QWidget *parent = nullptr);
    void setContent(const Content &content);
    void showScript(const QString &path, const QString &text, const QString &problem);

Q_SIGNALS:
    void backRequested();
    void runRequested();
    void scriptRequested(const QString &path);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    QWidget *buildHead();
    QWidget *buildSteps();
    QWidget *buildConfirm();
    QWidget *buildFoot();
    void showStep(int row);
    void showConfirm();
    void checkName();
    void restyle();

    const Theme &m_theme;
    Content m_content;
    model::StepModel m_steps;
    QToolButton *m_back = nullptr;
    QLabel *m_title = nullptr;
    QLabel *m_sentence = nullptr;
    StepList *m_list = nullptr;
    QLabel *m_scriptTitle = nullptr;
    ScriptPane *m_script = nullptr;
    Banner *m_loss = nullptr;
    QLabel *m_same = nullptr;
    QLabel *m_sameIcon = nullptr;
    QLabel *m_nameLabel = nullptr;
    QLineEdit *m_name = nullptr;
    QLabel *m_hint = nullptr;
    QPushButton *m_cancel = nullptr;
    QPushButton *m_run = nullptr;
    QLabel *m_command = nullptr;
    QToolButton *m_copy = nullptr;
    QLabel *m_facts = nullptr;
    QString m_wantedName; // empty: none has to be typed
};

// The same as the window is about to do, on the command line.
QString commandLineOf(const PlanPage::Content &content);

} // namespace widgets
