// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/database/serveruser.h"

#include <QFile>

#include <array>
#include <grp.h>
#include <pwd.h>
#include <unistd.h>

namespace migrations {

ServerUser ServerUser::forThisProcess()
{
    ServerUser user;
    if (::geteuid() != 0)
        return user;
    std::array<char, 4096> buffer {};
    for (const char *name : {"postgres", "nobody"}) {
        passwd entry {};
        passwd *found = nullptr;
        if (::getpwnam_r(name, &entry, buffer.data(), buffer.size(), &found) != 0 || !found)
            continue;
        user.m_change = true;
        user.m_user = entry.pw_uid;
        user.m_group = entry.pw_gid;
        break;
    }
    return user;
}

bool ServerUser::own(const QString &folder) const
{
    return !m_change || ::chown(QFile::encodeName(folder).constData(), m_user, m_group) == 0;
}

void ServerUser::become() const
{
    if (!m_change)
        return;
    if (::setgroups(1, &m_group) != 0 || ::setgid(m_group) != 0 || ::setuid(m_user) != 0)
        ::_exit(126);
}

} // namespace migrations
