// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/operations/dataloss.h"
#include "model/stepmodel.h"
#include "widgets/backupchoice.h"
#include "widgets/theme.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;
class QToolButton;

namespace widgets {

class Banner;
class LossCard;
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
        bool lookedAt = false; // setSafeguards() and setLoss() follow; nothing runs before
    };

    explicit PlanPage(const Theme &theme, QWidget *parent = nullptr);
    void setContent(const Content &content);
    // What the steps lose, once it has been worked out.
    void setLoss(const migrations::DataLoss &loss);
    // What the tier and the mark of this database ask for; until then the tier alone counts.
    void setSafeguards(const BackupChoice::Content &guards);
    BackupChoice::Choice backupChoice() const { return m_backup->choice(); }
    const BackupChoice::Content &safeguards() const { return m_guards; }
    void showScript(const QString &path, const QString &text, const QString &problem);

Q_SIGNALS:
    void backRequested();
    void runRequested();
    void scriptRequested(const QString &path);

protected:
    void hideEvent(QHideEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    QWidget *buildHead();
    QWidget *buildSteps();
    QWidget *buildConfirm();
    QWidget *buildFoot();
    void showStep(int row);
    void showConfirm();
    void askForName(const QString &name);
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
    Banner *m_warning = nullptr;
    LossCard *m_loss = nullptr;
    BackupChoice *m_backup = nullptr;
    BackupChoice::Content m_guards;
    bool m_lossKnown = true;
    bool m_guardsKnown = true;
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
