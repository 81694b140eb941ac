// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/revisionview.h"

#include "widgets/graphpainter.h"
#include "widgets/revisiondelegates.h"

#include <QBasicTimer>
#include <QContextMenuEvent>
#include <QHeaderView>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QScrollBar>
#include <QStyle>
#include <QTimerEvent>

using namespace Qt::StringLiterals;
using model::RevisionTableModel;

namespace widgets {

namespace {

constexpr int narrow = 560; // below it the date gives its room to the message
constexpr int narrowForGit = 640; // likewise
constexpr int frame = 33; // ms; the arc makes one turn a second

int textWidth(const QFont &font, const QString &sample)
{
    return QFontMetrics(font).horizontalAdvance(sample) + 2 * 8 + 2;
}

} // namespace

struct RevisionView::Private
{
    Private(const Theme &theme, RevisionTableModel &model, model::RevisionFilter &proxy)
        : revisions(model)
        , filter(proxy)
        , look {theme}
    {
    }

    RevisionTableModel &revisions;
    model::RevisionFilter &filter;
    RowLook look;
    QString wanted; // the person's choice; comes back when a filter lets it
    QString told; // what currentRevisionChanged said last
    bool restoring = false;
    QBasicTimer arc;
};

RevisionView::RevisionView(const Theme &theme, RevisionTableModel &revisions,
    model::RevisionFilter &filter, QWidget *parent)
    : QTableView(parent)
    , d(std::make_unique<Private>(theme, revisions, filter))
{
    setObjectName(u"revisions"_s);
    setAccessibleName(tr("Revisions"));
    setModel(&filter);
    setUpTable();
    setUpColumns();
    connect(&theme, &Theme::changed, this, &RevisionView::measure);
    connect(this, &QTableView::doubleClicked, this,
        [this] { Q_EMIT revisionActivated(currentRevision()); });
    connect(&filter, &QAbstractItemModel::modelReset, this, &RevisionView::restoreCurrent);
    connect(&filter, &QAbstractItemModel::layoutChanged, this, [this] { restoreCurrent(); });
    connect(&filter, &QAbstractItemModel::rowsInserted, this, &RevisionView::restoreCurrent);
    connect(&filter, &QAbstractItemModel::rowsRemoved, this, &RevisionView::restoreCurrent);
    connect(&revisions, &QAbstractItemModel::dataChanged, this, &RevisionView::followModel);
    connect(&revisions, &QAbstractItemModel::modelReset, this, &RevisionView::followModel);
    measure();
}

RevisionView::~RevisionView() = default;

void RevisionView::setUpTable()
{
    setFrameShape(NoFrame);
    setShowGrid(false);
    setWordWrap(false);
    setSelectionBehavior(SelectRows);
    setSelectionMode(SingleSelection);
    setEditTriggers(NoEditTriggers);
    setTabKeyNavigation(false);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setMinimumWidth(480);
    viewport()->setMouseTracking(true);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setMinimumSectionSize(1);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setSectionsClickable(false);
    horizontalHeader()->setMinimumSectionSize(1);
    horizontalHeader()->setFocusPolicy(Qt::NoFocus);
}

void RevisionView::setUpColumns()
{
    setItemDelegateForColumn(RevisionTableModel::GraphColumn, new GraphDelegate(d->look, this));
    setItemDelegateForColumn(RevisionTableModel::StateColumn, new StateDelegate(d->look, this));
    setItemDelegateForColumn(
        RevisionTableModel::RevisionColumn, new RevisionDelegate(d->look, this));
    setItemDelegateForColumn(RevisionTableModel::MessageColumn, new MessageDelegate(d->look, this));
    setItemDelegateForColumn(RevisionTableModel::DateColumn, new DateDelegate(d->look, this));
    setItemDelegateForColumn(RevisionTableModel::GitColumn, new GitDelegate(d->look, this));
    horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setSectionResizeMode(
        RevisionTableModel::MessageColumn, QHeaderView::Stretch);
}

// The numbers are LOOK.md's minima; a larger font makes room for itself.
void RevisionView::measure()
{
    const Type &type = d->look.theme.type();
    setFont(type.body);
    horizontalHeader()->setFont(type.small);
    horizontalHeader()->setFixedHeight(qMax(26, QFontMetrics(type.small).height() + 8));
    verticalHeader()->setDefaultSectionSize(qMax(28, QFontMetrics(type.body).height() + 10));
    QFont word = type.small;
    word.setWeight(QFont::Medium);
    setColumnWidth(RevisionTableModel::StateColumn, qMax(84, textWidth(word, tr("unknown")) + 21));
    setColumnWidth(RevisionTableModel::RevisionColumn,
        qMax(104, textWidth(type.fixedSmall, QString(12, u'0'))));
    setColumnWidth(
        RevisionTableModel::DateColumn, qMax(74, textWidth(type.small, u"28 Nov 2024"_s)));
    setColumnWidth(RevisionTableModel::GitColumn, qMax(80, textWidth(type.small, tr("committed"))));
    setColumnWidth(RevisionTableModel::GraphColumn, graphWidth(d->revisions.laneCount()));
    viewport()->update();
}

// Outside a repository there is nothing to say about git.
void RevisionView::showColumns()
{
    setColumnHidden(RevisionTableModel::DateColumn, width() < narrow);
    setColumnHidden(RevisionTableModel::GitColumn,
        width() < narrowForGit || d->revisions.fileFacts().git.isEmpty());
}

QString RevisionView::currentRevision() const
{
    return currentIndex().data(RevisionTableModel::IdRole).toString();
}

void RevisionView::setCurrentRevision(const QString &id)
{
    d->wanted = id;
    const int row = d->revisions.rowOf(id);
    const QModelIndex source = d->revisions.index(row, RevisionTableModel::MessageColumn);
    const QModelIndex index = row < 0 ? QModelIndex() : d->filter.mapFromSource(source);
    d->restoring = true;
    setCurrentIndex(index);
    if (!index.isValid())
        selectionModel()->clear();
    d->restoring = false;
    tellCurrent();
}

void RevisionView::setTier(migrations::Tier tier)
{
    d->look.tier = tier;
    viewport()->update();
}

void RevisionView::restoreCurrent()
{
    d->look.hoveredRow = -1;
    if (currentRevision() != d->wanted)
        setCurrentRevision(QString(d->wanted));
    else
        tellCurrent();
}

void RevisionView::tellCurrent()
{
    const QString id = currentRevision();
    if (id == d->told)
        return;
    d->told = id;
    Q_EMIT currentRevisionChanged(id);
}

void RevisionView::followModel()
{
    showColumns();
    setColumnWidth(RevisionTableModel::GraphColumn, graphWidth(d->revisions.laneCount()));
    const bool turns = style()->styleHint(QStyle::SH_Widget_Animation_Duration, nullptr, this) > 0;
    if (d->revisions.runningRevision().isEmpty() || !turns)
        d->arc.stop();
    else if (!d->arc.isActive())
        d->arc.start(frame, this);
}

void RevisionView::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != d->arc.timerId()) {
        QTableView::timerEvent(event);
        return;
    }
    d->look.turn = (d->look.turn + 360 * frame / 1000) % 360;
    const int row = d->revisions.rowOf(d->revisions.runningRevision());
    if (row >= 0)
        updateRow(d->filter.mapFromSource(d->revisions.index(row, 0)).row());
}

