// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/destructivedialog.h"

#include "widgets/icons.h"
#include "widgets/richtext.h"

#include <QCheckBox>
#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace widgets {

using namespace Qt::StringLiterals;

namespace {

constexpr int cardPadding = 14;
constexpr int focusRoom = 4;

QFrame *card(QWidget *parent)
{
    auto *made = new QFrame(parent);
    made->setProperty("card", true);
    return made;
}

QFrame *line(QWidget *parent)
{
    auto *made = new QFrame(parent);
    made->setFixedHeight(1);
    made->setAutoFillBackground(true);
    made->setBackgroundRole(QPalette::Midlight);
    return made;
}

} // namespace

DestructiveDialog::DestructiveDialog(const Theme &theme, const Content &content, QWidget *parent)
    : TierDialog(theme, content.place, content.title, parent)
    , m_content(content)
{
    setObjectName("destructive"_L1);
    auto *cards = new QHBoxLayout;
    cards->setSpacing(12);
    if (!content.goes.empty() || !content.goesOther.isEmpty() || !content.goesNothing.isEmpty())
        cards->addWidget(buildGoes(), 5);
    if (!content.stays.isEmpty() || !content.staysNote.isEmpty())
        cards->addWidget(buildStays(), 3);
    body()->addWidget(buildHead());
    body()->addLayout(cards, 1);
    if (!content.wayBack.sentence.isEmpty()) {
        auto *wayBack = new Banner(theme, this);
        wayBack->setObjectName("wayBack"_L1);
        wayBack->setInline(true);
        wayBack->setContent(content.wayBack);
        body()->addWidget(wayBack);
    }
    if (content.backup)
        body()->addWidget(buildBackup());
    body()->addWidget(line(this));
    body()->addWidget(buildFoot());
    connect(&theme, &Theme::changed, this, &DestructiveDialog::restyle);
    restyle();
    showOthers();
    check();
    resize(std::max(m_goes ? 860 : 560, sizeHint().width()), sizeHint().height());
}

QWidget *DestructiveDialog::buildHead()
{
    auto *head = new QWidget(this);
    m_sign = new QLabel(head);
    auto *question = new QLabel(m_content.question, head);
    question->setObjectName("question"_L1);
    question->setTextFormat(Qt::PlainText);
    question->setWordWrap(true);
    question->setFont(theme().type().title);
    QLabel *sentence = secondaryLabel(m_content.sentence, head);
    sentence->setWordWrap(true);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(3);
    texts->addWidget(question);
    texts->addWidget(sentence);
    auto *row = new QHBoxLayout(head);
    row->setContentsMargins({});
    row->setSpacing(14);
    row->addWidget(m_sign, 0, Qt::AlignTop);
    row->addLayout(texts, 1);
    return head;
}

QWidget *DestructiveDialog::buildGoes()
{
    QFrame *goes = card(this);
    m_goesSign = new QLabel(goes);
    auto *title =
        new QLabel(m_content.goesTitle.isEmpty() ? tr("What goes") : m_content.goesTitle, goes);
    title->setFont(theme().type().strong);
    title->setProperty("role", u"danger"_s);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(cardPadding, 9, cardPadding, 9);
    head->setSpacing(8);
    head->addWidget(m_goesSign);
    head->addWidget(title, 1);
    head->addWidget(secondaryLabel(m_content.goesSummary, goes));
    m_goes = new GoesList(theme(), goes);
    if (!m_content.goesWhat.isEmpty())
        m_goes->setWhat(m_content.goesWhat);
    m_goes->setItems(m_content.goes);
    m_goes->setVisible(!m_content.goes.empty());
    m_others = richLabel(goes);
    m_others->setObjectName("goesOthers"_L1);
    m_others->setProperty("role", u"secondary"_s);
    m_others->setFont(theme().type().small);
    m_others->setContentsMargins(cardPadding, 0, cardPadding, 12);
    auto *list = new QHBoxLayout;
    list->setContentsMargins(cardPadding - 4, 2, cardPadding, 2);
    list->addWidget(m_goes);
    auto *column = new QVBoxLayout(goes);
    column->setContentsMargins(1, 1, 1, 1);
    column->setSpacing(0);
    column->addLayout(head);
    column->addWidget(line(goes));
    column->addLayout(list);
    if (!m_content.goes.empty())
        column->addStretch(1);
    else
        m_others->setContentsMargins(cardPadding, 10, cardPadding, 12);
    column->addWidget(m_others);
    if (m_content.goes.empty())
        column->addStretch(1);
    connect(m_others, &QLabel::linkActivated, this, [this] {
        m_goes->showAll();
        showOthers();
    });
    return goes;
}

