// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/foundlist.h"

#include "widgets/icons.h"

#include <QPainter>
#include <QStyledItemDelegate>

namespace widgets {

using namespace Qt::StringLiterals;
using migrations::FoundScript;

namespace {

enum Role { IdRole = Qt::UserRole + 1, PlaceRole, MissingRole };

constexpr QMargins around(24, 10, 18, 10);
constexpr int signWidth = 26;

} // namespace

class FoundList::Delegate : public QStyledItemDelegate
{
public:
    Delegate(const Theme &theme, FoundList &list)
        : QStyledItemDelegate(&list)
        , m_theme(theme)
        , m_list(list)
    {
    }

    // As high as its place is long.
    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const override
    {
        const Type &type = m_theme.type();
        const int width = m_list.viewport()->width() - around.left() - around.right() - signWidth;
        const int place = QFontMetrics(type.small)
                              .boundingRect(0, 0, width, 1'000, Qt::TextWordWrap,
                                  index.data(PlaceRole).toString())
                              .height();
        return {width,
            QFontMetrics(type.strong).height() + QFontMetrics(type.fixedSmall).height() + 4 + place
                + around.top() + around.bottom() + 2};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
        const QModelIndex &index) const override
    {
        const Tokens &tokens = m_theme.tokens();
        const Type &type = m_theme.type();
        const bool missing = index.data(MissingRole).toBool();
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        if (option.state & QStyle::State_Selected)
            paintCard(*painter, option.rect.adjusted(8, 2, -8, -2), tokens);
        const QRect all = option.rect.marginsRemoved(around);
        paintIcon(*painter, QRectF(all.left(), all.top() + 2, 16, 16),
            missing ? Icon::Unknown : Icon::Ghost,
            missing ? tokens.unknown.text : tokens.ghost.text);
        QRect line = all.adjusted(signWidth, 0, 0, 0);
        drawLine(*painter, line, type.strong, tokens.text, index.data().toString());
        drawLine(*painter, line, type.fixedSmall, tokens.text2, index.data(IdRole).toString());
        painter->setFont(type.small);
        painter->setPen(missing ? tokens.danger.text : tokens.text2);
        painter->drawText(line, Qt::AlignLeft | Qt::TextWordWrap, index.data(PlaceRole).toString());
        painter->restore();
    }

private:
    // A line at the top; the rest is what is below it.
    static void drawLine(QPainter &painter, QRect &rest, const QFont &font, const QColor &colour,
        const QString &text)
    {
        const QFontMetrics metrics(font);
        painter.setFont(font);
        painter.setPen(colour);
        painter.drawText(rest, Qt::AlignLeft | Qt::TextSingleLine,
            metrics.elidedText(text, Qt::ElideRight, rest.width()));
        rest.setTop(rest.top() + metrics.height() + 2);
    }

    static void paintCard(QPainter &painter, const QRect &rect, const Tokens &tokens)
    {
        painter.setPen(tokens.line2);
        painter.setBrush(tokens.base);
        painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
        painter.fillRect(
            QRect(rect.left() + 1, rect.top() + 8, 3, rect.height() - 16), tokens.focus);
    }

    const Theme &m_theme;
    const FoundList &m_list;
};

FoundList::FoundList(const Theme &theme, QWidget *parent)
    : QListWidget(parent)
{
    setObjectName("foundScripts"_L1);
    setAccessibleName(tr("Scripts that were found"));
    setFrameShape(QFrame::NoFrame);
    setResizeMode(QListView::Adjust); // rows are laid out anew, for their width
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    viewport()->setBackgroundRole(QPalette::Window);
    setItemDelegate(new Delegate(theme, *this));
    connect(&theme, &Theme::changed, viewport(), qOverload<>(&QWidget::update));
}

void FoundList::setSearch(const migrations::GhostSearch &search)
{
    clear();
    const auto add = [this](const QString &id, const QString &message, const QString &place,
                         bool missing) {
        auto *item = new QListWidgetItem(message.isEmpty() ? id : message, this);
        item->setData(IdRole, id);
        item->setData(PlaceRole, place);
        item->setData(MissingRole, missing);
        item->setData(Qt::AccessibleTextRole, tr("%1, %2: %3").arg(id, message, place));
        item->setToolTip(place);
    };
    for (const FoundScript &script : search.found)
        add(script.revision, script.message, script.where, false);
    for (const QString &revision : search.missing)
        add(revision, tr("Found nowhere"), tr("Ask who ran it for the file."), true);
}

} // namespace widgets
