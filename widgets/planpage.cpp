// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/planpage.h"

#include "model/commandtext.h"
#include "model/words.h"
#include "widgets/banner.h"
#include "widgets/elidedlabel.h"
#include "widgets/icons.h"
#include "widgets/losscard.h"
#include "widgets/prompts.h"
#include "widgets/richtext.h"
#include "widgets/scriptpane.h"
#include "widgets/steplist.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHideEvent>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QStyle>
#include <QToolButton>
#include <QVBoxLayout>

namespace widgets {

using namespace Qt::StringLiterals;
using migrations::OperationKind;

PlanPage::PlanPage(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setObjectName("plan"_L1);
    m_script = new ScriptPane(theme, this);
    m_script->setObjectName("planScript"_L1);
    auto *middle = new QWidget(this);
    auto *middleColumn = new QVBoxLayout(middle);
    middleColumn->setContentsMargins({});
    middleColumn->setSpacing(0);
    m_scriptTitle = new QLabel(middle);
    m_scriptTitle->setTextFormat(Qt::PlainText);
    m_scriptTitle->setFont(theme.type().strong);
    m_scriptTitle->setContentsMargins(14, 9, 14, 9);
    middleColumn->addWidget(m_scriptTitle);
    middleColumn->addWidget(m_script, 1);

    auto *row = new QHBoxLayout;
    row->setSpacing(0);
    row->addWidget(buildSteps(), 3);
    row->addWidget(middle, 5);
    row->addWidget(buildConfirm(), 3);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(buildHead());
    column->addLayout(row, 1);
    column->addWidget(buildFoot());
    connect(&theme, &Theme::changed, this, &PlanPage::restyle);
    restyle();
}

QWidget *PlanPage::buildHead()
{
    auto *head = new QWidget(this);
    m_back = new QToolButton(head);
    m_back->setObjectName("planBack"_L1);
    m_back->setAutoRaise(true);
    m_back->setToolTip(tr("Back (Esc)"));
    m_back->setAccessibleName(tr("Back"));
    m_title = new QLabel(head);
    m_title->setObjectName("planTitle"_L1);
    m_title->setTextFormat(Qt::PlainText);
    m_title->setFont(m_theme.type().title);
    m_sentence = richLabel(head, false);
    m_sentence->setProperty("role", u"secondary"_s);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(2);
    texts->addWidget(m_title);
    texts->addWidget(m_sentence);
    auto *row = new QHBoxLayout(head);
    row->setContentsMargins(12, 10, 18, 12);
    row->setSpacing(12);
    row->addWidget(m_back);
    row->addLayout(texts, 1);
    connect(m_back, &QToolButton::clicked, this, &PlanPage::backRequested);
    return head;
}

QWidget *PlanPage::buildSteps()
{
    auto *side = new QWidget(this);
    side->setBackgroundRole(QPalette::Window);
    side->setAutoFillBackground(true);
    side->setMinimumWidth(260);
    auto *heading = secondaryLabel(tr("Steps, in run order"), side);
    heading->setFont(m_theme.type().smallStrong);
    heading->setContentsMargins(18, 9, 18, 6);
    m_list = new StepList(m_theme, m_steps, StepList::Look::Plan, side);
    m_list->setObjectName("planSteps"_L1);
    auto *column = new QVBoxLayout(side);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(heading);
    column->addWidget(m_list, 1);
    connect(m_list, &StepList::stepChosen, this, &PlanPage::showStep);
    return side;
}

QWidget *PlanPage::buildConfirm()
{
    auto *side = new QWidget(this);
    side->setBackgroundRole(QPalette::Window);
    side->setAutoFillBackground(true);
    side->setMinimumWidth(300);
    m_warning = new Banner(m_theme, side);
    m_warning->setObjectName("planLoss"_L1);
    m_warning->setInline(true);
    auto *card = new QFrame(side);
    card->setProperty("card", true);
    auto *heading = secondaryLabel(tr("Confirm"), card);
    heading->setFont(m_theme.type().strong);
    m_sameIcon = new QLabel(card);
    m_same = new QLabel(tr("The database on screen: proven again on the connection that will run, "
                           "else nothing runs."),
        card);
    m_same->setWordWrap(true);
    m_nameLabel = richLabel(card);
    m_name = new QLineEdit(card);
    m_name->setObjectName("typedName"_L1);
    m_name->setFont(m_theme.type().fixed);
    m_hint = secondaryLabel({}, card);
    m_hint->setFont(m_theme.type().small);
    m_hint->setAlignment(Qt::AlignRight);
    m_cancel = new QPushButton(tr("Cancel"), card);
    m_cancel->setObjectName("planCancel"_L1);
    m_run = new QPushButton(card);
    m_run->setObjectName("planRun"_L1);

    auto *same = new QHBoxLayout;
    same->setSpacing(8);
    same->addWidget(m_sameIcon, 0, Qt::AlignTop);
    same->addWidget(m_same, 1);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addStretch(1);
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_run);
    auto *column = new QVBoxLayout(card);
    column->setContentsMargins(14, 12, 14, 12);
    column->setSpacing(10);
    column->addWidget(heading);
    column->addLayout(same);
    column->addWidget(m_nameLabel);
    column->addWidget(m_name);
    column->addLayout(buttons);
    column->addWidget(m_hint);
    auto *outer = new QVBoxLayout(side);
    outer->setContentsMargins(12, 12, 12, 12);
    outer->setSpacing(12);
    m_loss = new LossCard(m_theme, side);
    m_backup = new BackupChoice(m_theme, side);
    outer->addWidget(m_warning);
    outer->addWidget(m_loss);
    outer->addWidget(m_backup);
    outer->addWidget(card);
    outer->addStretch(1);
    auto *scroll = new QScrollArea(this); // in a low window every word of it can be reached
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setMinimumWidth(312);
    scroll->setWidget(side);
    connect(m_cancel, &QPushButton::clicked, this, &PlanPage::backRequested);
    connect(m_run, &QPushButton::clicked, this, &PlanPage::runRequested);
    connect(m_name, &QLineEdit::textChanged, this, &PlanPage::checkName);
    connect(m_name, &QLineEdit::returnPressed, m_run, &QPushButton::click);
    return scroll;
}

