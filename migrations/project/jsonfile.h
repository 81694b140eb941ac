// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/base/error.h"

#include <QJsonObject>

namespace migrations::jsonfile {

// Small files of our own, in a folder that only the user may enter. Empty when there is none or it
// is not JSON: what is remembered is a convenience, never a reason to stop.
QJsonObject read(const QString &path);

// Whole or not at all, mode 0600, its folder made 0700. Errors: ErrorKind::File.
Result<> write(const QString &path, const QJsonObject &object);

// Makes the folder, 0700. Errors: ErrorKind::File.
Result<> makePrivateFolder(const QString &folder);

} // namespace migrations::jsonfile
