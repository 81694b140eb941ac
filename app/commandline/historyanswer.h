// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/operations/projectstate.h"

#include <QFile>

namespace app {

// The JSON of a long history as an earlier command wrote it. It only saves time, and counts only
// where writing it anew would give the same bytes: the same program, settings and problems, the
// same rows in the database, and no revision file added, removed or changed. All of that is kept
// with the answer and compared in full. Damage is found by a checksum.
class HistoryAnswer
{
public:
    // What was kept of an opened project, its revisions unread.
    explicit HistoryAnswer(const migrations::ProjectState &opened);

    // There is one, and it was made of these files. A scan gets its stamps where that is in doubt.
    bool isOf(migrations::RevisionScan &scan) const;
    // The bytes to write, if this project (its revisions unread) and its reading gave them; else
    // empty. They live as long as this.
    QByteArray answerFor(const migrations::ProjectState &unread) const;

    // Keeps what was written of `state`, which was read from `unread`, the files of the scan and a
    // database; not where a later command could not tell whether it is still true.
    void keep(const migrations::ProjectState &unread, const migrations::ProjectState &state,
        const migrations::RevisionScan &scan, const QByteArray &answer) const;

private:
    bool parse();

    QString m_path;
    QFile m_file; // mapped
    QByteArray m_files;
    QByteArray m_circumstances;
    QByteArray m_answer;
};

} // namespace app
