// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace migrations {

// Who a private server runs as: ourselves, but never root, which PostgreSQL refuses; then the
// user postgres where there is one, else nobody.
class ServerUser
{
public:
    static ServerUser forThisProcess();

    bool own(const QString &folder) const; // makes it the folder's owner
    // In a forked child before exec: only async-signal-safe calls. Ends the child when it fails.
    void become() const;

private:
    bool m_change = false;
    unsigned m_user = 0;
    unsigned m_group = 0;
};

} // namespace migrations
