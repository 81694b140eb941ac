// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/touchcard.h"

#include "widgets/icons.h"
#include "widgets/richtext.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>

namespace widgets {

using namespace Qt::StringLiterals;
using migrations::SharedTouch;
using Verdict = migrations::SharedTouch::Verdict;

namespace {

QString verdictText(const SharedTouch &touch)
{
    switch (touch.verdict) {
    case Verdict::One:
        break;
    case Verdict::Apart:
        return TouchCard::tr("no conflict");
    case Verdict::SamePart:
        return TouchCard::tr("both change %1").arg(touch.part);
    case Verdict::Whole:
        return TouchCard::tr("one makes or drops it");
    case Verdict::Rows:
        return TouchCard::tr("depends on the rows");
    case Verdict::Unseen:
        return TouchCard::tr("not known from its text");
    }
    return {};
}

QLabel *plain(const QString &text, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

QString lines(const QStringList &texts)
{
    return texts.isEmpty() ? u"–"_s : texts.join(u'\n');
}

bool conflicts(const SharedTouch &touch)
{
    return touch.verdict != Verdict::One && touch.verdict != Verdict::Apart;
}

} // namespace

TouchCard::TouchCard(const Theme &theme, QWidget *parent)
    : TitledCard(theme, tr("What they touch"), parent)
{
    setObjectName("touches"_L1);
    connect(&theme, &Theme::changed, this, &TouchCard::rebuild);
}

void TouchCard::setTouches(const std::vector<SharedTouch> &touches)
{
    m_touches = touches;
    const auto count = std::count_if(touches.begin(), touches.end(), conflicts);
    setSummary(count == 0 ? QString()
            : count == 1  ? tr("1 object to look at")
                          : tr("%1 objects to look at").arg(count));
    rebuild();
    if (touches.empty())
        showEmpty(tr("Neither branch touches the schema."));
    else
        showContent();
}

void TouchCard::rebuild()
{
    delete m_rows;
    m_rows = new QWidget(this);
    auto *grid = new QGridLayout(m_rows);
    grid->setContentsMargins(14, 8, 14, 10);
    grid->setHorizontalSpacing(16);
    grid->setVerticalSpacing(6);
    const QList<int> shares {2, 4, 4, 3};
    for (int column = 0; column < shares.size(); ++column)
        grid->setColumnStretch(column, shares[column]);
    addHead(*grid);
    for (const SharedTouch &touch : m_touches)
        add(*grid, touch);
    body()->addWidget(m_rows);
}

void TouchCard::addHead(QGridLayout &grid)
{
    int column = 0;
    for (const QString &text : {tr("Object"), tr("Mine"), tr("Theirs"), tr("Together")}) {
        QLabel *head = secondaryLabel(text, m_rows);
        head->setFont(theme().type().small);
        grid.addWidget(head, 0, column++);
    }
}

void TouchCard::add(QGridLayout &grid, const SharedTouch &touch)
{
    const int row = grid.rowCount();
    QLabel *object = plain(touch.object, m_rows);
    object->setObjectName("touched"_L1);
    object->setFont(theme().type().fixedSmall);
    grid.addWidget(object, row, 0, Qt::AlignTop);
    grid.addWidget(plain(lines(touch.mine), m_rows), row, 1, Qt::AlignTop);
    grid.addWidget(plain(lines(touch.theirs), m_rows), row, 2, Qt::AlignTop);
    if (touch.verdict != Verdict::One)
        grid.addWidget(verdict(touch), row, 3, Qt::AlignTop);
}

QWidget *TouchCard::verdict(const SharedTouch &touch)
{
    auto *cell = new QWidget(m_rows);
    const bool good = touch.verdict == Verdict::Apart;
    const MeaningColours &colours = good ? theme().tokens().ok : theme().tokens().caution;
    auto *sign = new QLabel(cell);
    sign->setPixmap(
        iconPixmap(good ? Icon::Ok : Icon::Caution, colours.text, devicePixelRatioF(), 14));
    QLabel *word = plain(verdictText(touch), cell);
    word->setObjectName("verdict"_L1);
    QPalette palette = word->palette();
    palette.setColor(QPalette::WindowText, colours.text);
    word->setPalette(palette);
    auto *row = new QHBoxLayout(cell);
    row->setContentsMargins({});
    row->setSpacing(6);
    row->addWidget(sign, 0, Qt::AlignTop);
    row->addWidget(word, 1, Qt::AlignTop);
    return cell;
}

} // namespace widgets
