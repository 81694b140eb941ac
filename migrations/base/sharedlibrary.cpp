// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/base/sharedlibrary.h"

#include <cstdio>
#include <cstdlib>
#include <dlfcn.h>
#include <unistd.h>

namespace migrations {

namespace {

[[noreturn]] void endProgram()
{
    std::fprintf(stderr, "spiritsafe: a library could not be loaded: %s\n", ::dlerror());
    std::_Exit(127);
}

// LD_PRELOAD puts functions of its own in the place of a library's: connect() of a proxy, another
// malloc(). So does a sanitizer.
bool isInterposed()
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    return true;
#else
    return std::getenv("LD_PRELOAD") != nullptr || ::access("/etc/ld.so.preload", F_OK) == 0;
#endif
}

// Local: what it brings along must not stand in for functions of others. And it looks for its own
// functions in what it brings along before all that is loaded already, which takes libpq two thirds
// of the time.
void *opened(const char *library)
{
    const int order = isInterposed() ? 0 : RTLD_DEEPBIND;
    void *const handle = ::dlopen(library, RTLD_LAZY | RTLD_LOCAL | order);
    if (handle == nullptr)
        endProgram();
    return handle;
}

} // namespace

void *librarySymbol(const char *library, const char *function)
{
    void *const address = ::dlsym(opened(library), function);
    if (address == nullptr)
        endProgram();
    return address;
}

void loadLibrary(const char *library)
{
    opened(library);
}

} // namespace migrations
