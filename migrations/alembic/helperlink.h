// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/alembic/child.h"
#include "migrations/alembic/helper.h"
#include "migrations/alembic/helperevents.h"
#include "migrations/alembic/outputtail.h"

#include <QDeadlineTimer>

namespace migrations {

// Lines to and from the helper's process, and what it prints meanwhile: one poll() over all of it,
// so that neither side can block the other. Ends the process when it goes.
class HelperLink
{
public:
    static Result<HelperLink> start(const HelperOptions &options);
    HelperLink(HelperLink &&) noexcept = default;
    HelperLink &operator=(HelperLink &&) noexcept = delete;
    ~HelperLink();

    void send(const QJsonObject &message); // queued; written while nextLine() waits
    // Waits at most 50 ms for a line. Errors (ErrorKind::Helper): code "died", "oversize"; detail =
    // the tail.
    Result<std::optional<QByteArray>> nextLine();
    QStringList takePrinted();
    QString tail() const;
    bool alive() const;
    qint64 processId() const { return m_child.pid(); }
    void kill();

private:
    explicit HelperLink(Child child);
    std::optional<QByteArray> takeLine();
    void wait();
    void write();
    void read();
    void drainOutput();
    Error died();

    mutable Child m_child;
    QByteArray m_outgoing;
    QByteArray m_incoming;
    qsizetype m_searched = 0; // of m_incoming, without a line end
    bool m_closed = false; // its end of the socket
    OutputTail m_tail;
    QStringList m_printed;
};

} // namespace migrations
