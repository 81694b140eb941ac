// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/base/error.h"

#include <QMap>
#include <QString>

#include <optional>
#include <vector>

namespace migrations {

// A .env file as python-dotenv reads it, to the letter (tests/facts/dotenv.json).
struct DotEnv
{
    struct Value
    {
        QString key;
        std::optional<QString> value; // nullopt: a key without "="
        int line = 0;
        bool operator==(const Value &) const = default;
    };
    std::vector<Value> values; // in file order, expanded; a key once, at its last value
    // 1-based, reported and skipped; as python-dotenv counts: blank lines above belong to it.
    std::vector<int> errorLines;
    std::vector<int> errorPlaces; // the same, where the text itself begins

    // Who wins inside ${…}: load_dotenv() lets the process environment win, dotenv_values() and
    // load_dotenv(override=True) let the file win.
    enum class Precedence { Environment, File };

    std::optional<QString> value(const QString &key) const;

    // environment: the process's, for ${…} (by default it wins there too, as load_dotenv does).
    // Undecodable bytes: ErrorKind::File, code "not_utf8".
    static Result<DotEnv> fromBytes(const QByteArray &bytes,
        const QMap<QString, QString> &environment, Precedence precedence = Precedence::Environment);
    static Result<DotEnv> fromFile(const QString &path, const QMap<QString, QString> &environment,
        Precedence precedence = Precedence::Environment);

    bool operator==(const DotEnv &) const = default;
};

} // namespace migrations
