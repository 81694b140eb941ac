// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/base/sharedlibrary.h"

#include <cstdio>
#include <cstdlib>
#include <dlfcn.h>

namespace migrations {

namespace {

[[noreturn]] void endProgram()
{
    std::fprintf(stderr, "spiritsafe: a library could not be loaded: %s\n", ::dlerror());
    std::_Exit(127);
}

// Local: what it brings along must not stand in for functions of others.
void *opened(const char *library)
{
    void *const handle = ::dlopen(library, RTLD_LAZY | RTLD_LOCAL);
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
