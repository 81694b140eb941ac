// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMap>
#include <QString>

namespace migrations {

// How libpq itself reads a URL. It is asked, and thereby loaded, only where its answer is in doubt:
// a command reads the URL before it has anything else to do for libpq's twenty libraries.

// A connection parameter that this libpq knows.
bool isLibpqKeyword(const QString &name);
// Whether libpq takes the URL for these very keywords. The name of the driver has to be cut out.
bool libpqReadsTheSame(const QString &url, const QMap<QString, QString> &keywords);

} // namespace migrations
