// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/base/error.h"

#include <QDateTime>

#include <optional>

namespace migrations {

// Text that was typed and not saved.
struct Draft
{
    QString text;
    QString base; // sha256Of() of the file that it changes
    QDateTime time;

    bool operator==(const Draft &) const = default;
};

// The unsaved text of files, so that the end of the program does not take it along. Files (0600) in
// the data folder, by the real path of what they change.
class DraftStore
{
public:
    explicit DraftStore(const QString &folder = {}); // empty: dataFolder()
    Result<> keep(const QString &path, const Draft &draft) const;
    std::optional<Draft> find(const QString &path) const;
    void forget(const QString &path) const;

private:
    QString fileFor(const QString &path) const;
    QString m_folder;
};

} // namespace migrations
