// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/base/error.h"

#include <QByteArray>

namespace migrations {

// The bytes of a revision file with another parent: the value of down_revision, and the docstring's
// "Revises:" where it said the same. Every other byte stays, whatever its encoding and line ends,
// and the result is read again to be sure of it. ErrorKind::Refused: code "several_parents" (a
// merge), "not_plain" (the value is not one text in plain quotes, or None). Pure.
Result<QByteArray> withParent(const QString &path, const QByteArray &bytes, const QString &parent);

} // namespace migrations
