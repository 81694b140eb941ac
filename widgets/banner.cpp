// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/banner.h"

#include "widgets/icons.h"

#include <QFontDatabase>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace widgets {

namespace {

constexpr int side = 14;
constexpr int iconSize = 16;

Icon iconOf(Banner::Kind kind)
{
    switch (kind) {
    case Banner::Kind::Info:
        return Icon::Info;
    case Banner::Kind::Caution:
        return Icon::Caution;
    case Banner::Kind::Danger:
        return Icon::Danger;
    case Banner::Kind::Ghost:
        return Icon::Ghost;
    case Banner::Kind::Pending:
        return Icon::Pending;
    case Banner::Kind::Running:
        return Icon::Running;
    case Banner::Kind::Waiting:
        return Icon::Wait;
    case Banner::Kind::TwoHeads:
        return Icon::VcsBranch;
    case Banner::Kind::Unknown:
        return Icon::Unknown;
    case Banner::Kind::Ok:
        return Icon::Ok;
    }
    return Icon::Info;
}

const MeaningColours &coloursOf(Banner::Kind kind, const Tokens &t)
{
    switch (kind) {
    case Banner::Kind::Info:
    case Banner::Kind::Pending:
    case Banner::Kind::Running:
        return t.info;
    case Banner::Kind::Danger:
        return t.danger;
    case Banner::Kind::Unknown:
        return t.unknown;
    case Banner::Kind::Ok:
        return t.ok;
    case Banner::Kind::Caution:
    case Banner::Kind::Ghost:
    case Banner::Kind::Waiting:
    case Banner::Kind::TwoHeads:
        return t.caution;
    }
    return t.info;
}

// `backticks` become the fixed font; everything else is text, never markup.
QString marked(const QString &text, const QString &fixedFamily)
{
    const QStringList parts = text.split(u'`');
    QString html;
    for (qsizetype i = 0; i < parts.size(); ++i) {
        const QString part = parts.at(i).toHtmlEscaped();
        html += i % 2 == 0 ? part
                           : u"<span style=\"font-family:'%1'\">%2</span>"_s.arg(fixedFamily, part);
    }
    return html;
}

} // namespace

Banner::Banner(const Theme &theme, QWidget *parent)
    : QFrame(parent)
    , m_theme(theme)
{
    setObjectName(u"banner"_s);
    setAccessibleName(tr("Message"));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(side + iconSize + 10, 6, 12, 6);
    column->setSpacing(6);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    m_text = new QLabel(this);
    m_text->setObjectName(u"bannerText"_s);
    m_text->setTextFormat(Qt::RichText);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_text->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    row->addWidget(m_text, 1, Qt::AlignVCenter);
    m_buttons = new QHBoxLayout;
    m_buttons->setSpacing(8);
    row->addLayout(m_buttons);
    row->setAlignment(m_buttons, Qt::AlignVCenter);
    column->addLayout(row, 1);
    addVerbatim(column);
    connect(&theme, &Theme::changed, this, &Banner::restyle);
    hide();
}

void Banner::addVerbatim(QVBoxLayout *column)
{
    m_verbatim = new QPlainTextEdit(this);
    m_verbatim->setObjectName(u"bannerVerbatim"_s);
    m_verbatim->setAccessibleName(tr("What was said, word for word"));
    m_verbatim->setReadOnly(true);
    m_verbatim->setFrameShape(NoFrame);
    m_verbatim->setTabChangesFocus(true);
    m_verbatim->hide();
    column->addWidget(m_verbatim);
}

const Banner::Content &Banner::content() const
{
    return m_content;
}

void Banner::setContent(const Content &content)
{
    if (content == m_content)
        return;
    // Buttons that stay keep their focus: the text changes each second while something runs.
    const bool sameButtons =
        content.buttons == m_content.buttons && content.verbatim == m_content.verbatim;
    m_content = content;
    if (!sameButtons)
        rebuild();
    restyle();
    setVisible(!content.sentence.isEmpty());
}

void Banner::clear()
{
    setContent({});
}

void Banner::setInline(bool inlineCard)
{
    m_inline = inlineCard;
    update();
}

void Banner::rebuild()
{
    while (QLayoutItem *item = m_buttons->takeAt(0)) {
        if (QWidget *button = item->widget()) {
            button->hide();
            button->deleteLater();
        }
        delete item;
    }
    m_verbatim->hide();
    m_verbatim->setPlainText(m_content.verbatim);
    if (!m_content.verbatim.isEmpty())
        addDetailsButton();
    for (const Button &button : m_content.buttons)
        addButton(button);
}

void Banner::addDetailsButton()
{
    auto *details = new QPushButton(tr("Show details"), this);
    details->setObjectName(u"bannerDetails"_s);
    details->setProperty("small", true);
    details->setProperty("role", u"flat"_s);
    details->setCheckable(true);
    connect(details, &QPushButton::toggled, this, [this, details](bool open) {
        details->setText(open ? tr("Hide details") : tr("Show details"));
        m_verbatim->setVisible(open);
    });
    m_buttons->addWidget(details);
}

void Banner::addButton(const Button &button)
{
    auto *push = new QPushButton(button.text, this);
    push->setObjectName(button.id);
    push->setAccessibleName(button.text);
    push->setProperty("small", true);
    if (button.primary)
        push->setProperty("role", u"primary"_s);
    push->setFont(m_theme.type().body);
    connect(
        push, &QPushButton::clicked, this, [this, id = button.id] { Q_EMIT buttonClicked(id); });
    m_buttons->addWidget(push);
}

void Banner::restyle()
{
    const Tokens &t = m_theme.tokens();
    const QString family = m_theme.type().fixed.family();
    QString html = u"<span style=\"font-weight:600;color:%1\">%2</span>"_s.arg(
        t.text.name(), marked(m_content.sentence, family));
    if (!m_content.detail.isEmpty()) {
        html += u"<span style=\"color:%1\">&nbsp;&nbsp; %2</span>"_s.arg(
            t.text2.name(), marked(m_content.detail, family));
    }
    m_text->setFont(m_theme.type().body);
    m_text->setText(html);
    setAccessibleDescription(m_content.sentence + u' ' + m_content.detail);
    QFont fixed = m_theme.type().fixedSmall;
    m_verbatim->setFont(fixed);
    const int lines = qBound(2, int(m_content.verbatim.count(u'\n')) + 1, 8);
    m_verbatim->setFixedHeight(lines * QFontMetrics(fixed).lineSpacing() + 12);
    setMinimumHeight(qMax(42, QFontMetrics(m_theme.type().body).height() + 24));
    update();
}

void Banner::paintEvent(QPaintEvent *)
{
    const Tokens &t = m_theme.tokens();
    const MeaningColours &colours = coloursOf(m_content.kind, t);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (m_inline) {
        painter.setPen(colours.border);
        painter.setBrush(colours.soft);
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
    } else {
        painter.fillRect(rect(), colours.soft);
        painter.fillRect(QRect(0, height() - 1, width(), 1), colours.border);
    }
    const int centre = m_text->geometry().center().y();
    const QRect sign(side, centre - iconSize / 2 + 1, iconSize, iconSize);
    paintIcon(painter, sign, iconOf(m_content.kind), colours.text);
}

} // namespace widgets
