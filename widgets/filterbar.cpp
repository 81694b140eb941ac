// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/filterbar.h"

#include "widgets/icons.h"
#include "widgets/paintbadge.h"

#include <QAbstractButton>
#include <QButtonGroup>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>
#include <QStyle>

using namespace Qt::StringLiterals;
using Group = model::RevisionFilter::Group;

namespace widgets {

namespace {

// The funnel before the text and the key cap after it; the line edit itself is Qt's.
class FilterEdit : public QLineEdit
{
public:
    FilterEdit(const Theme &theme, QWidget *parent)
        : QLineEdit(parent)
        , m_theme(theme)
    {
        measure();
    }
    void measure()
    {
        setTextMargins(signWidth, 0, keyCapWidth(key(), m_theme) + 2, 0);
        setFont(m_theme.type().body);
    }

protected:
    void paintEvent(QPaintEvent *event) override
    {
        QLineEdit::paintEvent(event);
        QPainter painter(this);
        const QRect sign(9, (height() - 16) / 2, 16, 16);
        paintIcon(painter, sign, Icon::ViewFilter, m_theme.tokens().text2);
        const int cap = keyCapWidth(key(), m_theme);
        if (text().isEmpty())
            paintKeyCap(painter, QRect(width() - cap - 8, 0, cap, height()), key(), m_theme);
    }

private:
    static constexpr int signWidth = 22;
    static QString key()
    {
        return QKeySequence(QKeySequence::Find).toString(QKeySequence::NativeText);
    }

    const Theme &m_theme;
};

// "Pending 2": a word, its count, a soft fill when chosen.
class GroupButton : public QAbstractButton
{
public:
    GroupButton(const Theme &theme, QWidget *parent)
        : QAbstractButton(parent)
        , m_theme(theme)
    {
        setCheckable(true);
        setFocusPolicy(Qt::TabFocus);
        setAttribute(Qt::WA_Hover);
        setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    }
    void setCount(int count)
    {
        m_count = QLocale().toString(count);
        setAccessibleName(u"%1 %2"_s.arg(text(), m_count));
        updateGeometry();
        update();
    }
    QSize sizeHint() const override
    {
        const QFontMetrics word(m_theme.type().medium);
        return {
            2 * padding + word.horizontalAdvance(text()) + gap + word.horizontalAdvance(m_count),
            qMax(26, word.height() + 8)};
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        const Tokens &t = m_theme.tokens();
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const QColor fill = isChecked() ? t.select : isDown() ? t.selectOff : t.hover;
        if (isChecked() || isDown() || underMouse()) {
            painter.setPen(t.highContrast && isChecked() ? QPen(t.text) : QPen(Qt::NoPen));
            painter.setBrush(fill);
            const QRectF box = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
            painter.drawRoundedRect(box, box.height() / 2, box.height() / 2);
        }
        painter.setFont(m_theme.type().medium);
        painter.setPen(isChecked() ? t.text : t.text2);
        const QRect inside = rect().adjusted(padding, 0, -padding, 0);
        painter.drawText(inside, Qt::AlignVCenter | Qt::AlignLeft, text());
        painter.drawText(inside, Qt::AlignVCenter | Qt::AlignRight, m_count);
    }

private:
    static constexpr int padding = 10;
    static constexpr int gap = 6;
    const Theme &m_theme;
    QString m_count;
};

} // namespace

FilterBar::FilterBar(const Theme &theme, model::RevisionFilter &filter, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_filter(filter)
{
    setObjectName(u"filterBar"_s);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(10, 6, 12, 7);
    row->setSpacing(6);
    auto *edit = new FilterEdit(theme, this);
    m_edit = edit;
    m_edit->setObjectName(u"filter"_s);
    m_edit->setAccessibleName(tr("Filter"));
    m_edit->setPlaceholderText(tr("Filter by message, id, author, label"));
    m_edit->setMinimumWidth(160);
    m_edit->setMaximumWidth(340);
    m_edit->installEventFilter(this);
    row->addWidget(m_edit, 1);
    row->addStretch(0);
    addGroup(Group::All, u"groupAll"_s);
    addGroup(Group::Pending, u"groupPending"_s);
    addGroup(Group::Problems, u"groupProblems"_s);
    m_groups[0]->setChecked(true);
    connect(m_edit, &QLineEdit::textChanged, &filter, &model::RevisionFilter::setText);
    connect(&filter, &model::RevisionFilter::countsChanged, this, &FilterBar::showCounts);
    connect(&theme, &Theme::changed, this, [this, edit] {
        edit->measure();
        update();
    });
    showCounts();
}

void FilterBar::addGroup(Group group, const QString &objectName)
{
    const QString words[] = {tr("All"), tr("Pending"), tr("Problems")};
    auto *button = new GroupButton(m_theme, this);
    button->setObjectName(objectName);
    button->setText(words[int(group)]);
    button->setAutoExclusive(true);
    connect(button, &QAbstractButton::toggled, this, [this, group](bool on) {
        if (on)
            m_filter.setGroup(group);
    });
    layout()->addWidget(button);
    m_groups.at(std::size_t(group)) = button;
}

void FilterBar::showCounts()
{
    for (const Group group : {Group::All, Group::Pending, Group::Problems}) {
        auto *button = static_cast<GroupButton *>(m_groups.at(std::size_t(group)));
        button->setCount(m_filter.countOf(group));
    }
}

void FilterBar::focusFilter()
{
    m_edit->setFocus(Qt::ShortcutFocusReason);
    m_edit->selectAll();
}

void FilterBar::type(const QString &text)
{
    m_edit->setFocus(Qt::OtherFocusReason);
    m_edit->end(false);
    m_edit->insert(text);
}

void FilterBar::clear()
{
    m_edit->clear();
    showGroup(model::RevisionFilter::Group::All);
}

void FilterBar::showGroup(model::RevisionFilter::Group group)
{
    m_groups.at(std::size_t(group))->click();
}

QString FilterBar::text() const
{
    return m_edit->text();
}

bool FilterBar::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_edit || event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent *>(event)->key();
    if (key == Qt::Key_Down || key == Qt::Key_Return || key == Qt::Key_Enter) {
        Q_EMIT leftDownwards();
        return true;
    }
    if (key == Qt::Key_Escape && !m_edit->text().isEmpty()) {
        m_edit->clear();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void FilterBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.tokens().base);
    painter.fillRect(QRect(0, height() - 1, width(), 1), m_theme.tokens().line);
}

} // namespace widgets