void RevisionView::updateRow(int row)
{
    if (row >= 0)
        viewport()->update(0, rowViewportPosition(row), viewport()->width(), rowHeight(row));
}

void RevisionView::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTableView::currentChanged(current, previous);
    viewport()->update(); // the dotted lines of what it depends on
    if (d->restoring || !current.isValid())
        return;
    d->wanted = currentRevision();
    tellCurrent();
}

void RevisionView::keyPressEvent(QKeyEvent *event)
{
    const bool plain =
        !(event->modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier));
    const QString text = event->text();
    switch (event->key()) {
    case Qt::Key_Home:
        goToRow(0);
        return;
    case Qt::Key_End:
        goToRow(d->filter.rowCount() - 1);
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (!currentRevision().isEmpty())
            Q_EMIT revisionActivated(currentRevision());
        return;
    case Qt::Key_Left:
    case Qt::Key_Right:
        event->ignore(); // there is one selection, the row
        return;
    default:
        break;
    }
    if (plain && !text.isEmpty() && text.at(0).isPrint()) {
        Q_EMIT typed(text);
        return;
    }
    QTableView::keyPressEvent(event);
}

void RevisionView::goToRow(int row)
{
    if (row >= 0 && row < d->filter.rowCount())
        setCurrentIndex(d->filter.index(row, RevisionTableModel::MessageColumn));
}

