// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>
#include <QString>

#include <initializer_list>

namespace migrations {

// Writes a file that only saves time, its parts one after the other: to a temporary beside it,
// then renamed; 0600, in a folder made 0700. Not synchronised with the disk: whoever reads it has a
// checksum. 0, or errno.
int replaceCacheFile(const QString &path, std::initializer_list<QByteArrayView> parts);

// Like FNV-1a, over words of eight bytes: finds damage, is no signature.
quint64 cacheChecksum(QByteArrayView bytes);

} // namespace migrations
