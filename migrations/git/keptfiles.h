// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/base/error.h"
#include "migrations/base/progress.h"

#include <QByteArray>
#include <QDateTime>
#include <QMap>
#include <QStringList>

#include <functional>

namespace migrations {

// A file as a commit of the repository has it.
struct KeptFile
{
    QString name; // "0042_add_orders.py"
    QByteArray text;
    QString where; // "branch pricing", "stash@{0}", "reflog of HEAD", "a commit of no branch"
    QString commit; // full id
    QString author;
    QDateTime time; // when it was committed
};

// What is looked for: the key of a file that is wanted, empty for any other.
using KeyOf = std::function<QString(const QString &name, const QByteArray &text)>;

// Looks for files below these folders of one work tree, whatever may hold them: local branches,
// branches of remotes, tags, stashes, reflogs, then commits that nothing names any more; in each
// the newest version of a file. Ends when all keys are found. Reads only. Outside a repository:
// none. Errors: ErrorKind::File, code "git"; ErrorKind::Cancelled.
Result<QMap<QString, KeptFile>> findKeptFiles(
    const QStringList &folders, const QStringList &keys, const KeyOf &keyOf, Progress &progress);

} // namespace migrations
