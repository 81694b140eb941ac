// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace app {

// While it lives, Ctrl+C (and a polite kill) asks the running operation to stop instead of ending
// the program, so that the server is told and its answer awaited; and a reader of our output that
// goes away does not end us in the middle of a migration. One at a time.
class Interrupt
{
public:
    Interrupt();
    ~Interrupt();
    Interrupt(const Interrupt &) = delete;
    Interrupt &operator=(const Interrupt &) = delete;

    static bool requested();
};

} // namespace app
