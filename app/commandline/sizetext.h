// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace app {

// "31 MiB"; "size unknown" for -1.
QString sizeText(qint64 bytes);
// "3 h 20 min"; empty for -1.
QString ageText(qint64 ms);

} // namespace app
