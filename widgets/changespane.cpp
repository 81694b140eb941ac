// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/changespane.h"

#include "widgets/diffview.h"
#include "widgets/emptystate.h"
#include "widgets/richtext.h"
#include "widgets/smallbutton.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QStackedLayout>
#include <QVBoxLayout>

#include <algorithm>

namespace widgets {

using namespace Qt::StringLiterals;
using migrations::DiffLine;

namespace {

int countOf(const std::vector<DiffLine> &lines, DiffLine::Kind kind)
{
    return int(std::count_if(
        lines.begin(), lines.end(), [kind](const DiffLine &line) { return line.kind == kind; }));
}

} // namespace

ChangesPane::ChangesPane(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setObjectName("changes"_L1);
    m_others = new QComboBox(this);
    m_others->setObjectName("changesOther"_L1);
    m_others->setAccessibleName(tr("Compare with"));
    m_others->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_others->setMinimumContentsLength(16);
    m_layout = new QComboBox(this);
    m_layout->setObjectName("changesLayout"_L1);
    m_layout->setAccessibleName(tr("Layout"));
    m_layout->addItems({tr("Side by side"), tr("One column")});
    auto *label = secondaryLabel(tr("Compare with"), this);
    label->setBuddy(m_others);
    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(14, 7, 14, 7);
    bar->setSpacing(8);
    bar->addWidget(label);
    bar->addWidget(m_others, 1);
    bar->addWidget(m_layout);

    m_empty = new EmptyState(theme, this);
    m_diff = new DiffView(theme, this);
    m_stack = new QStackedLayout;
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_diff);

    auto *foot = new QFrame(this);
    foot->setAutoFillBackground(true);
    foot->setBackgroundRole(QPalette::AlternateBase);
    m_count = secondaryLabel({}, foot);
    m_count->setObjectName("changesCount"_L1);
    m_previous = smallButton(foot, u"previousChange"_s, tr("Previous"));
    m_previous->setToolTip(tr("Previous change (Shift+F7)"));
    m_next = smallButton(foot, u"nextChange"_s, tr("Next"));
    m_next->setToolTip(tr("Next change (F7)"));
    auto *footRow = new QHBoxLayout(foot);
    footRow->setContentsMargins(14, 4, 14, 4);
    footRow->addWidget(m_count, 1);
    footRow->addWidget(m_previous);
    footRow->addWidget(m_next);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addLayout(bar);
    column->addLayout(m_stack, 1);
    column->addWidget(foot);

    connect(m_others, &QComboBox::activated, this, [this](int index) {
        if (index >= 0 && index < int(m_changes.others.size()))
            Q_EMIT chosen(m_changes.others[std::size_t(index)]);
    });
    connect(m_layout, &QComboBox::activated, this, [this](int index) {
        m_diff->setSideBySide(index == 0);
        Q_EMIT sideBySideChanged(index == 0);
    });
    connect(m_previous, &QPushButton::clicked, this, [this] { m_diff->goToChange(-1); });
    connect(m_next, &QPushButton::clicked, this, [this] { m_diff->goToChange(1); });
    showNothing({});
}

void ChangesPane::setSideBySide(bool sideBySide)
{
    m_layout->setCurrentIndex(sideBySide ? 0 : 1);
    m_diff->setSideBySide(sideBySide);
}

void ChangesPane::expect(const QString &path)
{
    if (path != m_changes.path)
        showNothing(tr("Reading the history of the file."));
    m_changes.path = path;
}

void ChangesPane::showNothing(const QString &sentence)
{
    m_changes = {};
    m_others->clear();
    m_others->setEnabled(false);
    m_empty->setContent(sentence);
    m_stack->setCurrentIndex(0);
    showFoot();
}

void ChangesPane::setChanges(const model::ScriptChanges &changes)
{
    if (changes.path != m_changes.path)
        return; // another one was chosen meanwhile
    m_changes = changes;
    m_others->clear();
    for (const model::OtherScript &other : changes.others) {
        m_others->addItem(other.title);
        m_others->setItemData(m_others->count() - 1, other.title, Qt::ToolTipRole);
    }
    m_others->setCurrentIndex(changes.chosen);
    m_others->setToolTip(m_others->currentText());
    m_others->setEnabled(!changes.others.empty());
    if (changes.others.empty())
        m_empty->setContent(tr("There is nothing to compare with: git has no version of this file, "
                               "and it has not run from here."));
    else if (!changes.problem.isEmpty())
        m_empty->setContent(changes.problem);
    else if (!changes.differs)
        m_empty->setContent(tr("No differences."));
    m_diff->setLines(changes.lines);
    m_stack->setCurrentIndex(changes.differs ? 1 : 0);
    showFoot();
}

void ChangesPane::showFoot()
{
    const bool shown = m_changes.differs;
    m_count->setText(shown ? tr("%1 added, %2 removed")
                                 .arg(countOf(m_changes.lines, DiffLine::Kind::Added))
                                 .arg(countOf(m_changes.lines, DiffLine::Kind::Removed))
                           : QString());
    m_previous->setEnabled(shown && m_diff->changeCount() > 1);
    m_next->setEnabled(shown && m_diff->changeCount() > 1);
}

void ChangesPane::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_F7)
        m_diff->goToChange(event->modifiers() & Qt::ShiftModifier ? -1 : 1);
    else
        QWidget::keyPressEvent(event);
}

} // namespace widgets
