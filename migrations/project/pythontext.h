// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/base/error.h"

#include <QByteArray>
#include <QString>

namespace migrations::pythontext {

// str.isspace(): Qt's idea of white space and the four ASCII separators.
bool isSpace(QChar character);
QString stripped(const QString &text); // str.strip()
QString strippedRight(const QString &text); // str.rstrip()

// A text file as open(…, encoding="utf-8") gives it: strict, a byte order mark stays, every line
// end is "\n". Errors: ErrorKind::File, code "not_utf8"; file is named in the message.
Result<QString> decoded(const QByteArray &bytes, const QString &file);

// The whole file. Errors: ErrorKind::File, code "unreadable".
Result<QByteArray> readFile(const QString &path);

} // namespace migrations::pythontext
