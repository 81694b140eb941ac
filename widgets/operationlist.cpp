// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/operationlist.h"

#include "model/words.h"
#include "widgets/icons.h"
#include "widgets/revisiondelegates.h"
#include "widgets/richtext.h"

#include <QPainter>
#include <QStyledItemDelegate>

namespace widgets {

using namespace Qt::StringLiterals;
using model::JournalModel;

namespace {

struct Sign
{
    Icon icon;
    QColor colour;
};

Sign signOf(const QModelIndex &index, const Tokens &tokens)
{
    if (index.data(JournalModel::RunningRole).toBool())
        return {Icon::Running, tokens.pending.text};
    using migrations::Outcome;
    const auto outcome =
        migrations::outcomeFromName(index.data(JournalModel::OutcomeRole).toString());
    switch (outcome.value_or(Outcome::Unknown)) {
    case Outcome::Done:
    case Outcome::NothingToDo:
        return {Icon::Ok, tokens.ok.text};
    case Outcome::RolledBack:
        return {Icon::Danger, tokens.danger.text};
    case Outcome::Partly:
    case Outcome::Refused:
        return {Icon::Caution, tokens.caution.text};
    case Outcome::Unknown:
        break;
    }
    return {Icon::Unknown, tokens.unknown.text};
}

} // namespace

class OperationList::Delegate : public QStyledItemDelegate
{
public:
    Delegate(const Theme &theme, QObject *parent)
        : QStyledItemDelegate(parent)
        , m_theme(theme)
    {
    }

    QString runningText;
    int turn = 0; // of the running arc, degrees

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override
    {
        const int lines = QFontMetrics(m_theme.type().medium).height()
            + QFontMetrics(m_theme.type().small).height();
        return {200, std::max(44, lines + 12)};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
        const QModelIndex &index) const override
    {
        const Tokens &tokens = m_theme.tokens();
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        const QRect card = option.rect.adjusted(6, 1, -6, -1);
        if (option.state & (QStyle::State_Selected | QStyle::State_MouseOver)) {
            const bool focused = option.state & QStyle::State_Active;
            painter->setPen(Qt::NoPen);
            painter->setBrush(option.state & QStyle::State_Selected
                    ? (focused ? tokens.select : tokens.selectOff)
                    : tokens.hover);
            painter->drawRoundedRect(card, 6, 6);
        }
        const Sign sign = signOf(index, tokens);
        const QRectF at(card.left() + 8, card.top() + 7, 16, 16);
        if (sign.icon == Icon::Running)
            paintRunning(*painter, at, turn, tokens);
        else
            paintIcon(*painter, at, sign.icon, sign.colour);
        const QRect text = card.adjusted(32, 4, -8, -4);
        painter->setPen(tokens.text);
        drawLine(*painter, text, m_theme.type().medium, Qt::AlignTop, index.data().toString());
        painter->setPen(tokens.text2);
        drawLine(*painter, text, m_theme.type().small, Qt::AlignBottom, secondLine(index));
        painter->restore();
    }

private:
    static void drawLine(QPainter &painter, const QRect &rect, const QFont &font,
        Qt::Alignment alignment, const QString &text)
    {
        painter.setFont(font);
        const QString elided = QFontMetrics(font).elidedText(text, Qt::ElideRight, rect.width());
        painter.drawText(rect, int(alignment | Qt::AlignLeft) | Qt::TextSingleLine, elided);
    }

    QString secondLine(const QModelIndex &index) const
    {
        if (index.data(JournalModel::RunningRole).toBool())
            return runningText;
        const auto entry = index.data(JournalModel::EntryRole).value<migrations::JournalEntry>();
        const auto outcome = migrations::outcomeFromName(entry.outcome);
        QStringList parts {model::environmentWord(entry)};
        if (outcome != migrations::Outcome::Done)
            parts.append(model::outcomeWord(entry.outcome));
        parts.append(momentText(entry.started));
        if (entry.ended.isValid())
            parts.append(durationText(entry.started.msecsTo(entry.ended)));
        return parts.join(", "_L1);
    }

    const Theme &m_theme;
};

OperationList::OperationList(const Theme &theme, model::JournalModel &journal, QWidget *parent)
    : QListView(parent)
    , m_delegate(new Delegate(theme, this))
{
    setObjectName("operations"_L1);
    setAccessibleName(tr("Operations"));
    setFrameShape(QFrame::NoFrame);
    setModel(&journal);
    setModelColumn(JournalModel::OperationColumn);
    setItemDelegate(m_delegate);
    setUniformItemSizes(true);
    setViewportMargins(0, 6, 0, 6);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Window);
    setMouseTracking(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    viewport()->setBackgroundRole(QPalette::Window);
    connect(&theme, &Theme::changed, viewport(), qOverload<>(&QWidget::update));
}

Icon operationIcon(const QString &kind)
{
    static const QHash<QString, Icon> icons {{u"upgrade"_s, Icon::Upgrade},
        {u"downgrade"_s, Icon::RollBack}, {u"stamp"_s, Icon::Tag}, {u"backup"_s, Icon::Backup},
        {u"restore"_s, Icon::DocumentRevert}, {u"reset"_s, Icon::EditDelete},
        {u"recreate"_s, Icon::ServerDatabase}, {u"undo"_s, Icon::EditUndo},
        {u"undo-files"_s, Icon::EditUndo}, {u"undo-stamp"_s, Icon::EditUndo},
        {u"repair"_s, Icon::Configure}};
    return icons.value(kind, Icon::DialogScripts);
}

void OperationList::setRunningText(const QString &text)
{
    m_delegate->runningText = text;
    viewport()->update();
}

void OperationList::turn(int degrees)
{
    m_delegate->turn = degrees;
    update(model()->index(0, JournalModel::OperationColumn)); // the one that runs is on top
}

void OperationList::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QListView::currentChanged(current, previous);
    if (current.isValid())
        Q_EMIT operationChosen(current.data(JournalModel::IdRole).toLongLong(),
            current.data(JournalModel::RunningRole).toBool());
}

} // namespace widgets
