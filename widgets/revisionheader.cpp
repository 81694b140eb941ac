// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/revisionheader.h"

#include "widgets/richtext.h"
#include "widgets/statepill.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

namespace widgets {

using namespace Qt::StringLiterals;
using migrations::RevisionState;

RevisionHeader::RevisionHeader(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setObjectName("revisionHeader"_L1);
    m_title = new QLabel(this);
    m_title->setObjectName("revisionTitle"_L1);
    m_title->setTextFormat(Qt::PlainText);
    m_title->setFont(theme.type().heading);
    m_title->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_title->setMinimumWidth(1); // a long message is cut, not the pane
    m_pill = new StatePill(theme, this);
    m_facts = richLabel(this, false);
    m_facts->setObjectName("revisionFacts"_L1);
    m_facts->setProperty("role", u"secondary"_s);
    m_facts->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);

    auto *first = new QHBoxLayout;
    first->setSpacing(8);
    first->addWidget(m_title);
    first->addWidget(m_pill);
    first->addStretch(1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(14, 10, 14, 10);
    column->setSpacing(4);
    column->addLayout(first);
    column->addWidget(m_facts);

    connect(m_facts, &QLabel::linkActivated, this,
        [this](const QString &address) { Q_EMIT revisionRequested(address.section(u':', 1)); });
}

void RevisionHeader::paintEvent(QPaintEvent *)
{
    QPainter(this).fillRect(QRect(0, height() - 1, width(), 1), m_theme.tokens().line);
}

void RevisionHeader::setRevision(
    const migrations::ProjectState &state, const QString &id, const QString &running)
{
    setVisible(!id.isEmpty());
    const migrations::Revision *revision = state.graph.find(id);
    const RevisionState standing = state.standing.stateOf(id);
    const bool ghost = standing == RevisionState::Ghost;
    const QString title = revision && !revision->message.isEmpty() ? revision->message
        : ghost ? tr("In the database, not on disk")
                : id;
    m_title->setText(title);
    m_title->setToolTip(title);
    if (!running.isEmpty() && running == id)
        m_pill->setContent(tr("running"), Icon::Running, &Tokens::pending);
    else
        m_pill->setContent(stateWord(standing), iconOf(standing), meaningOf(standing));

    QStringList facts {fixed(id, m_theme)};
    if (revision && !revision->down.isEmpty()) {
        QStringList parents;
        for (const QString &parent : revision->down)
            parents.append(link("revision:"_L1 + parent, fixed(parent, m_theme)));
        facts.append((revision->isMergePoint ? tr("merges %1") : tr("revises %1"))
                         .arg(parents.join(", "_L1)));
    } else if (revision) {
        facts.append(tr("a base: revises nothing"));
    }
    m_facts->setText(facts.join(u"&nbsp;&nbsp; "_s));
}

} // namespace widgets
