// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/base/background.h"

#include <algorithm>
#include <cerrno>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <pthread.h>
#include <sched.h>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

namespace migrations {

namespace {

using Work = std::function<void()>;
using Task = std::shared_ptr<std::packaged_task<void()>>;

// The cores that this thread may run on, and those of them that it is not on (all, when it has one
// alone).
struct Cores
{
    cpu_set_t all = {};
    cpu_set_t others = {};
    bool known = false;

    Cores()
    {
        known = ::sched_getaffinity(0, sizeof all, &all) == 0;
        others = all;
        const int here = ::sched_getcpu();
        if (here >= 0 && here < CPU_SETSIZE && CPU_COUNT(&all) > 1)
            CPU_CLR(static_cast<unsigned>(here), &others);
    }
};

// A thread that serves one work after the other. A system may put a thread that begins or wakes on
// the core of the one that wants it, and look again at its next tick, 4 ms later, while another
// core is idle: as long as a short command takes. So it wakes on another core; from then on it may
// run on all of them.
struct Member
{
    pthread_t thread = {};
    std::condition_variable wanted;
    Work work; // empty: it is idle
    Cores cores; // of who gave the work
};

struct Crew
{
    std::mutex mutex;
    std::vector<Member *> idle;
    std::deque<Task> helpers; // that wait for a core
    unsigned computing = 0; // threads beside those that call

    static void *start(void *member);
    static int create(Member &member, const cpu_set_t *cores);
    bool add(const Work &work);
    bool run(const Work &work);
    [[noreturn]] void serve(Member &member);
    void compute(const Work &work);
    Task nextHelper();
    static unsigned coresBeside();
};

// Never destroyed: its threads end with the process.
Crew &crew()
{
    static Crew *const theOne = new Crew;
    return *theOne;
}

void *Crew::start(void *member)
{
    crew().serve(*static_cast<Member *>(member));
}

void Crew::serve(Member &member)
{
    std::unique_lock lock(mutex);
    for (;;) {
        member.wanted.wait(lock, [&member] { return static_cast<bool>(member.work); });
        Work work = std::exchange(member.work, {});
        const Cores cores = member.cores;
        lock.unlock();
        if (cores.known)
            ::sched_setaffinity(0, sizeof cores.all, &cores.all);
        work();
        work = {}; // what it holds may end other work
        lock.lock();
        idle.push_back(&member);
    }
}

// On these cores; null: on any. Gives an error number.
int Crew::create(Member &member, const cpu_set_t *cores)
{
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    if (cores != nullptr)
        pthread_attr_setaffinity_np(&attributes, sizeof *cores, cores);
    const int error = pthread_create(&member.thread, &attributes, start, &member);
    pthread_attr_destroy(&attributes);
    return error;
}

// A thread with this work, or an idle one. False: the system gives no more threads. The mutex is
// held.
bool Crew::add(const Work &work)
{
    auto member = std::make_unique<Member>();
    member->work = work;
    int error = EAGAIN;
    if (member->cores.known)
        error = create(*member, &member->cores.others);
    if (error != 0) // cores may have gone meanwhile
        error = create(*member, nullptr);
    if (error != 0)
        return false;
    if (!member->work)
        idle.push_back(member.get());
    std::ignore = member.release(); // it lives as long as its thread
    return true;
}

bool Crew::run(const Work &work)
{
    const std::lock_guard lock(mutex);
    if (idle.empty())
        return add(work);
    Member *const member = idle.back();
    idle.pop_back();
    member->work = work;
    member->cores = Cores();
    if (member->cores.known)
        pthread_setaffinity_np(member->thread, sizeof(cpu_set_t), &member->cores.others);
    member->wanted.notify_one();
    return true;
}

// Of one that is counted as computing; its thread goes on with a helper that waits.
void Crew::compute(const Work &work)
{
    work();
    while (const Task next = nextHelper())
        (*next)();
}

Task Crew::nextHelper()
{
    const std::lock_guard lock(mutex);
    if (helpers.empty() || computing > coresBeside()) {
        --computing;
        return {};
    }
    Task next = std::move(helpers.front());
    helpers.pop_front();
    return next;
}

// The caller's own.
unsigned Crew::coresBeside()
{
    return std::max(1U, std::thread::hardware_concurrency()) - 1;
}

} // namespace

void startThreadsAhead(unsigned count)
{
    const std::lock_guard lock(crew().mutex);
    for (unsigned i = 0; i < count && crew().add({}); ++i) { }
}

void runOnAThread(std::function<void()> work, Doing doing)
{
    if (doing == Doing::Computing) {
        const std::lock_guard lock(crew().mutex);
        ++crew().computing;
        work = [work = std::move(work)] { crew().compute(work); };
    }
    if (!crew().run(work))
        work();
}

Help::Help(Work work)
    : m_task(std::make_shared<std::packaged_task<void()>>(std::move(work)))
{
    {
        const std::lock_guard lock(crew().mutex);
        if (crew().computing >= Crew::coresBeside()) {
            crew().helpers.push_back(m_task);
            return;
        }
        ++crew().computing;
    }
    if (crew().run([task = m_task] { crew().compute([task] { (*task)(); }); }))
        return;
    const std::lock_guard lock(crew().mutex);
    --crew().computing;
    crew().helpers.push_back(m_task);
}

Help::~Help()
{
    if (!m_task)
        return;
    {
        const std::lock_guard lock(crew().mutex);
        if (std::erase(crew().helpers, m_task) > 0)
            return;
    }
    m_task->get_future().wait();
}

} // namespace migrations
