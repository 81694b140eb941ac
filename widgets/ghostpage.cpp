// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/ghostpage.h"

#include "widgets/foundlist.h"
#include "widgets/icons.h"
#include "widgets/pagehead.h"
#include "widgets/richtext.h"
#include "widgets/scriptpane.h"
#include "widgets/wayoutcard.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QShowEvent>
#include <QToolButton>
#include <QVBoxLayout>

namespace widgets {

using namespace Qt::StringLiterals;
using migrations::FoundScript;
using migrations::GhostSearch;

namespace {

QWidget *side(QWidget *parent, int leastWidth)
{
    auto *made = new QWidget(parent);
    made->setBackgroundRole(QPalette::Window);
    made->setAutoFillBackground(true);
    made->setMinimumWidth(leastWidth);
    return made;
}

QString whereLooked()
{
    return GhostPage::tr(
        "Looked in local and remote branches, tags, stashes, reflogs and commits that nothing "
        "names, among the scripts that ran from here, and in what operations on files wrote.");
}

} // namespace

GhostPage::GhostPage(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setObjectName("ghosts"_L1);
    auto *row = new QHBoxLayout;
    row->setSpacing(0);
    row->addWidget(buildFound(), 3);
    row->addWidget(buildScript(), 5);
    row->addWidget(buildWaysOut(), 3);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(buildHead());
    column->addLayout(row, 1);
    connect(&theme, &Theme::changed, this, &GhostPage::restyle);
    restyle();
}

QWidget *GhostPage::buildHead()
{
    const PageHead head = makePageHead(m_theme, "ghosts"_L1, this);
    m_back = head.back;
    m_title = head.title;
    m_sentence = head.sentence;
    connect(m_back, &QToolButton::clicked, this, &GhostPage::backRequested);
    return head.widget;
}

QWidget *GhostPage::buildFound()
{
    QWidget *found = side(this, 240);
    m_heading = secondaryLabel({}, found);
    m_heading->setFont(m_theme.type().smallStrong);
    m_heading->setContentsMargins(18, 9, 18, 6);
    m_found = new FoundList(m_theme, found);
    auto *column = new QVBoxLayout(found);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(m_heading);
    column->addWidget(m_found, 1);
    connect(m_found, &QListWidget::currentRowChanged, this, &GhostPage::showScript);
    return found;
}

QWidget *GhostPage::buildScript()
{
    auto *middle = new QWidget(this);
    m_scriptTitle = new QLabel(middle);
    m_scriptTitle->setTextFormat(Qt::PlainText);
    m_scriptTitle->setFont(m_theme.type().strong);
    m_scriptTitle->setContentsMargins(14, 9, 14, 9);
    m_script = new ScriptPane(m_theme, middle);
    m_script->setObjectName("ghostScript"_L1);
    auto *column = new QVBoxLayout(middle);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(m_scriptTitle);
    column->addWidget(m_script, 1);
    return middle;
}

QWidget *GhostPage::buildWaysOut()
{
    QWidget *ways = side(this, 300);
    m_restore = new WayOutCard(m_theme, tr("Restore"), tr("Restore the file"), ways);
    m_restore->button()->setObjectName("ghostsRestore"_L1);
    m_rollBack = new WayOutCard(m_theme, tr("Roll back"), tr("Roll back with this code…"), ways);
    m_rollBack->button()->setObjectName("ghostsRollBack"_L1);
    m_stamp = new WayOutCard(m_theme, tr("Stamp"), tr("Stamp…"), ways);
    m_stamp->button()->setObjectName("ghostsStamp"_L1);
    auto *column = new QVBoxLayout(ways);
    column->setContentsMargins(12, 12, 12, 12);
    column->setSpacing(12);
    for (WayOutCard *card : {m_restore, m_rollBack, m_stamp})
        column->addWidget(card);
    column->addStretch(1);
    auto *scroll = new QScrollArea(this); // in a low window every word of it can be reached
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setMinimumWidth(312);
    scroll->setWidget(ways);
    connect(m_restore, &WayOutCard::chosen, this, &GhostPage::restoreRequested);
    connect(m_rollBack, &WayOutCard::chosen, this, &GhostPage::rollBackRequested);
    connect(m_stamp, &WayOutCard::chosen, this, &GhostPage::stampRequested);
    return scroll;
}

void GhostPage::setContent(const Content &content)
{
    const bool same = content.search == m_content.search;
    m_content = content;
    showTitle();
    showWaysOut();
    if (same && m_found->count() > 0)
        return; // what was chosen stays
    m_found->setSearch(content.search);
    m_found->setCurrentRow(0);
}

void GhostPage::showTitle()
{
    const GhostSearch &search = m_content.search;
    if (!search.missing.isEmpty())
        m_title->setText(search.missing.size() == 1
                ? tr("%1 was found nowhere").arg(fixed(search.missing.first(), m_theme))
                : tr("%1 scripts were found nowhere").arg(search.missing.size()));
    else
        m_title->setText(search.found.size() == 1
                ? tr("The script of %1 was found").arg(fixed(search.ghosts.value(0), m_theme))
                : tr("%1 scripts were found").arg(search.found.size()));
    const auto ancestors =
        qsizetype(search.found.size()) + search.missing.size() - search.ghosts.size();
    QString sentence = tr("%1 has %2, which no file of this branch defines.")
                           .arg(m_content.database, search.ghosts.join(", "_L1));
    if (ancestors > 0)
        sentence += u' '
            + (ancestors == 1 ? tr("An ancestor has no file either.")
                              : tr("%1 ancestors have no file either.").arg(ancestors));
    m_sentence->setText(sentence);
    m_heading->setText(search.found.size() + std::size_t(search.missing.size()) > 1
            ? tr("Scripts, ancestors first")
            : tr("Script"));
}

void GhostPage::showScript(int row)
{
    const auto &found = m_content.search.found;
    if (row < 0)
        return;
    if (row >= int(found.size())) {
        m_scriptTitle->setText(tr("No script"));
        m_script->showNothing(whereLooked());
        return;
    }
    const FoundScript &script = found.at(std::size_t(row));
    m_scriptTitle->setText(tr("The script as it was found"));
    m_script->expect(script.name);
    m_script->show(script.name, QString::fromUtf8(script.text), {});
    m_script->setEditable(false);
}

void GhostPage::showWaysOut()
{
    const GhostSearch &search = m_content.search;
    const bool all = search.missing.isEmpty();
    const QString whyNot = all ? QString()
                               : tr("%1 was found nowhere, and without it Alembic could not read "
                                    "the history.")
                                     .arg(search.missing.join(", "_L1));
    const bool one = search.found.size() == 1;
    const QString what = one && all ? search.found.front().name : tr("the files");
    m_restore->button()->setText(
        one || !all ? tr("Restore the file") : tr("Restore %1 files").arg(search.found.size()));
    m_restore->setContent({{},
        all ? tr("Writes %1 into %2, to be kept, committed or rolled back from there. The "
                 "database stays as it is.")
                  .arg(what, m_content.versions)
            : whyNot,
        all ? tr("can be undone") : QString(), whyNot});
    m_rollBack->setContent({{},
        all ? tr("Runs this very downgrade, once you have seen the plan and what is lost. No file "
                 "of the project is touched; env.py and imports are those of today.")
            : whyNot,
        {}, whyNot});
    m_stamp->setContent({{}, stampText(), {}, {}});
}

QString GhostPage::stampText() const
{
    const QString stays = tr("What %1 made in the database stays: tables, columns, rows.")
                              .arg(m_content.search.ghosts.join(", "_L1));
    if (!m_content.stampRows)
        return tr("You say which revision the database really is. The version table is set to it, "
                  "and nothing is run.")
            + u' ' + stays;
    return (m_content.stampRows->isEmpty() ? tr("Empties the version table and runs nothing.")
                                           : tr("Sets the version table to %1 and runs nothing.")
                                                 .arg(m_content.stampRows->join(", "_L1)))
        + u' ' + stays;
}

// The safest has the focus; Enter presses what has it.
void GhostPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (event->spontaneous())
        return;
    QPushButton *safest = m_restore->button();
    QWidget *first = safest->isEnabled() ? static_cast<QWidget *>(safest) : m_found;
    first->setFocus(Qt::OtherFocusReason);
}

void GhostPage::restyle()
{
    m_back->setIcon(icon(Icon::GoPrevious, m_theme.tokens().text));
    update();
}

void GhostPage::keyPressEvent(QKeyEvent *event)
{
    auto *button = qobject_cast<QPushButton *>(focusWidget());
    if (event->key() == Qt::Key_Escape)
        Q_EMIT backRequested();
    else if (button && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter))
        button->click();
    else
        QWidget::keyPressEvent(event);
}

void GhostPage::paintEvent(QPaintEvent *)
{
    QPainter(this).fillRect(rect(), m_theme.tokens().base);
}

} // namespace widgets
