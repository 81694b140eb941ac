// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/base/background.h"

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

namespace migrations {

// The numbers below count, handed out in chunks to this thread and to as many helpers as cores are
// left and as are worth it. Each thread makes a worker of its own and calls it with one number
// after the other; the calling thread works too, and alone asks goOn() between chunks: false ends
// the work. False when it was ended so.
template <typename MakeWorker, typename GoOn>
bool inParallel(size_t count, MakeWorker makeWorker, GoOn goOn)
{
    constexpr size_t chunk = 64;
    constexpr size_t worthAThread = 200;
    std::atomic<size_t> next = 0;
    std::atomic<bool> stopped = false;
    const auto work = [&](auto isWanted) {
        auto worker = makeWorker();
        for (size_t begin = next.fetch_add(chunk); begin < count; begin = next.fetch_add(chunk)) {
            if (!isWanted())
                stopped = true;
            for (size_t i = begin; i < std::min(begin + chunk, count) && !stopped; ++i)
                worker(i);
        }
    };
    {
        const size_t cores = std::max(1U, std::thread::hardware_concurrency());
        std::vector<Help> helpers;
        for (size_t i = 1; i < std::min(cores, count / worthAThread); ++i)
            helpers.emplace_back([&work] { work([] { return true; }); });
        work(goOn);
    }
    return !stopped;
}

template <typename Work>
void inParallel(size_t count, Work work)
{
    inParallel(
        count, [&work] { return std::cref(work); }, [] { return true; });
}

} // namespace migrations
