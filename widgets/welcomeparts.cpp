// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/welcomeparts.h"

#include "widgets/icons.h"
#include "widgets/minigraph.h"

#include <QPainter>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;
using migrations::RevisionState;
using model::Badge;

namespace widgets {

namespace {

using Edge = migrations::LaneRow::Edge;

migrations::LaneRow lanes(int lane, std::vector<Edge> upper, std::vector<Edge> lower)
{
    return {lane, std::move(upper), std::move(lower), 2};
}

std::vector<MiniGraph::Row> sampleRows()
{
    const Edge trunk {0, 0, 0};
    const Edge out {0, 1, 1};
    const Edge side {1, 1, 1};
    const Edge back {1, 0, 1};
    const Badge development {
        Badge::Kind::Environment, u"development"_s, migrations::Tier::Development};
    return {
        {u"Index orders by customer and date"_s, lanes(0, {}, {trunk}), RevisionState::Pending},
        {.message = u"Merge payments and shipping"_s,
            .lanes = lanes(0, {trunk}, {trunk, out}),
            .merge = true,
            .badges = {development}},
        {u"Add shipments"_s, lanes(1, {trunk, out}, {trunk, side})},
        {u"Add payments"_s, lanes(0, {trunk, side}, {trunk, back})},
        {u"Orders: add placed_at"_s, lanes(0, {trunk, back}, {trunk})},
        {.message = u"Add users"_s, .lanes = lanes(0, {trunk}, {}), .base = true},
    };
}

} // namespace

KeyButton::KeyButton(const Theme &theme, const QString &text, const QString &key, QWidget *parent)
    : QPushButton(text, parent)
    , m_theme(theme)
    , m_key(key)
{
    setStyleSheet(u"text-align: left; padding: 0 16px; min-height: 34px;"_s);
}

QSize KeyButton::sizeHint() const
{
    return QPushButton::sizeHint() + QSize(keyWidth() + 10, 0);
}

int KeyButton::keyWidth() const
{
    return QFontMetrics(m_theme.type().caption).horizontalAdvance(m_key);
}

void KeyButton::paintEvent(QPaintEvent *event)
{
    QPushButton::paintEvent(event);
    QPainter painter(this);
    painter.setFont(m_theme.type().caption);
    painter.setPen(m_theme.tokens().onAccent);
    painter.drawText(rect().adjusted(0, 0, -17, 0), Qt::AlignVCenter | Qt::AlignRight, m_key);
}

RecentButton::RecentButton(const Theme &theme, const RecentProject &project, QWidget *parent)
    : QPushButton(parent)
    , m_theme(theme)
    , m_project(project)
{
    setObjectName(u"recent-"_s + project.folder);
    setAccessibleName(tr("Open %1").arg(project.name));
    setAccessibleDescription(project.folder);
    setToolTip(project.folder);
    setProperty("role", u"flat"_s);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void RecentButton::paintEvent(QPaintEvent *event)
{
    QPushButton::paintEvent(event); // the fill; there is no text
    const Tokens &t = m_theme.tokens();
    QPainter painter(this);
    paintIcon(painter, QRect(12, (height() - 16) / 2, 16, 16), Icon::DocumentOpenFolder, t.text2);
    QRect place = rect().adjusted(38, 0, -12, 0);
    painter.setFont(m_theme.type().medium);
    painter.setPen(t.text);
    painter.drawText(place, Qt::AlignVCenter | Qt::AlignLeft, m_project.name);
    place.setLeft(place.left() + painter.fontMetrics().horizontalAdvance(m_project.name) + 14);
    painter.setFont(m_theme.type().small);
    painter.setPen(t.text2);
    painter.drawText(place, Qt::AlignVCenter | Qt::AlignRight,
        painter.fontMetrics().elidedText(m_project.folder, Qt::ElideMiddle, place.width()));
}

SamplePicture::SamplePicture(const Theme &theme, QWidget *parent)
    : QFrame(parent)
    , m_theme(theme)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(new MiniGraph(theme, sampleRows(), this));
}

void SamplePicture::paintEvent(QPaintEvent *)
{
    const Tokens &t = m_theme.tokens();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(t.sunken);
    painter.drawRoundedRect(rect(), 7, 7); // round where the card is
    painter.drawRect(0, 0, 10, height());
    painter.fillRect(0, 0, 1, height(), t.line);
}

} // namespace widgets
