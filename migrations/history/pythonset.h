// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <cstdint>
#include <vector>

namespace migrations {

// The order in which CPython 3.11 and newer goes through a set of strings when PYTHONHASHSEED is 0.
// Alembic goes through such sets where a revision has several dependencies, so its order of steps
// then depends on the seed. All orders are right; this one can be had again from a real Alembic.
class PythonSet
{
public:
    PythonSet();
    void insert(const QString &text);
    void removeAll(const std::vector<QString> &texts); // as difference_update does
    PythonSet united(const QString &text) const; // as a frozenset's union does
    std::vector<QString> inOrder() const;

private:
    struct Entry
    {
        enum class State { Unused, Used, Removed } state = State::Unused;
        uint64_t hash = 0;
        QString text;
    };
    size_t mask() const { return m_table.size() - 1; }
    Entry *find(const QString &text, uint64_t hash);
    void insertClean(Entry entry);
    void resize(size_t moreThan);
    PythonSet copied() const;

    std::vector<Entry> m_table;
    size_t m_fill = 0; // used and removed entries
    size_t m_used = 0;
};

} // namespace migrations
