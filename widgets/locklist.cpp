// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/locklist.h"

#include "widgets/elidedlabel.h"
#include "widgets/richtext.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace widgets {

using namespace Qt::StringLiterals;
using migrations::SessionLock;
using Running = model::ProjectSession::Running;

namespace {

constexpr std::size_t mostLines = 4;
constexpr std::size_t fewLines = 1; // below the card of who blocks

} // namespace

QString lockText(const SessionLock &lock)
{
    if (!lock.object.isEmpty())
        return LockList::tr("%1 on %2").arg(lock.mode, lock.object);
    if (lock.kind == "transactionid"_L1 || lock.kind == "tuple"_L1)
        return LockList::tr("a row that another transaction has changed");
    if (lock.kind == "virtualxid"_L1)
        return LockList::tr("older transactions to end");
    if (lock.kind == "advisory"_L1)
        return LockList::tr("an advisory lock");
    return LockList::tr("%1 (%2)").arg(lock.mode, lock.kind);
}

LockList::LockList(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setObjectName("locks"_L1);
    setAccessibleName(tr("Locks"));
    m_column = new QVBoxLayout(this);
    m_column->setContentsMargins({});
    connect(&theme, &Theme::changed, this, &LockList::rebuild);
    hide();
}

void LockList::show(const Running &running)
{
    const bool brief = !running.blockers.empty();
    if (isVisible() && running.locks == m_locks && running.queue == m_queue && brief == m_brief)
        return;
    m_locks = running.locks;
    m_queue = running.queue;
    m_brief = brief;
    rebuild();
    setVisible(!m_locks.empty() || m_queue.sessions > 0);
}

void LockList::hideLocks()
{
    m_locks.clear();
    m_queue = {};
    hide();
}

void LockList::addLine(Icon sign, const QColor &colour, const QString &what, const QString &how)
{
    auto *line = new QWidget(m_lines);
    auto *icon = new QLabel(line);
    icon->setPixmap(iconPixmap(sign, colour, devicePixelRatioF()));
    auto *text = new ElidedLabel(line);
    text->setObjectName("lockText"_L1);
    text->setFont(m_theme.type().small);
    text->setText(what);
    text->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    QLabel *state = secondaryLabel(how, line);
    state->setFont(m_theme.type().small);
    line->setAccessibleName(what + ", "_L1 + how);
    auto *row = new QHBoxLayout(line);
    row->setContentsMargins({});
    row->setSpacing(8);
    row->addWidget(icon);
    row->addWidget(text, 1);
    row->addWidget(state);
    m_lines->layout()->addWidget(line);
}

void LockList::rebuild()
{
    delete m_lines;
    m_lines = new QWidget(this);
    auto *lines = new QVBoxLayout(m_lines);
    lines->setContentsMargins({});
    lines->setSpacing(2);
    m_column->addWidget(m_lines);
    const Tokens &tokens = m_theme.tokens();
    const std::size_t most = m_brief ? fewLines : mostLines;
    QStringList rest;
    for (std::size_t i = 0; i < m_locks.size(); ++i) {
        const SessionLock &lock = m_locks[i];
        if (i >= most)
            rest.append(lockText(lock));
        else
            addLine(lock.granted ? Icon::Lock : Icon::Wait,
                lock.granted ? tokens.text2 : tokens.caution.text, lockText(lock),
                lock.granted ? tr("held") : tr("waits"));
    }
    if (!rest.isEmpty() && !m_brief) {
        addLine(Icon::Lock, tokens.text2, tr("and %1 more").arg(rest.size()), tr("held"));
        m_lines->setToolTip(rest.mid(0, 40).join(u'\n'));
    }
    if (m_queue.sessions > 0 && !m_brief)
        addLine(Icon::Caution, tokens.caution.text,
            m_queue.sessions == 1
                ? tr("1 session waits behind this operation")
                : tr("%1 sessions wait behind this operation").arg(m_queue.sessions),
            m_queue.applications.mid(0, 2).join(", "_L1));
}

} // namespace widgets
