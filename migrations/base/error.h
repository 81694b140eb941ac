// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <tl/expected.hpp>

#include <QString>

namespace migrations {

// What a caller can act on. The message is for people and says what to do next; the detail is
// verbatim (a server's answer, a traceback); the code is a stable word for programs and tests.
enum class ErrorKind { Project, Helper, Alembic, Database, File, Refused, Cancelled };

struct Error
{
    ErrorKind kind = ErrorKind::Project;
    QString message;
    QString detail;
    QString code;

    bool operator==(const Error &) const = default;
};

template <typename T = void>
using Result = tl::expected<T, Error>;

tl::unexpected<Error> failure(
    ErrorKind kind, QString message, QString detail = {}, QString code = {});

// "project", "helper" …: the kind as JSON and the journal name it.
QString kindName(ErrorKind kind);

} // namespace migrations
