// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/revisionheader.h"

#include "model/words.h"
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

    connect(m_facts, &QLabel::linkActivated, this, [this](const QString &address) {
        if (address.startsWith("edited:"_L1))
            Q_EMIT changesRequested();
        else
            Q_EMIT revisionRequested(address.section(u':', 1));
    });
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
    m_id = id;
    m_file = revision ? revision->file : QString();
    m_texts = facts;
    showFacts();
}

void RevisionHeader::setFileFacts(const model::SharedFileFacts &facts)
{
    m_fileFacts = facts;
    showFacts();
}

// What still has to be done with the file stands out.
QString RevisionHeader::gitFact() const
{
    const QString word = model::gitWord(*m_fileFacts, m_file);
    if (word.isEmpty())
        return {};
    const migrations::GitState state = m_fileFacts->git.value(m_file);
    const auto commit = m_fileFacts->commits.constFind(m_file);
    if (state >= migrations::GitState::Committed && commit != m_fileFacts->commits.constEnd())
        return tr("%1, %2, %3")
            .arg(word, commit->author,
                model::friendlyDate(commit->time, QDateTime::currentDateTime()))
            .toHtmlEscaped();
    return coloured(word, m_theme.tokens().caution.text);
}

void RevisionHeader::showFacts()
{
    QStringList texts = m_texts;
    if (const QString git = gitFact(); !git.isEmpty())
        texts.append(git);
    if (m_fileFacts->edited.contains(m_id))
        texts.append(link(u"edited:"_s + m_id, tr("edited since applied")));
    m_facts->setText(texts.join(u"&nbsp;&nbsp; "_s));
}

} // namespace widgets
