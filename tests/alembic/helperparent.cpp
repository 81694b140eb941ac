// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/alembic/helper.h"

#include <cstdio>
#include <unistd.h>

using namespace Qt::StringLiterals;

// Prints the helper's process id and waits to be killed. Its call never ends.
int main(int, char **argv)
{
    auto helper = migrations::Helper::start({.interpreter = QString::fromLocal8Bit(argv[1]),
        .workingDirectory = u"/"_s,
        .source = argv[2]});
    if (!helper)
        return 1;
    std::printf("%lld\n", helper->processId());
    std::fflush(stdout);
    migrations::NoProgress progress;
    return helper->call(u"wait"_s, {}, progress) ? 0 : 2;
}
