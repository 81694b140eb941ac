// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace migrations {

// The address of a C function in a shared library, which is loaded when it is first asked for and
// stays. libpq and libgit2 bring twenty more libraries along, and loading those takes longer than
// most commands run. A library that is not there ends the program with the loader's own message and
// exit code 127, as one that was linked would. May be called from any thread.
void *librarySymbol(const char *library, const char *function);

// Loads it now, so that the first call does not wait.
void loadLibrary(const char *library);

} // namespace migrations

// Defines a C function, as its header declares it, that calls the one in a library loaded on
// demand: SPIRITSAFE_FORWARD("libpq.so.5", int, PQstatus, (const PGconn *connection), (connection))
#define SPIRITSAFE_FORWARD(library, result, name, parameters, arguments)                           \
    result name parameters                                                                         \
    {                                                                                              \
        static auto *const real =                                                                  \
            reinterpret_cast<decltype(&(name))>(migrations::librarySymbol(library, #name));        \
        return real arguments;                                                                     \
    }