QWidget *DestructiveDialog::buildStays()
{
    QFrame *stays = card(this);
    stays->setObjectName("stays"_L1);
    m_staysSign = new QLabel(stays);
    auto *title = new QLabel(tr("What stays"), stays);
    title->setFont(theme().type().strong);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(cardPadding, 9, cardPadding, 9);
    head->setSpacing(8);
    head->addWidget(m_staysSign);
    head->addWidget(title, 1);
    auto *column = new QVBoxLayout(stays);
    column->setContentsMargins(1, 1, 1, 1);
    column->setSpacing(0);
    column->addLayout(head);
    column->addWidget(line(stays));
    const auto add = [&](const QString &text, bool note) {
        auto *tick = new QLabel(stays);
        m_ticks.push_back(tick);
        QLabel *what = note ? secondaryLabel(text, stays) : new QLabel(text, stays);
        what->setTextFormat(Qt::PlainText);
        what->setWordWrap(true);
        auto *row = new QHBoxLayout;
        row->setContentsMargins(cardPadding, 6, cardPadding, 6);
        row->setSpacing(8);
        row->addWidget(tick, 0, Qt::AlignTop);
        row->addWidget(what, 1);
        column->addLayout(row);
    };
    column->addSpacing(4);
    for (const QString &what : m_content.stays)
        add(what, false);
    column->addStretch(1);
    if (!m_content.staysNote.isEmpty()) {
        column->addWidget(line(stays));
        add(m_content.staysNote, true);
    }
    column->addSpacing(4);
    return stays;
}

QWidget *DestructiveDialog::buildBackup()
{
    auto *row = new QWidget(this);
    m_backup = new QCheckBox(tr("Back up first"), row);
    m_backup->setObjectName("backUpFirst"_L1);
    m_backup->setFont(theme().type().medium);
    m_backup->setChecked(m_content.backup->checked || m_content.backup->required);
    m_backup->setEnabled(!m_content.backup->required);
    m_backup->setAccessibleDescription(m_content.backup->text);
    QLabel *text = secondaryLabel(m_content.backup->text, row);
    text->setFont(theme().type().small);
    text->setWordWrap(true);
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(2, 0, 0, 0);
    layout->setSpacing(10);
    layout->addWidget(m_backup);
    layout->addWidget(text, 1);
    connect(m_backup, &QCheckBox::toggled, this, &DestructiveDialog::check);
    return row;
}

