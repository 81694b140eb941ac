// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/projectbutton.h"

#include "widgets/icons.h"

#include <QMenu>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace widgets {

namespace {

constexpr int barHeight = 32;
constexpr int padding = 8;
constexpr int signSize = 16;
constexpr int gap = 6;
constexpr int arrowSize = 12;
constexpr int longestBranch = 220;

} // namespace

ProjectButton::ProjectButton(const Theme &theme, QWidget *parent)
    : QToolButton(parent)
    , m_theme(theme)
{
    setObjectName(u"project"_s);
    setAccessibleName(tr("Project"));
    setPopupMode(InstantPopup);
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    auto *menu = new QMenu(this);
    menu->setObjectName(u"projectMenu"_s);
    menu->setToolTipsVisible(true);
    setMenu(menu);
    rebuildMenu();
    connect(&theme, &Theme::changed, this, [this] {
        rebuildMenu();
        updateGeometry();
        update();
    });
}

void ProjectButton::setProject(const QString &name, const QString &branch)
{
    m_name = name;
    m_branch = branch;
    setText(branch.isEmpty() ? name : tr("%1 on branch %2").arg(name, branch));
    setToolTip(text());
    setAccessibleDescription(text());
    updateGeometry();
    update();
}

void ProjectButton::setRecent(const std::vector<RecentProject> &projects)
{
    if (projects == m_recent)
        return;
    m_recent = projects;
    rebuildMenu();
}

void ProjectButton::rebuildMenu()
{
    const Tokens &t = m_theme.tokens();
    menu()->clear();
    QAction *open =
        menu()->addAction(widgets::icon(Icon::DocumentOpenFolder, t.text), tr("Open folder…"));
    open->setObjectName(u"openFolder"_s);
    connect(open, &QAction::triggered, this, &ProjectButton::openRequested);
    if (!m_recent.empty())
        menu()->addSeparator();
    for (const RecentProject &project : m_recent) {
        QAction *action = menu()->addAction(project.name);
        action->setObjectName(u"recent-"_s + project.folder);
        action->setToolTip(project.folder);
        connect(action, &QAction::triggered, this,
            [this, folder = project.folder] { Q_EMIT projectChosen(folder); });
    }
}

QSize ProjectButton::sizeHint() const
{
    const QFontMetrics strong(m_theme.type().strong);
    const QFontMetrics small(m_theme.type().small);
    int width =
        padding + signSize + gap + strong.horizontalAdvance(m_name) + gap + signSize + padding;
    if (!m_branch.isEmpty())
        width += 10 + signSize + 4 + qMin(small.horizontalAdvance(m_branch), longestBranch);
    return {width, qMax(barHeight, strong.height() + 14)};
}

QSize ProjectButton::minimumSizeHint() const
{
    return sizeHint();
}

void ProjectButton::paintEvent(QPaintEvent *)
{
    const Tokens &t = m_theme.tokens();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (underMouse() || isDown()) {
        QColor veil = t.text;
        veil.setAlpha(isDown() ? 32 : 16);
        painter.setPen(Qt::NoPen);
        painter.setBrush(veil);
        painter.drawRoundedRect(rect(), 6, 6);
    }
    const int top = (height() - signSize) / 2;
    int x = padding;
    const auto sign = [&](Icon which, const QColor &colour) {
        paintIcon(painter, QRect(x, top, signSize, signSize), which, colour);
        x += signSize;
    };
    const auto word = [&](const QString &text, const QFont &font, const QColor &colour, int most) {
        const QFontMetrics metrics(font);
        painter.setFont(font);
        painter.setPen(colour);
        const QString shown = metrics.elidedText(text, Qt::ElideMiddle, most);
        painter.drawText(QRect(x, 0, most, height()), Qt::AlignVCenter | Qt::AlignLeft, shown);
        x += metrics.horizontalAdvance(shown);
    };
    sign(Icon::DocumentOpenFolder, t.text);
    x += gap;
    word(m_name, m_theme.type().strong, t.text, width());
    if (!m_branch.isEmpty()) {
        x += 10;
        sign(Icon::VcsBranch, t.text2);
        x += 4;
        word(m_branch, m_theme.type().small, t.text2, longestBranch);
    }
    paintIcon(painter, QRect(x + gap, (height() - arrowSize) / 2, arrowSize, arrowSize),
        Icon::GoDown, t.text2);
}

} // namespace widgets