QWidget *PlanPage::buildFoot()
{
    auto *foot = new QWidget(this);
    foot->setBackgroundRole(QPalette::AlternateBase);
    foot->setAutoFillBackground(true);
    m_command = new ElidedLabel(foot);
    m_command->setObjectName("planCommand"_L1);
    m_command->setFont(m_theme.type().fixedSmall);
    m_command->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_copy = new QToolButton(foot);
    m_copy->setObjectName("planCopy"_L1);
    m_copy->setAutoRaise(true);
    m_copy->setToolTip(tr("Copy the command line"));
    m_copy->setAccessibleName(m_copy->toolTip());
    m_facts = new ElidedLabel(foot);
    m_facts->setProperty("role", u"secondary"_s);
    m_facts->setFont(m_theme.type().small);
    auto *row = new QHBoxLayout(foot);
    row->setContentsMargins(18, 5, 14, 5);
    row->addWidget(m_command);
    row->addWidget(m_copy);
    row->addStretch(1);
    row->addSpacing(16);
    row->addWidget(m_facts);
    connect(m_copy, &QToolButton::clicked, this,
        [this] { QGuiApplication::clipboard()->setText(m_command->text()); });
    return foot;
}

void PlanPage::restyle()
{
    const Tokens &tokens = m_theme.tokens();
    m_back->setIcon(icon(Icon::GoPrevious, tokens.text));
    m_copy->setIcon(icon(Icon::EditCopy, tokens.text2));
    m_sameIcon->setPixmap(iconPixmap(Icon::Ok, tokens.ok.text, devicePixelRatioF()));
    update();
}

void PlanPage::setContent(const Content &content)
{
    const bool samePlan = isVisible() && content.request.plan == m_content.request.plan
        && content.state.environmentName == m_content.state.environmentName;
    m_content = content;
    m_facts->setText(tr("lock_timeout 5 s   client_connection_check_interval 1 s   %1")
                         .arg(content.interpreter));
    if (samePlan)
        return; // what was typed and chosen stays
    const QString environment = model::environmentWord(content.state);
    m_title->setText(planTitle(content.request, environment));
    m_sentence->setText(planSentence(content.request, m_theme)
        + (content.state.ghostScripts
                ? u' ' + tr("Runs the script that was found; no file of the project is touched.")
                : QString()));
    m_steps.setPlan(content.request.plan, content.state.graph);
    m_command->setText(commandLineOf(content));
    showConfirm();
    m_list->setCurrentIndex({});
    if (m_steps.rowCount() > 0)
        m_list->setCurrentIndex(m_steps.index(0));
    else
        m_script->showNothing(tr("Nothing to do: the database is there already."));
}

