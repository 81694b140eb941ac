// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/statepill.h"

#include <QCoreApplication>
#include <QPainter>

namespace widgets {

using migrations::RevisionState;

namespace {

constexpr int pillHeight = 18;
constexpr int padding = 6;
constexpr int iconSize = 12;

} // namespace

StatePill::StatePill(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void StatePill::setContent(const QString &word, Icon icon, MeaningColours Tokens::*meaning)
{
    m_word = word;
    m_icon = icon;
    m_meaning = meaning;
    setAccessibleName(word);
    updateGeometry();
    update();
}

QSize StatePill::sizeHint() const
{
    const QFontMetrics metrics(m_theme.type().caption);
    return {metrics.horizontalAdvance(m_word) + iconSize + 2 * padding + 5,
        std::max(pillHeight, metrics.height() + 2)};
}

void StatePill::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const MeaningColours &colours = m_theme.tokens().*m_meaning;
    painter.setPen(m_theme.tokens().highContrast ? QPen(colours.text) : QPen(Qt::NoPen));
    painter.setBrush(colours.soft);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    const QRectF sign(padding, (height() - iconSize) / 2.0, iconSize, iconSize);
    paintIcon(painter, sign, m_icon, colours.text);
    painter.setPen(colours.text);
    painter.setFont(m_theme.type().caption);
    painter.drawText(
        rect().adjusted(padding + iconSize + 4, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft, m_word);
}

MeaningColours Tokens::*meaningOf(RevisionState state)
{
    switch (state) {
    case RevisionState::Applied:
        return &Tokens::applied;
    case RevisionState::Pending:
        return &Tokens::pending;
    case RevisionState::Ghost:
        return &Tokens::ghost;
    case RevisionState::Unknown:
        break;
    }
    return &Tokens::unknown;
}

QString stateWord(RevisionState state)
{
    switch (state) {
    case RevisionState::Applied:
        return QCoreApplication::translate("widgets::State", "applied");
    case RevisionState::Pending:
        return QCoreApplication::translate("widgets::State", "pending");
    case RevisionState::Ghost:
        return QCoreApplication::translate("widgets::State", "ghost");
    case RevisionState::Unknown:
        break;
    }
    return QCoreApplication::translate("widgets::State", "unknown");
}

} // namespace widgets
