// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine.h"

#include <QThread>

#include <utility>

namespace model {

// The one place that moves work off the GUI thread. Work is posted in order and runs one after the
// other; its value comes back as a queued call on the receiver's thread. The destructor waits for
// the work that runs (cancel it first) and drops what has not begun.
class EngineThread
{
public:
    explicit EngineThread(const QString &name);
    ~EngineThread();
    Q_DISABLE_COPY_MOVE(EngineThread)

    // receiver must outlive this. work: Value(Engine &), done: void(const Value &).
    template <typename Work, typename Done>
    void post(QObject *receiver, Work work, Done done)
    {
        QMetaObject::invokeMethod(
            m_engine,
            [engine = m_engine, receiver, work = std::move(work), done = std::move(done)] {
                auto value = work(*engine);
                QMetaObject::invokeMethod(
                    receiver, [value = std::move(value), done] { done(value); },
                    Qt::QueuedConnection);
            },
            Qt::QueuedConnection);
    }

    // Gives an object without a parent to the thread; it is deleted there at the end.
    void adopt(QObject *object);

private:
    QThread m_thread;
    Engine *m_engine; // deleted on its thread when that has finished
};

} // namespace model
