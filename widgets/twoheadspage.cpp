// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/twoheadspage.h"

#include "widgets/branchcard.h"
#include "widgets/branchpreview.h"
#include "widgets/icons.h"
#include "widgets/pagehead.h"
#include "widgets/readingorder.h"
#include "widgets/richtext.h"
#include "widgets/touchcard.h"
#include "widgets/wayoutcard.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

namespace widgets {

using namespace Qt::StringLiterals;
using migrations::TwoHeads;

namespace {

constexpr int widest = 1'080; // of the cards
constexpr int sideMargin = 18;

QString appliedNote(const migrations::HeadBranch &branch)
{
    QStringList applied;
    for (const migrations::BranchRevision &revision : branch.revisions) {
        if (revision.state == migrations::RevisionState::Applied)
            applied.append(revision.message.isEmpty() ? revision.id : revision.message);
    }
    if (applied.isEmpty())
        return {};
    return TwoHeadsPage::tr(" Rolls back %1 here first and applies it again.")
        .arg(applied.join(", "_L1));
}

QString partingText(const migrations::BranchRevision &revision)
{
    if (revision.message.isEmpty())
        return {};
    return revision.time.isValid()
        ? TwoHeadsPage::tr("%1, %2.").arg(revision.message, momentText(revision.time.toLocalTime()))
        : revision.message + u'.';
}

} // namespace

TwoHeadsPage::TwoHeadsPage(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setObjectName("twoHeads"_L1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(buildHead());
    m_scroll = new QScrollArea(this);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setWidget(buildBody());
    m_scroll->widget()->setAutoFillBackground(false);
    m_scroll->viewport()->setAutoFillBackground(false);
    column->addWidget(m_scroll, 1);
    connect(&theme, &Theme::changed, this, &TwoHeadsPage::restyle);
    setProof({});
    restyle();
}

QWidget *TwoHeadsPage::buildHead()
{
    const PageHead head = makePageHead(m_theme, "twoHeads"_L1, this);
    m_back = head.back;
    m_title = head.title;
    m_sentence = head.sentence;
    head.row->addWidget(buildPair());
    connect(m_back, &QToolButton::clicked, this, &TwoHeadsPage::backRequested);
    return head.widget;
}

QWidget *TwoHeadsPage::buildPair()
{
    auto *pair = new QWidget(this);
    auto *row = new QHBoxLayout(pair);
    row->setContentsMargins({});
    row->setSpacing(6);
    const auto add = [&](const QString &name, const char *objectName) {
        auto *choice = new QComboBox(pair);
        choice->setObjectName(QLatin1String(objectName));
        choice->setAccessibleName(name);
        auto *label = new QLabel(name, pair);
        label->setBuddy(choice);
        row->addWidget(label);
        row->addWidget(choice);
        connect(choice, &QComboBox::activated, this, [this, choice] { choosePair(choice); });
        return choice;
    };
    m_mineChoice = add(tr("Mine"), "twoHeadsMine");
    m_theirsChoice = add(tr("Theirs"), "twoHeadsTheirs");
    return pair;
}

QWidget *TwoHeadsPage::buildBody()
{
    auto *cards = new QWidget;
    cards->setMaximumWidth(widest);
    auto *column = new QVBoxLayout(cards);
    column->setContentsMargins({});
    column->setSpacing(12);
    buildBranches(*column);
    m_touches = new TouchCard(m_theme, cards);
    column->addWidget(m_touches);
    column->addWidget(buildProof());
    buildWaysOut(*column);
    column->addStretch(1);
    auto *ground = new QWidget;
    auto *row = new QHBoxLayout(ground);
    row->setContentsMargins(sideMargin, 4, sideMargin, sideMargin);
    row->addWidget(cards, 1);
    row->addStretch(0);
    return ground;
}

void TwoHeadsPage::buildBranches(QVBoxLayout &column)
{
    m_mine = new BranchCard(m_theme, tr("Mine"), this);
    m_mine->setObjectName("branchMine"_L1);
    m_theirs = new BranchCard(m_theme, tr("Theirs"), this);
    m_theirs->setObjectName("branchTheirs"_L1);
    auto *row = new QHBoxLayout;
    row->setSpacing(12);
    row->addWidget(m_mine, 1, Qt::AlignTop);
    row->addWidget(m_theirs, 1, Qt::AlignTop);
    column.addLayout(row);
}

QWidget *TwoHeadsPage::buildProof()
{
    auto *proof = new QWidget(this);
    m_proofSign = new QLabel(proof);
    m_proofText = richLabel(proof);
    m_proofText->setObjectName("twoHeadsProof"_L1);
    m_prove = new QPushButton(proof);
    m_prove->setObjectName("twoHeadsProve"_L1);
    auto *row = new QHBoxLayout(proof);
    row->setContentsMargins(2, 3, 3, 3); // room for the focus ring
    row->setSpacing(8);
    row->addWidget(m_proofSign);
    row->addWidget(m_proofText, 1);
    row->addWidget(m_prove);
    connect(m_prove, &QPushButton::clicked, this, [this] {
        if (m_proof.stand == Proof::Stand::Running)
            Q_EMIT stopRequested();
        else
            Q_EMIT proofRequested();
    });
    return proof;
}

void TwoHeadsPage::buildWaysOut(QVBoxLayout &column)
{
    m_rebase = new WayOutCard(m_theme, tr("Rebase mine onto theirs"), tr("Rebase…"), this);
    m_rebase->button()->setObjectName("twoHeadsRebase"_L1);
    m_merge = new WayOutCard(m_theme, tr("Merge"), tr("Merge"), this);
    m_merge->button()->setObjectName("twoHeadsMerge"_L1);
    auto *row = new QHBoxLayout;
    row->setSpacing(12);
    row->addWidget(m_rebase, 1);
    row->addWidget(m_merge, 1);
    column.addLayout(row);
    connect(m_rebase, &WayOutCard::chosen, this,
        [this] { Q_EMIT rebaseRequested(m_heads.mine.head, m_heads.theirs.head); });
    connect(m_merge, &WayOutCard::chosen, this, &TwoHeadsPage::mergeRequested);
}

void TwoHeadsPage::setHeads(const TwoHeads &heads)
{
    if (heads.mine.head != m_heads.mine.head || heads.theirs.head != m_heads.theirs.head)
        setProof({});
    m_heads = heads;
    m_mine->setBranch(heads.mine, heads.mine.pushed ? QString() : heads.branch);
    m_theirs->setBranch(heads.theirs, {});
    showTitle();
    showPair();
    showWaysOut();
    setReadingOrder(this);
}

void TwoHeadsPage::showTitle()
{
    const QString count =
        m_heads.heads.size() == 2 ? tr("Two heads") : tr("%1 heads").arg(m_heads.heads.size());
    m_title->setText(m_heads.shared.size() == 1
            ? tr("%1 after %2").arg(count, fixed(m_heads.shared.front().id, m_theme))
            : count);
    QStringList sentences;
    if (m_heads.shared.size() == 1)
        sentences.append(partingText(m_heads.shared.front()));
    sentences.append(tr("Upgrading to head fails until one is left."));
    if (m_heads.heads.size() > 2)
        sentences.append(tr("Two of them are compared here; Merge merges all."));
    sentences.removeAll(QString());
    m_sentence->setText(sentences.join(u' '));
}

void TwoHeadsPage::showPair()
{
    for (QComboBox *choice : {m_mineChoice, m_theirsChoice}) {
        const QSignalBlocker quiet(choice);
        choice->clear();
        choice->addItems(m_heads.heads);
        choice->setCurrentText(choice == m_mineChoice ? m_heads.mine.head : m_heads.theirs.head);
    }
}

// The same head on both sides: the other one takes what this one had.
void TwoHeadsPage::choosePair(QComboBox *changed)
{
    QString mine = m_mineChoice->currentText();
    QString theirs = m_theirsChoice->currentText();
    if (mine == theirs)
        (changed == m_mineChoice ? theirs : mine) =
            changed == m_mineChoice ? m_heads.mine.head : m_heads.theirs.head;
    Q_EMIT pairChosen(mine, theirs);
}

void TwoHeadsPage::showWaysOut()
{
    const bool rebase = m_heads.rebaseFits();
    const QString pushed = tr("Mine are pushed: others may have run them.");
    m_rebase->setContent({rebasedRows(m_heads),
        tr("Changes down_revision in one script.") + appliedNote(m_heads.mine)
            + tr(" Undo puts everything back."),
        rebase ? tr("fits: mine are not pushed") : QString(),
        !m_whyNot.isEmpty() ? m_whyNot
            : rebase        ? QString()
                            : pushed});
    m_merge->setContent({mergedRows(m_heads),
        tr("Adds one revision with %1 parents. No script changes, so it also suits revisions that "
           "are pushed or applied elsewhere.")
            .arg(m_heads.heads.size()),
        rebase ? QString() : tr("fits: both are pushed"), m_whyNot});
}

void TwoHeadsPage::setWhyNot(const QString &whyNot)
{
    m_whyNot = whyNot;
    showWaysOut();
    setProof(m_proof);
}

void TwoHeadsPage::setTouchesReading()
{
    m_touches->showReading();
}

void TwoHeadsPage::setTouches(
    const migrations::Result<std::vector<migrations::SharedTouch>> &touches)
{
    if (touches)
        m_touches->setTouches(*touches);
    else
        m_touches->showEmpty(tr("Not known. %1").arg(touches.error().message));
    setReadingOrder(this);
}

void TwoHeadsPage::setProof(const Proof &proof)
{
    using Stand = Proof::Stand;
    m_proof = proof;
    struct Face
    {
        Icon sign;
        QColor colour;
        QString sentence;
        QString button;
    };
    const Tokens &t = m_theme.tokens();
    const QMap<Stand, Face> faces {
        {Stand::NotRun,
            {Icon::Unknown, t.unknown.text, tr("Does the order matter?"), tr("Run both orders")}},
        {Stand::Running,
            {Icon::Running, t.info.text, tr("Both orders are being run."), tr("Stop")}},
        {Stand::Same,
            {Icon::Ok, t.ok.text, tr("Both orders give the same schema."), tr("Run again")}},
        {Stand::Differs,
            {Icon::Caution, t.caution.text, tr("The order matters."), tr("Run again")}},
        {Stand::Failed,
            {Icon::Danger, t.danger.text, tr("Both orders could not be run."), tr("Run again")}}};
    const Face face = faces.value(proof.stand);
    const QString detail = proof.stand == Stand::NotRun
        ? tr("Mine first and theirs first can be run on two scratch databases and compared.")
        : proof.text;
    m_proofSign->setPixmap(iconPixmap(face.sign, face.colour, devicePixelRatioF()));
    m_proofText->setText(
        strong(face.sentence) + u' ' + detail.toHtmlEscaped().replace(u'\n', u"<br>"_s));
    m_prove->setText(face.button);
    const bool running = proof.stand == Stand::Running;
    m_prove->setEnabled(running || m_whyNot.isEmpty());
    m_prove->setToolTip(running ? QString() : m_whyNot);
}

void TwoHeadsPage::restyle()
{
    m_back->setIcon(icon(Icon::GoPrevious, m_theme.tokens().text));
    setProof(m_proof);
    update();
}

void TwoHeadsPage::keyPressEvent(QKeyEvent *event)
{
    QScrollBar *bar = m_scroll->verticalScrollBar();
    if (event->key() == Qt::Key_Escape)
        Q_EMIT backRequested();
    else if (event->key() == Qt::Key_PageDown)
        bar->triggerAction(QAbstractSlider::SliderPageStepAdd);
    else if (event->key() == Qt::Key_PageUp)
        bar->triggerAction(QAbstractSlider::SliderPageStepSub);
    else
        QWidget::keyPressEvent(event);
}

void TwoHeadsPage::paintEvent(QPaintEvent *)
{
    QPainter(this).fillRect(rect(), m_theme.tokens().base);
}

} // namespace widgets
