// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/branchcard.h"

#include "widgets/elidedlabel.h"
#include "widgets/icons.h"
#include "widgets/richtext.h"
#include "widgets/statepill.h"

#include <QGridLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace widgets {

using namespace Qt::StringLiterals;
using migrations::BranchRevision;

namespace {

QString whoAndWhen(const BranchRevision &revision)
{
    QStringList parts {revision.author,
        revision.time.isValid() ? momentText(revision.time.toLocalTime()) : QString()};
    parts.removeAll(QString());
    if (revision.author.isEmpty())
        parts.append(BranchCard::tr("in no commit"));
    return parts.join(", "_L1);
}

} // namespace

BranchCard::BranchCard(const Theme &theme, const QString &title, QWidget *parent)
    : TitledCard(theme, title, parent)
{
    connect(&theme, &Theme::changed, this, &BranchCard::rebuild);
}

void BranchCard::setBranch(const migrations::HeadBranch &branch, const QString &where)
{
    setSummary(where.isEmpty()
            ? (branch.pushed ? tr("pushed") : tr("not pushed"))
            : tr("%1, %2").arg(where, branch.pushed ? tr("pushed") : tr("not pushed")));
    m_branch = branch;
    rebuild();
}

void BranchCard::rebuild()
{
    delete m_rows;
    m_rows = new QWidget(this);
    auto *grid = new QGridLayout(m_rows);
    grid->setContentsMargins(14, 8, 14, 10);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(2);
    grid->setColumnStretch(1, 1);
    for (const BranchRevision &revision : m_branch.revisions)
        add(*grid, revision);
    body()->addWidget(m_rows);
}

void BranchCard::add(QGridLayout &grid, const BranchRevision &revision)
{
    const int row = grid.rowCount();
    auto *sign = new QLabel(m_rows);
    const QColor colour = (theme().tokens().*meaningOf(revision.state)).text;
    sign->setPixmap(iconPixmap(iconOf(revision.state), colour, devicePixelRatioF(), 14));
    sign->setToolTip(stateWord(revision.state));
    auto *message = new ElidedLabel(m_rows);
    message->setObjectName("branchMessage"_L1);
    message->setText(revision.message.isEmpty() ? revision.id : revision.message);
    message->setAccessibleName(tr("%1, %2").arg(message->text(), stateWord(revision.state)));
    if (revision.state == migrations::RevisionState::Pending)
        message->setFont(theme().type().loud);
    auto *id = new QLabel(revision.id, m_rows);
    id->setTextFormat(Qt::PlainText);
    id->setFont(theme().type().fixedSmall);
    id->setProperty("role", u"secondary"_s);
    id->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto *who = new ElidedLabel(m_rows);
    who->setObjectName("branchWho"_L1);
    who->setProperty("role", u"secondary"_s);
    who->setFont(theme().type().small);
    who->setText(tr("%1; %2").arg(stateWord(revision.state), whoAndWhen(revision)));
    grid.addWidget(sign, row, 0);
    grid.addWidget(message, row, 1);
    grid.addWidget(id, row, 2, Qt::AlignRight);
    grid.addWidget(who, row + 1, 1, 1, 2);
    grid.setRowMinimumHeight(row + 2, 4);
}

} // namespace widgets
