// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/alembic/outputtail.h"

using namespace Qt::StringLiterals;

namespace migrations {

namespace {
constexpr qsizetype lineLimit = 4'096;
constexpr qsizetype keptLines = 200;
constexpr qsizetype keptCharacters = 65'536;
constexpr qsizetype linesAtATime = 100;

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
    QStringList complete;
    qsizetype left = 0;
    QByteArrayView view(bytes);
    for (qsizetype end = view.indexOf('\n'); end >= 0; end = view.indexOf('\n')) {
        const QByteArray whole = m_rest + view.first(end).toByteArray();
        m_rest.clear();
        view = view.sliced(end + 1);
        keep(line(whole));
        if (complete.size() < linesAtATime)
            complete.append(m_lines.last());
        else
            ++left;
    }
    if (m_rest.size() <= lineLimit)
        m_rest += view.first(qMin(view.size(), lineLimit + 1));
    if (left > 0)
        complete.append(u"(%1 more lines are left out here)"_s.arg(left));
    return complete;
}

QStringList OutputTail::finish()
{
    if (m_rest.isEmpty())
        return {};
    const QString last = line(std::exchange(m_rest, {}));
    keep(last);
    return {last};
}

QString OutputTail::text() const
{
    return m_lines.join(u'\n');
}

} // namespace migrations
