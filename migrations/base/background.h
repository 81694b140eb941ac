// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <future>
#include <memory>

namespace migrations {

// Starts threads that wait for work, for the life of the process. While the loader is at a library
// no thread can be created (glibc has one lock for both), so a command that loads one meanwhile
// starts its threads before.
void startThreadsAhead(unsigned count);

// What a thread does most of the time: wait, for a server, or compute, which takes a core.
enum class Doing { Waiting, Computing };

// Runs on a thread that is idle, else on a new one, or here when the system gives no more threads.
void runOnAThread(std::function<void()> work, Doing doing);

// Work that the caller does anyway, and a thread beside it as soon as a core is left: no more
// threads compute than there are cores beside the caller's. Two on one core would take longer, for
// what is begun first is what others wait for. The destructor takes the work back when it has not
// begun, else waits for its end.
class Help
{
public:
    explicit Help(std::function<void()> work);
    ~Help();
    Help(Help &&) noexcept = default;
    Help(const Help &) = delete;
    Help &operator=(const Help &) = delete;
    Help &operator=(Help &&) = delete;

private:
    std::shared_ptr<std::packaged_task<void()>> m_task;
};

// A value that another thread makes. The destructor waits for it.
template <typename Value>
class Background
{
public:
    template <typename Work>
    explicit Background(Work work, Doing doing = Doing::Waiting)
    {
        auto task = std::make_shared<std::packaged_task<Value()>>(std::move(work));
        m_future = task->get_future();
        runOnAThread([task] { (*task)(); }, doing);
    }
    Background(Background &&other) noexcept = default;
    Background(const Background &) = delete;
    Background &operator=(const Background &) = delete;
    Background &operator=(Background &&) = delete;
    ~Background()
    {
        if (m_future.valid())
            m_future.wait();
    }

    template <typename Duration>
    bool isReadyWithin(Duration time) const
    {
        return m_future.wait_for(time) == std::future_status::ready;
    }
    Value take() { return m_future.get(); } // once

private:
    std::future<Value> m_future;
};

} // namespace migrations
