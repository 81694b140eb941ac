// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/environmentbutton.h"

#include "widgets/icons.h"

#include <QActionGroup>
#include <QMenu>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;
using migrations::Tier;

namespace widgets {

namespace {

constexpr int barHeight = 32;
constexpr int padding = 10;
constexpr int signSize = 16;
constexpr int longestHost = 150;
constexpr int arrowSize = 12;
constexpr int radius = 6;

QString tierWord(Tier tier)
{
    switch (tier) {
    case Tier::Development:
        return EnvironmentButton::tr("development");
    case Tier::Staging:
        return EnvironmentButton::tr("staging");
    case Tier::Production:
        return EnvironmentButton::tr("production");
    }
    return {};
}

// The environment that nobody named is known by its tier.
QString shownName(const EnvironmentButton::Choice &choice)
{
    return choice.name == "default"_L1 ? tierWord(choice.tier) : choice.name;
}

QString databaseText(const EnvironmentButton::Choice &choice)
{
    return choice.database.isEmpty() ? EnvironmentButton::tr("no database") : choice.database;
}

} // namespace

EnvironmentButton::EnvironmentButton(const Theme &theme, QWidget *parent)
    : QToolButton(parent)
    , m_theme(theme)
{
    setObjectName(u"environment"_s);
    setAccessibleName(tr("Environment"));
    setPopupMode(InstantPopup);
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    auto *menu = new QMenu(this);
    menu->setObjectName(u"environmentMenu"_s);
    setMenu(menu);
    connect(&theme, &Theme::changed, this, [this] {
        rebuildMenu();
        updateGeometry();
        update();
    });
}

void EnvironmentButton::setEnvironments(const std::vector<Choice> &choices, const QString &current)
{
    if (choices == m_choices && current == m_current)
        return;
    m_choices = choices;
    m_current = current;
    rebuildMenu();
    const Choice *now = choice();
    setVisible(now);
    if (now) {
        setText(u"%1 %2 %3"_s.arg(tierWord(now->tier), databaseText(*now), now->host));
        setAccessibleDescription(text());
        setToolTip(now->source.isEmpty() ? text() : tr("%1, from %2").arg(text(), now->source));
    }
    updateGeometry();
    update();
}

void EnvironmentButton::setCompact(bool compact)
{
    if (std::exchange(m_compact, compact) == compact)
        return;
    updateGeometry();
    update();
}

QString EnvironmentButton::current() const
{
    return m_current;
}

const EnvironmentButton::Choice *EnvironmentButton::choice() const
{
    const auto found = std::find_if(m_choices.cbegin(), m_choices.cend(),
        [this](const Choice &one) { return one.name == m_current; });
    return found == m_choices.cend() ? nullptr : &*found;
}

void EnvironmentButton::rebuildMenu()
{
    menu()->clear();
    auto *group = new QActionGroup(menu());
    for (const Choice &one : m_choices) {
        const TierColours &tier = m_theme.tokens().tier(one.tier);
        QString line = u"%1 – %2"_s.arg(shownName(one), databaseText(one));
        if (!one.host.isEmpty())
            line = tr("%1 on %2").arg(line, one.host);
        QAction *action = menu()->addAction(widgets::icon(shieldOf(one.tier), tier.onBadge), line);
        action->setObjectName(u"environment-"_s + one.name);
        action->setToolTip(one.source);
        action->setCheckable(true);
        action->setChecked(one.name == m_current);
        group->addAction(action);
        connect(action, &QAction::triggered, this,
            [this, name = one.name] { Q_EMIT environmentChosen(name); });
    }
    menu()->setToolTipsVisible(true);
    if (choice())
        addTierMenu();
}

void EnvironmentButton::addTierMenu()
{
    menu()->addSeparator();
    QMenu *tiers = menu()->addMenu(tr("Treat %1 as").arg(shownName(*choice())));
    tiers->setObjectName(u"tierMenu"_s);
    auto *group = new QActionGroup(tiers);
    for (const Tier tier : {Tier::Development, Tier::Staging, Tier::Production}) {
        QAction *action = tiers->addAction(
            widgets::icon(shieldOf(tier), m_theme.tokens().tier(tier).onBadge), tierWord(tier));
        action->setObjectName(u"tier-"_s + migrations::tierName(tier));
        action->setCheckable(true);
        action->setChecked(tier == choice()->tier);
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, tier] { Q_EMIT tierChosen(tier); });
    }
}

