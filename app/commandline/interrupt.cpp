// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/commandline/interrupt.h"

#include <array>
#include <csignal>

namespace app {

namespace {

// A signal handler has nowhere else to put its one bit.
volatile std::sig_atomic_t interrupted = 0;

constexpr std::array politeSignals {SIGINT, SIGTERM, SIGHUP};

void remember(int)
{
    interrupted = 1;
}

void handle(int signal, void (*handler)(int))
{
    struct sigaction action = {};
    action.sa_handler = handler; // no SA_RESTART: a question that waits for its answer ends
    ::sigemptyset(&action.sa_mask);
    ::sigaction(signal, &action, nullptr);
}

} // namespace

Interrupt::Interrupt()
{
    interrupted = 0;
    for (const int signal : politeSignals)
        handle(signal, remember);
    handle(SIGPIPE, SIG_IGN);
}

Interrupt::~Interrupt()
{
    for (const int signal : politeSignals)
        handle(signal, SIG_DFL);
    handle(SIGPIPE, SIG_DFL);
}

bool Interrupt::requested()
{
    return interrupted != 0;
}

} // namespace app
