// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonDocument>
#include <QProcess>

// What the system's Python says to a JSON value: script reads stdin and prints JSON. Null on error,
// with Python's own words in *problem.
inline QJsonDocument askPython(
    const QString &script, const QJsonDocument &input, QByteArray *problem)
{
    QProcess process;
    process.start(
        QStringLiteral("/usr/bin/python3"), {QStringLiteral("-I"), QStringLiteral("-c"), script});
    process.write(input.toJson(QJsonDocument::Compact));
    process.closeWriteChannel();
    process.waitForFinished(60'000);
    *problem = process.readAllStandardError();
    return QJsonDocument::fromJson(process.readAllStandardOutput());
}
