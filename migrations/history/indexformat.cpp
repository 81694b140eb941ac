// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/history/indexformat.h"

#include <algorithm>

namespace migrations {

namespace {

enum class Clock : quint8 { None, Local, Utc, Offset };

bool isLatin1(const QString &text)
{
    return std::all_of(text.begin(), text.end(), [](QChar c) { return c.unicode() < 0x100; });
}

} // namespace

qsizetype IndexWriter::leave(qsizetype size)
{
    const qsizetype at = m_bytes.size();
    m_bytes.resize(at + size);
    return at;
}

void IndexWriter::fill(qsizetype at, const void *values, qsizetype size)
{
    if (size > 0)
        std::memcpy(m_bytes.data() + at, values, static_cast<size_t>(size));
}

void IndexWriter::text(const QString &value)
{
    const bool narrow = isLatin1(value);
    number(static_cast<quint32>(value.size()) << 1U | (narrow ? 1U : 0U));
    if (!narrow) {
        m_bytes.append(reinterpret_cast<const char *>(value.utf16()), value.size() * 2);
        return;
    }
    const qsizetype at = leave(value.size());
    char *out = m_bytes.data() + at;
    for (const QChar c : value)
        *out++ = c.toLatin1();
}

void IndexWriter::list(const QStringList &values)
{
    number(static_cast<quint32>(values.size()));
    for (const QString &value : values)
        text(value);
}

// The clock's reading, not the instant: local time stays what the file says in another zone.
void IndexWriter::date(const QDateTime &value)
{
    const Clock clock = !value.isValid()    ? Clock::None
        : value.timeSpec() == Qt::LocalTime ? Clock::Local
        : value.timeSpec() == Qt::UTC       ? Clock::Utc
                                            : Clock::Offset;
    number(clock);
    if (clock == Clock::None)
        return;
    number(value.date().toJulianDay());
    number(value.time().msecsSinceStartOfDay());
    number(clock == Clock::Offset ? value.offsetFromUtc() : 0);
}

// How a file was reached is no fact of the file: each listing finds it out.
void IndexWriter::problems(const std::vector<Problem> &values)
{
    const auto isOfTheFile = [](const Problem &each) { return each.code != u"listed_twice"; };
    number(static_cast<quint32>(std::count_if(values.begin(), values.end(), isOfTheFile)));
    for (const Problem &problem : values) {
        if (!isOfTheFile(problem))
            continue;
        text(problem.message);
        number(problem.line);
        text(problem.code);
        number(problem.fatal);
    }
}

void IndexWriter::file(const RevisionFile &file)
{
    text(file.id);
    list(file.down);
    list(file.branchLabels);
    list(file.dependsOn);
    text(file.message);
    date(file.created);
    number(file.idLine);
    number(file.emptyDownString);
    list(file.computed);
    problems(file.problems);
}

bool IndexReader::take(size_t length)
{
    m_ok = m_ok && length <= static_cast<size_t>(m_end - m_at);
    if (m_ok)
        m_at += length;
    return m_ok;
}

std::string_view IndexReader::bytes(size_t length)
{
    return take(length) ? std::string_view(m_at - length, length) : std::string_view();
}

QString IndexReader::text()
{
    const auto header = number<quint32>();
    const size_t length = header >> 1U;
    if (length == 0)
        return {};
    if ((header & 1U) != 0) {
        const std::string_view narrow = bytes(length);
        return QString::fromLatin1(narrow.data(), static_cast<qsizetype>(narrow.size()));
    }
    const std::string_view wide = bytes(length * 2);
    QString value(static_cast<qsizetype>(wide.size() / 2), Qt::Uninitialized);
    std::memcpy(value.data(), wide.data(), wide.size());
    return value;
}

QStringList IndexReader::list()
{
    QStringList values;
    const auto count = number<quint32>();
    for (quint32 i = 0; i < count && m_ok; ++i)
        values.append(text());
    return values;
}

QDateTime IndexReader::date()
{
    const auto clock = number<Clock>();
    if (clock == Clock::None)
        return {};
    const QDate day = QDate::fromJulianDay(number<qint64>());
    const QTime time = QTime::fromMSecsSinceStartOfDay(number<int>());
    const int offset = number<int>();
    switch (clock) {
    case Clock::Local:
        return {day, time};
    case Clock::Utc:
        return {day, time, Qt::UTC};
    case Clock::Offset:
        return {day, time, Qt::OffsetFromUTC, offset};
    case Clock::None:
        break;
    }
    m_ok = false;
    return {};
}

std::vector<Problem> IndexReader::problems(const QString &path)
{
    std::vector<Problem> values;
    const auto count = number<quint32>();
    for (quint32 i = 0; i < count && m_ok; ++i) {
        Problem problem;
        problem.message = text();
        problem.file = path;
        problem.line = number<int>();
        problem.code = text();
        problem.fatal = number<bool>();
        values.push_back(std::move(problem));
    }
    return values;
}

void IndexReader::file(RevisionFile &file)
{
    file.id = text();
    file.down = list();
    file.branchLabels = list();
    file.dependsOn = list();
    file.message = text();
    file.created = date();
    file.idLine = number<int>();
    file.emptyDownString = number<bool>();
    file.computed = list();
    file.problems = problems(file.path);
}

} // namespace migrations
