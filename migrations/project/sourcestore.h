// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/base/error.h"

#include <QByteArray>
#include <QDateTime>

#include <optional>

namespace migrations {

// A revision file as it was when it ran from here.
struct KeptSource
{
    QString revision;
    QString name; // of the file
    QByteArray text;
    QDateTime time; // of the first run with this text
};

// The text of every script that ran from here, by project and revision: what is in a database can
// be read and taken back even when no branch has it any more. Files (0600) in the data folder; a
// text is stored once.
class SourceStore
{
public:
    // project: memoryKey(). folder empty: dataFolder().
    explicit SourceStore(const QString &project, const QString &folder = {});
    Result<> keep(const KeptSource &source) const;
    std::optional<KeptSource> newest(const QString &revision) const;
    // The one with these bytes (SHA-256, hexadecimal).
    std::optional<KeptSource> withHash(const QString &revision, const QString &sha256) const;

private:
    QString folderOf(const QString &revision) const;
    QString m_folder;
};

QString sha256Of(const QByteArray &text); // hexadecimal

} // namespace migrations
