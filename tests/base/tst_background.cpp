// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/base/background.h"

#include <QFile>
#include <QtTest>

#include <atomic>
#include <latch>
#include <optional>
#include <sched.h>
#include <stdexcept>
#include <sys/resource.h>
#include <thread>
#include <unistd.h>
#include <vector>

using namespace Qt::StringLiterals;
using migrations::Background;
using migrations::Doing;
using migrations::Help;

namespace {

// As many threads that compute as there are cores beside this one's, until release().
class BusyCores
{
public:
    BusyCores()
        : m_begun(count())
    {
        for (std::ptrdiff_t i = 0; i < count(); ++i)
            m_threads.emplace_back(
                [this] {
                    m_begun.count_down();
                    m_end.wait();
                },
                Doing::Computing);
        m_begun.wait();
    }
    void release() { m_end.count_down(); }

private:
    static std::ptrdiff_t count()
    {
        return std::max<std::ptrdiff_t>(1, std::thread::hardware_concurrency() - 1);
    }

    std::latch m_begun;
    std::latch m_end {1};
    std::vector<Background<void>> m_threads;
};

// The system gives no stack for one more thread.
class NoRoomForAThread
{
public:
    NoRoomForAThread()
    {
        ::getrlimit(RLIMIT_AS, &m_before);
        QFile file(u"/proc/self/statm"_s);
        const bool open = file.open(QIODevice::ReadOnly);
        const auto pages = open ? file.readAll().split(' ').constFirst().toULongLong() : 0;
        constexpr rlim_t room = 2 * 1024 * 1024;
        const rlimit now {
            pages * static_cast<rlim_t>(::sysconf(_SC_PAGESIZE)) + room, m_before.rlim_max};
        ::setrlimit(RLIMIT_AS, &now);
    }
    ~NoRoomForAThread() { ::setrlimit(RLIMIT_AS, &m_before); }
    Q_DISABLE_COPY_MOVE(NoRoomForAThread)

private:
    rlimit m_before {};
};

cpu_set_t coresOfThisThread()
{
    cpu_set_t cores = {};
    ::sched_getaffinity(0, sizeof cores, &cores);
    return cores;
}

} // namespace

class TestBackground : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void withoutAThreadItIsDoneHere(); // first: no thread is idle yet
    void threadsThatWaitServe();
    void aValueIsMadeElsewhere();
    void anExceptionComesBack();
    void manyAtOnceAreAllDone();
    void aThreadMayRunOnEveryCore();
    void helpWithoutACoreIsTakenBack();
    void helpWaitsWhileTooManyCompute();
    void helpBeginsWhenACoreIsLeft();
    void helpThatHasBegunIsWaitedFor();
};

void TestBackground::withoutAThreadItIsDoneHere()
{
#ifdef __SANITIZE_ADDRESS__ // which needs all the room there is itself
    return;
#endif
    const NoRoomForAThread noRoom;
    const auto here = std::this_thread::get_id();
    const auto isHere = [here] { return std::this_thread::get_id() == here; };
    for (const Doing doing : {Doing::Waiting, Doing::Computing}) {
        Background<bool> value(isHere, doing);
        QVERIFY(value.take());
    }
    bool helped = false;
    {
        const Help help([&helped] { helped = true; });
    }
    QVERIFY(!helped);
}

void TestBackground::threadsThatWaitServe()
{
    migrations::startThreadsAhead(2);
    const NoRoomForAThread noRoom;
    const auto here = std::this_thread::get_id();
    Background<bool> elsewhere([here] { return std::this_thread::get_id() != here; });
    QVERIFY(elsewhere.take());
}

void TestBackground::aValueIsMadeElsewhere()
{
    const auto here = std::this_thread::get_id();
    Background<bool> elsewhere([here] { return std::this_thread::get_id() != here; });
    QVERIFY(elsewhere.take());
}

void TestBackground::anExceptionComesBack()
{
    Background<int> failing([]() -> int { throw std::runtime_error("no"); }, Doing::Computing);
    QVERIFY_EXCEPTION_THROWN(failing.take(), std::runtime_error);
    Background<int> next([] { return 5; }, Doing::Computing); // its thread goes on
    QCOMPARE(next.take(), 5);
}

void TestBackground::manyAtOnceAreAllDone()
{
    constexpr int count = 200;
    std::atomic<int> done = 0;
    {
        std::vector<Background<void>> all;
        for (int i = 0; i < count; ++i)
            all.emplace_back([&done] { ++done; }, i % 2 == 0 ? Doing::Waiting : Doing::Computing);
    }
    QCOMPARE(done.load(), count);
}

// It begins on another core than this thread's, but is not kept off any.
void TestBackground::aThreadMayRunOnEveryCore()
{
    const cpu_set_t here = coresOfThisThread();
    for (int i = 0; i < 5; ++i) { // new ones, and ones that wake
        Background<cpu_set_t> elsewhere(coresOfThisThread);
        const cpu_set_t there = elsewhere.take();
        QVERIFY(CPU_EQUAL(&here, &there));
    }
}

void TestBackground::helpWithoutACoreIsTakenBack()
{
    std::atomic<bool> helped = false;
    BusyCores busy;
    {
        const Help help([&helped] { helped = true; });
    }
    busy.release();
    QVERIFY(!helped);
}

// One after the other ends, but as many as there are cores go on.
void TestBackground::helpWaitsWhileTooManyCompute()
{
    std::atomic<bool> helped = false;
    BusyCores busy;
    {
        const Help help([&helped] { helped = true; });
        for (int i = 0; i < 100; ++i)
            Background<int>([] { return 0; }, Doing::Computing).take();
    }
    busy.release();
    QVERIFY(!helped);
}

void TestBackground::helpBeginsWhenACoreIsLeft()
{
    if (std::thread::hardware_concurrency() < 2) {
        // A lone core is never left.
        std::atomic<bool> helped = false;
        {
            const Help help([&helped] { helped = true; });
        }
        QVERIFY(!helped);
        return;
    }
    std::latch helped(1);
    std::optional<BusyCores> busy(std::in_place);
    const Help help([&helped] { helped.count_down(); });
    QVERIFY(!helped.try_wait());
    busy->release();
    helped.wait();
}

void TestBackground::helpThatHasBegunIsWaitedFor()
{
    if (std::thread::hardware_concurrency() < 2)
        return; // it never begins
    std::latch begun(1);
    std::atomic<bool> ended = false;
    {
        const Help help([&] {
            begun.count_down();
            std::this_thread::yield();
            ended = true;
        });
        begun.wait();
    }
    QVERIFY(ended);
}

QTEST_GUILESS_MAIN(TestBackground)
#include "tst_background.moc"
