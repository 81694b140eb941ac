// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "migrations/operations/journal.h"

#include <QVariant>

class QSqlDatabase;
class QSqlQuery;

namespace migrations {

// How the journal's columns are spelt: lists as JSON arrays, times as ISO 8601 UTC with ms.
QString listText(const QStringList &list);
QStringList listFrom(const QString &text);
QString timeText(const QDateTime &time);
QDateTime timeFrom(const QString &text);
QString directionText(Direction direction);
Direction directionFrom(const QString &text);
// Qt Sql binds a null QString as NULL; our columns are NOT NULL.
QString nonNull(const QString &text);

JournalEntry entryFrom(const QSqlQuery &query); // the columns of Journal's own SELECT
std::vector<JournalStep> stepsOf(const QSqlDatabase &database, qint64 operation);
std::vector<JournalStatement> statementsOf(const QSqlDatabase &database, qint64 operation);
std::vector<JournalStage> stagesOf(const QSqlDatabase &database, qint64 operation);

} // namespace migrations
