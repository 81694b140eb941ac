// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/commandline/sizetext.h"

#include <QLocale>

using namespace Qt::StringLiterals;

namespace app {

QString sizeText(qint64 bytes)
{
    return bytes < 0 ? u"size unknown"_s : QLocale::c().formattedDataSize(bytes, 1);
}

QString ageText(qint64 ms)
{
    if (ms < 0)
        return {};
    const qint64 minutes = ms / 60'000;
    if (minutes == 0)
        return u"%1 s"_s.arg(ms / 1'000);
    if (minutes < 60)
        return u"%1 min"_s.arg(minutes);
    const qint64 hours = minutes / 60;
    return hours < 48 ? u"%1 h %2 min"_s.arg(hours).arg(minutes % 60)
                      : u"%1 days"_s.arg(hours / 24);
}

} // namespace app
