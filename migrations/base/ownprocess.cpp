// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/base/ownprocess.h"

#include <QFile>

#include <cstdio>
#include <cstdlib>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace migrations {

QString processStart(qint64 processId)
{
    QFile file(u"/proc/%1/stat"_s.arg(processId));
    if (processId <= 0 || !file.open(QIODevice::ReadOnly))
        return {};
    // The name in parentheses may hold spaces; the start time is the 20th field after it.
    const QByteArray stat = file.readAll();
    const QList<QByteArray> fields = stat.mid(stat.lastIndexOf(')') + 2).split(' ');
    return fields.size() > 19 ? QString::fromLatin1(fields.at(19)) : QString();
}

QString operatingUser()
{
    const passwd *entry = ::getpwuid(::geteuid());
    return entry != nullptr ? QString::fromLocal8Bit(entry->pw_name) : QString::number(::geteuid());
}

void endProcess(int exitCode)
{
    std::fflush(nullptr);
#ifdef __SANITIZE_ADDRESS__ // its leak check comes with an ordinary end
    std::exit(exitCode);
#else
    std::_Exit(exitCode);
#endif
}

void keepMemoryPrivate()
{
    const rlimit none {0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
#ifndef __SANITIZE_ADDRESS__ // its leak check has to look into the process
    ::prctl(PR_SET_DUMPABLE, 0);
#endif
}

} // namespace migrations