void PlanPage::showStep(int row)
{
    const model::StepRow &step = m_steps.rows().at(std::size_t(row));
    const migrations::Revision *revision = m_content.state.graph.find(step.revision);
    m_scriptTitle->setText(tr("Script of step %1").arg(row + 1));
    if (m_content.request.kind == OperationKind::Stamp || !revision) {
        m_script->showNothing(tr("A stamp runs no script: only the version row changes."));
        return;
    }
    m_script->expect(revision->file);
    Q_EMIT scriptRequested(revision->file);
}

void PlanPage::showScript(const QString &path, const QString &text, const QString &problem)
{
    m_script->show(path, text, problem);
}

void PlanPage::showConfirm()
{
    const Confirmation confirmation = confirmationFor(m_content.request, m_content.state);
    m_warning->setContent(confirmation.warning);
    m_guards = {};
    m_backup->setContent({});
    const bool runsScripts =
        m_content.request.kind != OperationKind::Stamp && m_steps.rowCount() > 0;
    m_guardsKnown = !m_content.lookedAt;
    m_lossKnown =
        !m_content.lookedAt || !runsScripts || m_content.request.kind != OperationKind::Downgrade;
    m_loss->setWorking();
    m_loss->setVisible(!m_lossKnown);
    m_run->setText(confirmation.verb);
    m_name->clear();
    askForName(confirmation.typedName);
    m_run->setProperty("role", confirmation.destructive ? u"danger"_s : u"primary"_s);
    m_run->setAutoDefault(!confirmation.destructive && m_wantedName.isEmpty());
    m_cancel->setAutoDefault(true);
    checkName();
    QWidget *first = m_wantedName.isEmpty() ? static_cast<QWidget *>(m_cancel) : m_name;
    if (confirmation.easy)
        first = m_run;
    first->setFocus(Qt::OtherFocusReason);
    m_run->style()->unpolish(m_run); // the style looks at the role once, when it polishes
    m_run->style()->polish(m_run);
}

void PlanPage::askForName(const QString &name)
{
    m_wantedName = name;
    m_nameLabel->setVisible(!name.isEmpty());
    m_name->setVisible(!name.isEmpty());
    m_nameLabel->setText(tr("Type %1 to %2").arg(fixed(name, m_theme), m_run->text().toLower()));
    m_name->setAccessibleName(tr("Name of the database"));
}

void PlanPage::setLoss(const migrations::DataLoss &loss)
{
    m_lossKnown = true;
    m_loss->setLoss(loss);
    m_loss->setVisible(loss.possible() || m_content.request.kind == OperationKind::Downgrade);
    if (!loss.unknown)
        m_warning->setVisible(
            m_warning->isVisible() && m_content.request.kind != OperationKind::Downgrade);
    checkName();
}

// A marked database asks for more than its tier does.
void PlanPage::setSafeguards(const BackupChoice::Content &guards)
{
    m_guards = guards;
    m_guardsKnown = true;
    m_backup->setContent(guards);
    if (guards.safeguards.typedName != m_wantedName) {
        askForName(guards.safeguards.typedName);
        if (!m_wantedName.isEmpty())
            m_name->setFocus(Qt::OtherFocusReason);
        m_run->setAutoDefault(false);
    }
    checkName();
}

void PlanPage::checkName()
{
    const bool nothing = m_steps.rowCount() == 0;
    const bool typed = m_wantedName.isEmpty() || m_name->text() == m_wantedName;
    m_run->setEnabled(!nothing && typed && m_lossKnown && m_guardsKnown);
    m_hint->setText(nothing  ? tr("There is nothing to do.")
            : !m_guardsKnown ? tr("Looking at how this database is guarded.")
            : !m_lossKnown   ? tr("Waiting to know what is lost.")
            : typed          ? QString()
            : m_wantedName.startsWith(m_name->text())
            ? tr("The name is not complete yet.")
            : tr("This is not the name of the database."));
    m_hint->setVisible(!m_hint->text().isEmpty());
}

// What was typed for one asking does not answer the next.
void PlanPage::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    if (event->spontaneous())
        return;
    m_content = {};
    m_name->clear();
}

void PlanPage::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        Q_EMIT backRequested();
    else
        QWidget::keyPressEvent(event);
}

void PlanPage::paintEvent(QPaintEvent *)
{
    QPainter(this).fillRect(rect(), m_theme.tokens().base);
}

QString commandLineOf(const PlanPage::Content &content)
{
    return model::commandText(content.request, content.state);
}

} // namespace widgets
