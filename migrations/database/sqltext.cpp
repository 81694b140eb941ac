// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/database/sqltext.h"

#include <QFile>

using namespace Qt::StringLiterals;

// The macro declares a function, and must do so outside any namespace. Calling it keeps the linker
// from leaving the resource out of a program, which a static library's unnamed objects suffer.
static void registerSqlResource()
{
    Q_INIT_RESOURCE(sql);
}

namespace migrations {

QString sqlText(const QString &name)
{
    static const bool registered = (registerSqlResource(), true);
    QFile file(u":/sql/"_s + name + u".sql"_s);
    const bool opened = registered && file.open(QIODevice::ReadOnly);
    Q_ASSERT_X(opened, "sqlText", "no such file in resources/sql/sql.qrc");
    return opened ? QString::fromUtf8(file.readAll()) : QString();
}

} // namespace migrations