int EnvironmentButton::tierWidth() const
{
    const QFontMetrics metrics(m_theme.type().tier);
    return padding + signSize + 6 + metrics.horizontalAdvance(tierWord(choice()->tier).toUpper())
        + padding + 2;
}

int EnvironmentButton::databaseWidth() const
{
    const int hostText = QFontMetrics(m_theme.type().small).horizontalAdvance(choice()->host);
    const int host =
        m_compact || choice()->host.isEmpty() ? 0 : 8 + std::min(hostText, longestHost);
    return padding + QFontMetrics(m_theme.type().medium).horizontalAdvance(databaseText(*choice()))
        + host + 8 + arrowSize + 10;
}

QSize EnvironmentButton::sizeHint() const
{
    const int height = qMax(barHeight, QFontMetrics(m_theme.type().body).height() + 14);
    return choice() ? QSize(tierWidth() + databaseWidth(), height) : QSize(0, height);
}

QSize EnvironmentButton::minimumSizeHint() const
{
    return sizeHint();
}

void EnvironmentButton::paintEvent(QPaintEvent *)
{
    if (!choice())
        return;
    const TierColours &tier = m_theme.tokens().tier(choice()->tier);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF box = QRectF(rect()).adjusted(0.75, 0.75, -0.75, -0.75);
    QPainterPath outline;
    outline.addRoundedRect(box, radius, radius);
    const Tokens &t = m_theme.tokens();
    painter.fillPath(outline, isDown() ? t.selectOff : underMouse() ? t.hover : t.base);
    const int split = tierWidth();
    painter.save();
    painter.setClipRect(0, 0, split, height());
    painter.fillPath(outline, tier.fill);
    painter.restore();
    painter.setPen(QPen(tier.fill, 1.5));
    painter.drawPath(outline);
    paintTier(painter, QRect(0, 0, split, height()));
    paintDatabase(painter, QRect(split, 0, width() - split, height()));
}

void EnvironmentButton::paintTier(QPainter &painter, const QRect &rect) const
{
    const TierColours &tier = m_theme.tokens().tier(choice()->tier);
    const QRect sign(padding, (rect.height() - signSize) / 2, signSize, signSize);
    paintIcon(painter, sign, shieldOf(choice()->tier), tier.onFill);
    painter.setFont(m_theme.type().tier);
    painter.setPen(tier.onFill);
    painter.drawText(rect.adjusted(sign.right() + 7, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft,
        tierWord(choice()->tier));
}

void EnvironmentButton::paintDatabase(QPainter &painter, const QRect &rect) const
{
    const Tokens &t = m_theme.tokens();
    QRect place = rect.adjusted(padding, 0, -(arrowSize + 10), 0);
    painter.setFont(m_theme.type().medium);
    painter.setPen(isEnabled() ? t.text : t.disabled);
    const QString database = databaseText(*choice());
    painter.drawText(place, Qt::AlignVCenter | Qt::AlignLeft, database);
    place.setLeft(place.left() + painter.fontMetrics().horizontalAdvance(database) + 8);
    painter.setFont(m_theme.type().small);
    painter.setPen(isEnabled() ? t.text2 : t.disabled);
    if (!m_compact)
        painter.drawText(place, Qt::AlignVCenter | Qt::AlignLeft,
            painter.fontMetrics().elidedText(choice()->host, Qt::ElideMiddle, place.width()));
    const QRect arrow(
        rect.right() - 10 - arrowSize + 1, (rect.height() - arrowSize) / 2, arrowSize, arrowSize);
    paintIcon(painter, arrow, Icon::GoDown, isEnabled() ? t.text2 : t.disabled);
}

} // namespace widgets