QWidget *DestructiveDialog::buildFoot()
{
    auto *foot = new QWidget(this);
    QLabel *label = richLabel(foot);
    label->setText(
        tr("Type %1 to %2").arg(strong(m_content.typedName), m_content.typedFor.toHtmlEscaped()));
    m_name = new QLineEdit(foot);
    m_name->setObjectName("typedName"_L1);
    m_name->setAccessibleName(tr("Type %1 to %2").arg(m_content.typedName, m_content.typedFor));
    m_name->setFont(theme().type().fixed);
    m_name->setFixedWidth(270);
    for (QWidget *asked : {static_cast<QWidget *>(label), static_cast<QWidget *>(m_name)})
        asked->setVisible(!m_content.typedName.isEmpty());
    m_hint = secondaryLabel({}, foot);
    m_hint->setObjectName("missing"_L1);
    m_hint->setFont(theme().type().small);
    m_hint->setWordWrap(true);
    m_hint->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_unlock = new QPushButton(foot);
    m_unlock->setObjectName("unlock"_L1);
    m_unlock->setAutoDefault(false);
    m_cancel = new QPushButton(tr("Cancel"), foot);
    m_cancel->setObjectName("cancel"_L1);
    m_cancel->setDefault(true);
    m_yes = new QPushButton(m_content.button, foot);
    m_yes->setObjectName("yes"_L1);
    m_yes->setProperty("role", u"danger"_s);
    m_yes->setAutoDefault(false); // Enter never destroys
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_name);
    row->addWidget(m_hint, 1);
    row->addWidget(m_unlock);
    row->addWidget(m_cancel);
    row->addWidget(m_yes);
    auto *column = new QVBoxLayout(foot);
    column->setContentsMargins(0, 0, focusRoom, focusRoom); // the ring is outside the button
    column->setSpacing(6);
    column->addWidget(label);
    column->addLayout(row);
    connect(m_name, &QLineEdit::textChanged, this, &DestructiveDialog::check);
    connect(m_unlock, &QPushButton::clicked, this, &DestructiveDialog::unlockRequested);
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_yes, &QPushButton::clicked, this, &QDialog::accept);
    (m_content.typedName.isEmpty() ? static_cast<QWidget *>(m_cancel) : m_name)->setFocus();
    return foot;
}

void DestructiveDialog::showOthers()
{
    if (!m_goes)
        return;
    QStringList parts;
    const int hidden = m_goes->hiddenItems();
    if (hidden > 0)
        parts.append(hidden == 1 ? tr("1 smaller table") : tr("%1 smaller tables").arg(hidden));
    if (!m_content.goesOther.isEmpty())
        parts.append(m_content.goesOther.toHtmlEscaped());
    QString text = m_content.goes.empty() ? m_content.goesNothing.toHtmlEscaped() : QString();
    if (!parts.isEmpty())
        text +=
            (m_content.goes.empty() ? u"%1 %2"_s : tr("%1and %2")).arg(text, parts.join(", "_L1));
    if (hidden > 0)
        text += u' ' + link(u"all"_s, tr("Show all"));
    m_others->setText(text);
    m_others->setVisible(!text.isEmpty());
}

bool DestructiveDialog::backUpFirst() const
{
    return m_backup && m_backup->isChecked();
}

void DestructiveDialog::setRefusal(const QString &refusal, const QString &unlockText)
{
    m_content.refusal = refusal;
    m_content.unlockText = unlockText;
    check();
}

void DestructiveDialog::setNote(const QString &note)
{
    m_note = note;
    check();
}

void DestructiveDialog::check()
{
    m_unlock->setEnabled(m_content.typedName.isEmpty() || m_name->text() == m_content.typedName);
    const QString typed = m_name->text();
    const bool named = m_content.typedName.isEmpty() || typed == m_content.typedName;
    const QString missing = !m_content.refusal.isEmpty() ? m_content.refusal
        : named                                          ? QString()
        : m_content.typedName.startsWith(typed)          ? tr("The name is not complete yet.")
                                                : tr("This is not the name of the database.");
    m_yes->setEnabled(missing.isEmpty());
    m_yes->setText(backUpFirst() && !m_content.buttonWithBackup.isEmpty()
            ? m_content.buttonWithBackup
            : m_content.button);
    m_yes->setToolTip(missing);
    m_hint->setText(missing.isEmpty() ? m_note : missing);
    m_unlock->setText(m_content.unlockText);
    m_unlock->setVisible(!m_content.refusal.isEmpty() && !m_content.unlockText.isEmpty());
}

void DestructiveDialog::restyle()
{
    const Tokens &tokens = theme().tokens();
    const qreal ratio = devicePixelRatioF();
    m_sign->setPixmap(iconPixmap(Icon::Danger, tokens.danger.text, ratio, 32));
    if (m_goesSign)
        m_goesSign->setPixmap(iconPixmap(Icon::EditDelete, tokens.danger.text, ratio));
    if (m_staysSign)
        m_staysSign->setPixmap(iconPixmap(Icon::Lock, tokens.text2, ratio));
    for (QLabel *tick : m_ticks)
        tick->setPixmap(iconPixmap(Icon::Ok, tokens.ok.text, ratio));
}

} // namespace widgets
