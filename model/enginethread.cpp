// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "model/enginethread.h"

namespace model {

EngineThread::EngineThread(const QString &name)
    : m_engine(new Engine)
{
    m_thread.setObjectName(name);
    adopt(m_engine);
    m_thread.start();
}

EngineThread::~EngineThread()
{
    m_thread.quit();
    m_thread.wait();
}

void EngineThread::adopt(QObject *object)
{
    object->moveToThread(&m_thread);
    QObject::connect(&m_thread, &QThread::finished, object, &QObject::deleteLater);
}

} // namespace model
