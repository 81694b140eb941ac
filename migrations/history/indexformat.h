// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/history/revision.h"

#include <QByteArray>

#include <cstring>
#include <optional>

namespace migrations {

// Appends values in the machine's own byte order: an index never leaves its machine.
class IndexWriter
{
public:
    template <typename T>
    void number(T value)
    {
        const auto at = m_bytes.size();
        m_bytes.resize(at + static_cast<qsizetype>(sizeof value));
        std::memcpy(m_bytes.data() + at, &value, sizeof value);
    }
    void bytes(const QByteArray &value) { m_bytes += value; }
    void reserve(qsizetype size) { m_bytes.reserve(size); }
    // Leaves room to be filled later; gives where it is.
    qsizetype leave(qsizetype size);
    void fill(qsizetype at, const void *values, qsizetype size);
    void text(const QString &value); // one byte a character where Latin-1 has them all
    void list(const QStringList &values);
    void file(const RevisionFile &file); // all but its path

    const QByteArray &result() const { return m_bytes; }
    qsizetype size() const { return m_bytes.size(); }

private:
    void date(const QDateTime &value);
    void problems(const std::vector<Problem> &values);
    QByteArray m_bytes;
};

// Reads what IndexWriter wrote. Past the end, or at nonsense, it is !ok() and gives zeros.
class IndexReader
{
public:
    IndexReader(const char *begin, const char *end)
        : m_at(begin)
        , m_end(end)
    {
    }
    template <typename T>
    T number()
    {
        T value {};
        if (take(sizeof value))
            std::memcpy(&value, m_at - sizeof value, sizeof value);
        return value;
    }
    std::string_view bytes(size_t length);
    QString text();
    QStringList list();
    void file(RevisionFile &file);

    bool ok() const { return m_ok; }
    const char *at() const { return m_at; }

private:
    bool take(size_t length);
    QDateTime date();
    std::vector<Problem> problems(const QString &path);
    const char *m_at;
    const char *m_end;
    bool m_ok = true;
};

} // namespace migrations
