// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/base/error.h"

#include <utility>

using namespace Qt::StringLiterals;

namespace migrations {

tl::unexpected<Error> failure(ErrorKind kind, QString message, QString detail, QString code)
{
    return tl::unexpected<Error>(
        Error {kind, std::move(message), std::move(detail), std::move(code)});
}

QString kindName(ErrorKind kind)
{
    switch (kind) {
    case ErrorKind::Project:
        return u"project"_s;
    case ErrorKind::Helper:
        return u"helper"_s;
    case ErrorKind::Alembic:
        return u"alembic"_s;
    case ErrorKind::Database:
        return u"database"_s;
    case ErrorKind::File:
        return u"file"_s;
    case ErrorKind::Refused:
        return u"refused"_s;
    case ErrorKind::Cancelled:
        return u"cancelled"_s;
    }
    return u"unknown"_s;
}

} // namespace migrations
