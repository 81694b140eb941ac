// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QEventLoop>
#include <QTimer>

#include <functional>

namespace bench {

inline double milliseconds(const QElapsedTimer &timer)
{
    return static_cast<double>(timer.nsecsElapsed()) / 1e6;
}

// How late a timer of one millisecond comes: for so long nobody could click.
class Stalls
{
public:
    Stalls()
    {
        m_timer.setTimerType(Qt::PreciseTimer);
        QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] {
            m_longest = qMax(m_longest, milliseconds(m_since) - 1);
            m_since.start();
        });
        m_since.start();
        m_timer.start(1);
    }
    double longest() const { return m_longest; }

private:
    QTimer m_timer;
    QElapsedTimer m_since;
    double m_longest = 0;
};

// In an event loop that sleeps and wakes as the program's own does.
inline bool waitUntil(const std::function<bool()> &met)
{
    QElapsedTimer waited;
    waited.start();
    QEventLoop loop;
    QTimer timer;
    QObject::connect(&timer, &QTimer::timeout, &loop, [&] {
        if (met() || waited.hasExpired(60'000))
            loop.quit();
    });
    timer.start(5);
    loop.exec();
    return met();
}

} // namespace bench
