// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/project/draftstore.h"

#include <QByteArray>

namespace model {

// The file of a revision as it was read to be shown.
struct Script
{
    QString path;
    QByteArray bytes;
    QString text;
    QString problem; // a sentence; then there is no text
    bool pushed = false; // a branch of a remote has it
    std::optional<migrations::Draft> draft; // what was typed and not saved when the program ended

    // Written back as it is, the text gives these very bytes: UTF-8, with its byte order mark if it
    // has one. Another encoding is read and never written.
    bool canBeWritten() const;
    QByteArray bytesOf(const QString &changed) const;
};

Script readScriptFile(const QString &path);

} // namespace model