void RevisionView::contextMenuEvent(QContextMenuEvent *event)
{
    const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
    const QModelIndex index = byKey ? currentIndex() : indexAt(event->pos());
    if (!index.isValid())
        return;
    const QPoint place = byKey ? visualRect(index).bottomLeft() : event->pos();
    Q_EMIT contextMenuRequested(
        index.data(RevisionTableModel::IdRole).toString(), viewport()->mapToGlobal(place));
}

void RevisionView::mouseMoveEvent(QMouseEvent *event)
{
    QTableView::mouseMoveEvent(event);
    hover(rowAt(int(event->position().y())));
}

void RevisionView::leaveEvent(QEvent *event)
{
    QTableView::leaveEvent(event);
    hover(-1);
}

void RevisionView::hover(int row)
{
    if (row == d->look.hoveredRow)
        return;
    const int before = std::exchange(d->look.hoveredRow, row);
    updateRow(before);
    updateRow(row);
}

bool RevisionView::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::Leave)
        hover(-1);
    return QTableView::viewportEvent(event);
}

void RevisionView::resizeEvent(QResizeEvent *event)
{
    showColumns();
    QTableView::resizeEvent(event);
}

void RevisionView::paintEvent(QPaintEvent *event)
{
    QTableView::paintEvent(event);
    if (currentIndex().isValid())
        paintDependencies();
}

void RevisionView::paintDependencies()
{
    const auto rows = currentIndex().data(RevisionTableModel::DependsRole).value<QVector<int>>();
    if (rows.isEmpty())
        return;
    QPainter painter(viewport());
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setClipRect(0, 0, columnWidth(RevisionTableModel::GraphColumn), viewport()->height());
    painter.setPen(QPen(d->look.theme.tokens().text3, 1.5, Qt::DotLine, Qt::RoundCap));
    for (const int row : rows) {
        const QModelIndex source = d->revisions.index(row, RevisionTableModel::GraphColumn);
        const QModelIndex target = d->filter.mapFromSource(source);
        if (row < 0 || !target.isValid())
            continue;
        const QPointF from = nodeCentre(currentIndex()) + QPointF(7, 0);
        const QPointF to = nodeCentre(target) + QPointF(7, 0);
        const qreal bow = qMax(from.x(), to.x()) + 14;
        QPainterPath path(from);
        path.cubicTo(QPointF(bow, from.y()), QPointF(bow, to.y()), to);
        painter.drawPath(path);
    }
}

QPointF RevisionView::nodeCentre(const QModelIndex &index) const
{
    const QRectF cell(columnViewportPosition(RevisionTableModel::GraphColumn),
        rowViewportPosition(index.row()), columnWidth(RevisionTableModel::GraphColumn),
        rowHeight(index.row()));
    const auto lanes = index.data(RevisionTableModel::LaneRole).value<migrations::LaneRow>();
    return graphNodeCentre(cell, lanes.lane);
}

void RevisionView::focusInEvent(QFocusEvent *event)
{
    d->look.focused = true;
    QTableView::focusInEvent(event);
    if (!currentIndex().isValid())
        goToRow(0);
    viewport()->update();
}

void RevisionView::focusOutEvent(QFocusEvent *event)
{
    d->look.focused = false;
    QTableView::focusOutEvent(event);
    viewport()->update();
}

} // namespace widgets
