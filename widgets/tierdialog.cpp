// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/tierdialog.h"

#include "widgets/frame.h"
#include "widgets/icons.h"

#include <QPainter>
#include <QVBoxLayout>

namespace widgets {

using namespace Qt::StringLiterals;

namespace {

constexpr int leastBand = 34;
constexpr int side = 20;

} // namespace

TierDialog::TierDialog(
    const Theme &theme, const Place &place, const QString &title, QWidget *parent)
    : QDialog(parent)
    , m_theme(theme)
    , m_place(place)
{
    const QString tier = migrations::tierName(place.tier);
    setWindowTitle(u"%1 – %2 – Spiritsafe"_s.arg(
        place.tier == migrations::Tier::Development ? tier : tier.toUpper(), title));
    setAccessibleDescription(tr("%1: %2").arg(tier, place.database));
    const int rim = frameWidth(place.tier, theme.tokens());
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(rim, bandHeight(), rim, rim);
    m_body = new QVBoxLayout;
    m_body->setContentsMargins(side, 18, side, 16);
    m_body->setSpacing(12);
    outer->addLayout(m_body);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

int TierDialog::bandHeight() const
{
    return std::max(leastBand, QFontMetrics(m_theme.type().body).height() + 14);
}

void TierDialog::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Tokens &tokens = m_theme.tokens();
    const TierColours &colours = tokens.tier(m_place.tier);
    painter.fillRect(rect(), tokens.window);
    paintFrame(painter, rect(), m_place.tier, tokens);
    const QRect band(0, 0, width(), bandHeight());
    painter.fillRect(band, colours.fill);
    const int middle = band.center().y() + 1;
    paintIcon(
        painter, QRectF(side + 2, middle - 8, 16, 16), shieldOf(m_place.tier), colours.onFill);
    painter.setPen(colours.onFill);
    painter.setFont(m_theme.type().tier);
    const QString word = migrations::tierName(m_place.tier).toUpper();
    const int wordAt = side + 2 + 16 + 8;
    const int wordWidth = painter.fontMetrics().horizontalAdvance(word);
    painter.drawText(QRect(wordAt, 0, wordWidth + 4, band.height()), Qt::AlignVCenter, word);
    painter.setFont(m_theme.type().body);
    const QRect rest(
        wordAt + wordWidth + 16, 0, width() - wordAt - wordWidth - 16 - side, band.height());
    painter.drawText(rest, Qt::AlignVCenter,
        painter.fontMetrics().elidedText(m_place.database, Qt::ElideMiddle, rest.width()));
}

} // namespace widgets
