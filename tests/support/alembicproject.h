// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>
#include <QStringList>
#include <QTemporaryDir>

#include <memory>

namespace tests {

// A small real Alembic project in a temporary folder, for tests that need exact scripts.
class AlembicProject
{
public:
    struct Options
    {
        bool transactionPerMigration = false;
        QString beforeConfigure; // Python lines of env.py, run with `connection`
        QString engineArguments; // ", future=True"
        QString configureArguments; // ", version_table='v'"
    };
    struct Script
    {
        QString id;
        QStringList down; // empty: a base
        QString upgrade; // Python lines
        QString downgrade = QStringLiteral("pass");
        QString dependsOn = QStringLiteral("None"); // Python text
        QString branchLabels = QStringLiteral("None");
        QString message; // empty: "Revision ID"
    };
    AlembicProject(const QString &url, const Options &options);
    explicit AlembicProject(const QString &url);

    QString folder() const { return m_folder->path(); }
    QString scriptPath(const QString &id) const;
    void write(const Script &script) const;
    void writeFile(const QString &relativePath, const QByteArray &text) const;
    // A chain "0001" … that makes table t0001 … each, and drops it.
    QStringList writeChain(int count) const;
    void writeEnvironment(const QString &url) const; // .env

private:
    std::unique_ptr<QTemporaryDir> m_folder;
};

// Makes SPIRITSAFE_DATA a temporary folder of this test program, so that nothing of the person who
// runs the tests is read or written. Lives as long as it should count.
class PrivateData
{
public:
    PrivateData();
    QString folder() const { return m_folder.path(); }

private:
    QTemporaryDir m_folder;
};

} // namespace tests
