// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/base/background.h"

#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

namespace migrations {

namespace {

struct Crew
{
    std::mutex mutex;
    std::condition_variable wanted;
    std::vector<std::function<void()>> waiting;
    std::size_t idle = 0; // threads that no work is waiting for

    void serve()
    {
        for (;;) {
            std::unique_lock lock(mutex);
            wanted.wait(lock, [this] { return !waiting.empty(); });
            const std::function<void()> work = std::move(waiting.back());
            waiting.pop_back();
            lock.unlock();
            work();
            lock.lock();
            ++idle;
        }
    }

    bool take(std::function<void()> &work)
    {
        const std::lock_guard lock(mutex);
        if (idle == 0)
            return false;
        --idle;
        waiting.push_back(std::move(work));
        wanted.notify_one();
        return true;
    }
};

// Never destroyed: its threads end with the process.
Crew &crew()
{
    static Crew *const theOne = new Crew;
    return *theOne;
}

} // namespace

void startThreadsAhead(unsigned count)
{
    const std::lock_guard lock(crew().mutex);
    for (unsigned i = 0; i < count; ++i)
        std::thread([] { crew().serve(); }).detach();
    crew().idle += count;
}

void runOnAThread(std::function<void()> work)
{
    if (!crew().take(work))
        std::thread(std::move(work)).detach();
}

} // namespace migrations
