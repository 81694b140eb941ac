// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/alembic/outputtail.h"

using namespace Qt::StringLiterals;

namespace migrations {

namespace {
constexpr qsizetype lineLimit = 4'096;
constexpr qsizetype keptLines = 200;
constexpr qsizetype keptCharacters = 65'536;
constexpr int linesAtATime = 100;
constexpr int windowMs = 50;

// Control characters could drive a terminal, and nothing that is printed needs them.
bool isControl(QChar character)
{
    return character.category() == QChar::Other_Control && character != u'\t';
}
} // namespace

QString OutputTail::line(QByteArrayView bytes) const
{
    QString text = QString::fromUtf8(bytes.first(qMin(bytes.size(), lineLimit)));
    text.removeIf(isControl);
    if (bytes.size() > lineLimit)
        text += u" …"_s;
    return text;
}

void OutputTail::keep(const QString &line)
{
    m_lines.append(line);
    m_size += line.size();
    while (m_lines.size() > keptLines || m_size > keptCharacters)
        m_size -= m_lines.takeFirst().size();
}

QStringList OutputTail::add(const QByteArray &bytes)
{
    QStringList told = leftOut();
    QByteArrayView view(bytes);
    for (qsizetype end = view.indexOf('\n'); end >= 0; end = view.indexOf('\n')) {
        const QByteArray whole = std::exchange(m_rest, {}) + view.first(end).toByteArray();
        keep(line(whole));
        view = view.sliced(end + 1);
        if (m_told++ < linesAtATime)
            told.append(m_lines.last());
        else
            ++m_leftOut;
    }
    if (m_rest.size() <= lineLimit)
        m_rest += view.first(qMin(view.size(), lineLimit + 1));
    return told;
}

QStringList OutputTail::leftOut()
{
    if (!m_window.hasExpired())
        return {};
    m_window = QDeadlineTimer(windowMs);
    m_told = 0;
    const int count = std::exchange(m_leftOut, 0);
    return count > 0 ? QStringList {u"(%1 more lines are left out here)"_s.arg(count)}
                     : QStringList();
}

QStringList OutputTail::finish()
{
    m_window = {};
    QStringList told = leftOut();
    if (!m_rest.isEmpty()) {
        keep(line(std::exchange(m_rest, {})));
        told.append(m_lines.last());
    }
    return told;
}

QString OutputTail::text() const
{
    return m_lines.join(u'\n');
}

} // namespace migrations
