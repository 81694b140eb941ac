// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/goeslist.h"

#include "model/backupmodel.h"

#include <QHeaderView>
#include <QLocale>
#include <QPainter>
#include <QStyledItemDelegate>

#include <algorithm>

namespace widgets {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t shownAtFirst = 7;
constexpr int leastRow = 26;
constexpr int mostRowsSeen = 12; // then it scrolls

enum Column { NameColumn, RowsColumn, SizeColumn, BarColumn, ColumnCount };
constexpr int ShareRole = Qt::UserRole + 1; // of the largest, 0 to 1

} // namespace

QString countText(qint64 count)
{
    return count < 0 ? QString() : QLocale().toString(count);
}

QString shortCountText(qint64 count)
{
    if (count < 1'000'000)
        return countText(count);
    const double millions = double(count) / 1'000'000;
    return millions < 1'000
        ? GoesList::tr("%1 M").arg(QLocale().toString(millions, 'f', 1))
        : GoesList::tr("%1 G").arg(QLocale().toString(millions / 1'000, 'f', 1));
}

class GoesList::Items : public QAbstractTableModel
{
public:
    using QAbstractTableModel::QAbstractTableModel;

    std::vector<GoingItem> items;
    std::size_t shown = 0;
    QString what = GoesList::tr("Table");
    QFont nameFont;

    void set(std::vector<GoingItem> now, std::size_t count)
    {
        beginResetModel();
        items = std::move(now);
        shown = std::min(count, items.size());
        endResetModel();
    }

    int rowCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : int(shown);
    }
    int columnCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : int(ColumnCount);
    }
    QVariant data(const QModelIndex &index, int role) const override
    {
        const GoingItem &item = items.at(std::size_t(index.row()));
        if (role == Qt::DisplayRole)
            return text(item, index.column());
        if (role == Qt::ToolTipRole && index.column() == NameColumn)
            return item.name;
        if (role == Qt::TextAlignmentRole)
            return int(
                (index.column() == NameColumn ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
        if (role == Qt::FontRole && index.column() == NameColumn)
            return nameFont;
        if (role == ShareRole)
            return share(item);
        return {};
    }
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override
    {
        if (orientation != Qt::Horizontal)
            return {};
        if (role == Qt::TextAlignmentRole)
            return int((section == NameColumn ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
        if (role != Qt::DisplayRole)
            return {};
        return section == NameColumn ? what
            : section == RowsColumn  ? GoesList::tr("Rows")
            : section == SizeColumn  ? GoesList::tr("Size")
                                     : QString();
    }

private:
    static QString text(const GoingItem &item, int column)
    {
        return column == NameColumn ? item.name
            : column == RowsColumn  ? countText(item.rows)
            : column == SizeColumn  ? model::bytesText(item.bytes)
                                    : QString();
    }
    double share(const GoingItem &item) const
    {
        const qint64 largest = std::max<qint64>(1, items.front().bytes);
        return std::clamp(double(item.bytes) / double(largest), 0.0, 1.0);
    }
};

class GoesList::BarDelegate : public QStyledItemDelegate
{
public:
    BarDelegate(const Theme &theme, QObject *parent)
        : QStyledItemDelegate(parent)
        , m_theme(theme)
    {
    }
    void paint(QPainter *painter, const QStyleOptionViewItem &option,
        const QModelIndex &index) const override
    {
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(Qt::NoPen);
        painter->setBrush(m_theme.tokens().text3);
        const double length =
            std::max(3.0, (option.rect.width() - 16) * index.data(ShareRole).toDouble());
        painter->drawRoundedRect(
            QRectF(option.rect.left() + 12, option.rect.center().y() - 2, length, 5), 2.5, 2.5);
        painter->restore();
    }

private:
    const Theme &m_theme;
};

GoesList::GoesList(const Theme &theme, QWidget *parent)
    : QTableView(parent)
    , m_items(new Items(this))
{
    setObjectName("goes"_L1);
    setAccessibleName(tr("What goes"));
    setModel(m_items);
    setFont(theme.type().small);
    setFrameShape(QFrame::NoFrame);
    setShowGrid(false);
    viewport()->setAutoFillBackground(false); // the card shows through
    setFocusPolicy(Qt::NoFocus); // until it scrolls
    setSelectionMode(QAbstractItemView::NoSelection);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setWordWrap(false);
    setItemDelegateForColumn(BarColumn, new BarDelegate(theme, this));
    m_items->nameFont = theme.type().fixedSmall;
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(std::max(leastRow, fontMetrics().height() + 8));
    QHeaderView *header = horizontalHeader();
    header->setObjectName("goesHeader"_L1);
    header->setFont(theme.type().small);
    header->setHighlightSections(false);
    header->setSectionsClickable(false);
    header->setMinimumSectionSize(40);
    header->setSectionResizeMode(NameColumn, QHeaderView::Stretch);
    for (const int column : {RowsColumn, SizeColumn})
        header->setSectionResizeMode(column, QHeaderView::ResizeToContents);
    header->setSectionResizeMode(BarColumn, QHeaderView::Fixed);
    header->resizeSection(BarColumn, 124);
}

void GoesList::setWhat(const QString &what)
{
    m_items->what = what;
}

void GoesList::setItems(const std::vector<GoingItem> &items)
{
    std::vector<GoingItem> sorted = items;
    std::stable_sort(sorted.begin(), sorted.end(),
        [](const GoingItem &one, const GoingItem &other) { return one.bytes > other.bytes; });
    m_items->set(std::move(sorted), shownAtFirst);
    updateGeometry();
}

int GoesList::hiddenItems() const
{
    return int(m_items->items.size() - m_items->shown);
}

void GoesList::showAll()
{
    m_items->set(m_items->items, m_items->items.size());
    setFocusPolicy(Qt::StrongFocus);
    updateGeometry();
}

QSize GoesList::sizeHint() const
{
    const int rows = std::min(model()->rowCount(), mostRowsSeen);
    return {420,
        horizontalHeader()->sizeHint().height() + rows * verticalHeader()->defaultSectionSize()
            + 2};
}

} // namespace widgets
