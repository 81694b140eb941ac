// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/blockercard.h"

#include "widgets/icons.h"
#include "widgets/richtext.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

#include <algorithm>

namespace widgets {

using namespace Qt::StringLiterals;
using migrations::Blocker;

namespace {

constexpr int longestQuery = 300;

QString nameOf(const Blocker &blocker)
{
    return blocker.application.isEmpty() ? BlockerCard::tr("pid %1").arg(blocker.pid)
                                         : blocker.application;
}

QString sessionText(const Blocker &blocker)
{
    QStringList parts {BlockerCard::tr("pid %1").arg(blocker.pid)};
    if (!blocker.user.isEmpty())
        parts.append(BlockerCard::tr("role %1").arg(blocker.user));
    if (!blocker.client.isEmpty())
        parts.append(BlockerCard::tr("from %1").arg(blocker.client));
    if (!blocker.state.isEmpty())
        parts.append(blocker.state);
    return parts.join(", "_L1);
}

} // namespace

BlockerCard::BlockerCard(const Theme &theme, QWidget *parent)
    : QFrame(parent)
    , m_theme(theme)
{
    setObjectName("blocker"_L1);
    m_title = new QLabel(this);
    m_title->setObjectName("blockerTitle"_L1);
    m_title->setTextFormat(Qt::PlainText);
    m_title->setFont(theme.type().strong);
    m_waited = secondaryLabel({}, this);
    auto *head = new QHBoxLayout;
    head->addSpacing(24);
    head->addWidget(m_title, 1);
    head->addWidget(m_waited);

    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(16);
    grid->setVerticalSpacing(4);
    grid->setColumnStretch(1, 1);
    const auto add = [&](const QString &name) {
        const int row = grid->rowCount();
        grid->addWidget(secondaryLabel(name, this), row, 0, Qt::AlignTop);
        auto *value = new QLabel(this);
        value->setTextFormat(Qt::PlainText);
        value->setTextInteractionFlags(Qt::TextSelectableByMouse);
        value->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
        value->setWordWrap(true);
        value->setAccessibleName(name);
        grid->addWidget(value, row, 1, Qt::AlignTop);
        return value;
    };
    m_session = add(tr("Session"));
    m_since = add(tr("Open for"));
    m_query = add(tr("Runs"));
    m_query->setFont(theme.type().fixedSmall);
    m_others = add(tr("Others"));

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(14, 12, 14, 12);
    column->setSpacing(8);
    column->addLayout(head);
    column->addLayout(grid);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    hide();
}

void BlockerCard::setBlockers(const std::vector<Blocker> &blockers, qint64 waitedMs)
{
    setVisible(!blockers.empty());
    if (blockers.empty())
        return;
    const auto root = std::find_if(
        blockers.begin(), blockers.end(), [](const Blocker &blocker) { return blocker.root; });
    const Blocker &first = root == blockers.end() ? blockers.front() : *root;
    m_title->setText(tr("%1 holds what this step waits for").arg(nameOf(first)));
    m_waited->setText(tr("waited %1").arg(durationText(waitedMs)));
    m_session->setText(sessionText(first));
    m_since->setText(first.transactionMs < 0 ? tr("not visible to this role")
                                             : durationText(first.transactionMs));
    m_query->setText(first.query.isEmpty() ? tr("not visible to this role")
                                           : first.query.simplified().left(longestQuery));
    const int others = int(blockers.size()) - 1;
    m_others->setText(others == 0 ? tr("none")
            : others == 1         ? tr("1 more session ahead of us")
                                  : tr("%1 more sessions ahead of us").arg(others));
}

void BlockerCard::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const MeaningColours &colours = m_theme.tokens().caution;
    painter.setPen(colours.border);
    painter.setBrush(colours.soft);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
    paintIcon(painter, QRectF(14, 12, 16, 16), Icon::Caution, colours.text);
}

} // namespace widgets
