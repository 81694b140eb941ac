// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/base/error.h"
#include "migrations/base/progress.h"
#include "migrations/base/redactor.h"

#include <QJsonObject>

namespace migrations {

// The events of one call, as JSON, become Events: redacted, and each statement's end preceded by
// its start (the helper announces only statements that last).
class HelperEvents
{
public:
    HelperEvents(const Redactor &redactor, Progress &progress)
        : m_redactor(redactor)
        , m_progress(progress)
    {
    }

    void report(const QJsonObject &event); // a kind we do not know is left out
    void printed(const QStringList &lines);

private:
    void statementStarted(const QJsonObject &event);
    void statementFinished(const QJsonObject &event);
    Event statement(const QJsonObject &event, Event::Kind kind) const;

    const Redactor &m_redactor;
    Progress &m_progress;
    int m_announced = 0; // number of the last statement whose start was reported
};

// The error member of an answer.
Error errorFromJson(const QJsonObject &error, const Redactor &redactor);

} // namespace migrations
