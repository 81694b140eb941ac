// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>

namespace tests {

// The program itself, run as a person or a script runs it, with a home of its own.
class CommandLine
{
public:
    struct Answer
    {
        int exitCode = -1;
        QString output;
        QString error;
        QJsonObject json() const; // of the output; empty when it is not one object
    };

    explicit CommandLine(QString projectFolder);

    Answer run(const QStringList &arguments) const;
    // In a terminal (util-linux's script), where somebody types.
    Answer type(const QString &typed, const QStringList &arguments) const;
    // Started, not waited for.
    void start(QProcess &process, const QStringList &arguments) const;
    static Answer finish(QProcess &process);

    void trust() const; // by a harmless --trust
    QString dataFolder() const { return m_data.path(); }
    static QString binary();

private:
    QString m_folder;
    QTemporaryDir m_data;
};

QStringList strings(const QJsonValue &list);
QStringList idsOf(const QJsonValue &objects, const QString &key);

} // namespace tests
