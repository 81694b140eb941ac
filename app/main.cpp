// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/commandline/commandline.h"
#include "app/windowmodule.h"
#include "migrations/base/ownprocess.h"

#include <QFileInfo>
#include <QLibrary>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

namespace {

// Loading Qt Widgets and the editor would double the start of every command, so they come with a
// module of their own when a window is asked for.
int openWindow(int argc, char **argv, const QString &folder)
{
    const QString program = QFileInfo(QStringLiteral("/proc/self/exe")).canonicalPath();
    QLibrary module(program + QStringLiteral("/" SPIRITSAFE_WINDOW_MODULE));
    const auto run = reinterpret_cast<app::RunWindow *>(module.resolve(app::runWindowSymbol));
    if (run == nullptr) {
        std::fprintf(
            stderr, "The window could not be loaded: %s\n", qPrintable(module.errorString()));
        return 2;
    }
    return run(argc, argv, &folder);
}

// A long history takes tens of megabytes: asked of the system at once, not in hundreds of steps,
// and in large pages where it gives them to who asks. Elsewhere the advice does nothing.
void growAtOnce()
{
    constexpr std::size_t room = 32 * 1024 * 1024;
    constexpr std::uintptr_t largePage = 2 * 1024 * 1024;
    ::mallopt(M_TOP_PAD, room);
    ::mallopt(M_MMAP_THRESHOLD, room);
    void *volatile const first = std::malloc(room / 256); // now the room is there
    std::free(first);
    const auto end = reinterpret_cast<std::uintptr_t>(::sbrk(0));
    const std::uintptr_t begin = (end - room) / largePage * largePage + largePage;
    ::madvise(reinterpret_cast<void *>(begin), end - begin, MADV_HUGEPAGE);
}

// A window lives on: what is large goes back to the system.
void giveBackWhatIsLarge()
{
    ::mallopt(M_MMAP_THRESHOLD, 128 * 1024);
}

} // namespace

int main(int argc, char **argv)
{
    migrations::keepMemoryPrivate();
    growAtOnce();
    // Without TZ the C library looks at /etc/localtime again for every date, 10,000 times in a long
    // history. Named, it is read once; the meaning is the same.
    if (qEnvironmentVariableIsEmpty("TZ"))
        qputenv("TZ", ":/etc/localtime");
    const app::Invocation invocation = app::runCommandLine(argc, argv);
    if (!invocation.window)
        migrations::endProcess(invocation.exitCode);
    giveBackWhatIsLarge();
    return openWindow(argc, argv, invocation.folder);
}
