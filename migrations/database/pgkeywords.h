// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/database/postgresql.h"

#include <QByteArray>

#include <utility>

namespace migrations {

// A connection's keywords as libpq takes them: two arrays of UTF-8 that end with null. Overwritten
// when destroyed, since one of them is the password.
class PgKeywords
{
public:
    PgKeywords(const DatabaseUrl &url, const ConnectOptions &options);
    ~PgKeywords();
    Q_DISABLE_COPY_MOVE(PgKeywords)

    const char *const *names() const { return m_names.data(); }
    const char *const *values() const { return m_values.data(); }

private:
    std::vector<std::pair<QByteArray, QByteArray>> m_texts;
    std::vector<const char *> m_names;
    std::vector<const char *> m_values;
};

} // namespace migrations
