// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

#include <optional>
#include <utility>
#include <vector>

namespace migrations {

// What may go wrong with an operation where its table has rows.
enum class FoundRisk {
    None,
    DataLoss, // a table or a column goes
    FailsWithRows, // a new column without a default that must not be null
    FailsWithNulls,
    ChecksRows, // a constraint: fails on rows that break it, and holds a lock while it looks
    Rewrites, // another type: the table may be written anew under its strongest lock
    BlocksWrites, // an index that is not built concurrently
};
QString riskName(FoundRisk risk); // "none", "data-loss" …: JSON
QString riskSentence(FoundRisk risk); // empty for None

// One operation that autogenerate found.
struct FoundOperation
{
    QString kind; // "add_column", "create_table" … after Alembic's name for it
    QString schema; // empty: the default one
    QString table;
    QString name; // of the column, index or constraint; may be empty
    QString code; // as it would stand in upgrade()
    FoundRisk risk = FoundRisk::None;
    // Places in the list: this column is dropped and that one, of the same sort of type, is added,
    // which is what a renamed one looks like. -1: none.
    int renamedTo = -1;
    int renamedFrom = -1;

    bool operator==(const FoundOperation &) const = default;
};

// `alembic revision`'s options.
struct RevisionOptions
{
    QString message;
    bool autogenerate = true;
    QString head; // empty: the only one
    QString branchLabel;
    QString versionPath;
    QString id; // empty: a new one
    QStringList dependsOn;
    bool splice = false;
};

// What a person chose of the operations that were shown.
struct OperationChoice
{
    std::vector<FoundOperation> shown;
    QList<int> picked; // places in `shown`
    QList<std::pair<int, int>> renames; // dropped column, added column: both are picked
};

} // namespace migrations
