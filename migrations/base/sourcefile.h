// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/base/error.h"

#include <QByteArray>

#include <optional>

namespace migrations {

// Files of the project, which belong to a person: what is there is never lost. Errors:
// ErrorKind::File.

// The bytes; absent when there is no such file.
Result<std::optional<QByteArray>> readSourceFile(const QString &path);
// Under a temporary name beside it, on the disk, then renamed: the old text or the new one, never
// neither. Keeps the file's permissions; writes through a link to the file that it names.
Result<> replaceSourceFile(const QString &path, const QByteArray &bytes);
// The same for a file that still has the bytes `before`; else it is left as it is:
// ErrorKind::Refused, code "changed_since".
Result<> replaceUnchanged(const QString &path, const QByteArray &before, const QByteArray &after);
// A file that is not there yet; code "exists" when it is, and nothing is changed.
Result<> createSourceFile(const QString &path, const QByteArray &bytes);
// SHA-256, hexadecimal: two texts with the same one are the same.
QString sha256Of(const QByteArray &bytes);
// Into the desktop's trash, from where a person can take it back: where it lies there.
Result<QString> moveToTrash(const QString &path);

} // namespace migrations
