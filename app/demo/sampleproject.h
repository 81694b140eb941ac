// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/database/privateserver.h"
#include "migrations/operations/operation.h"

#include <QTemporaryDir>

#include <memory>

namespace app {

// Writes the web shop's files into a folder (made when it is not there): alembic.ini, env.py, 40
// revisions, models, and .env with this database.
migrations::Result<void> writeSampleFiles(const QString &folder, const QString &databaseUrl);

// Gives the folder a git history: a commit per revision with its date, the last ones on the branch
// feature/refunds, which is checked out.
migrations::Result<void> commitSampleHistory(const QString &folder);

// Where the sample's database stands when it is made, and the head it can be upgraded to.
QString sampleStart();
QString sampleHead();

// A small web shop in a temporary folder, on a PostgreSQL cluster of its own that this program
// starts, with four revisions pending. Owns folder and server: both go when it goes. It is trusted
// as long as it lives, since its Python is ours.
class SampleProject
{
public:
    // dataFolder: where trust and journal are kept; empty: the user's.
    static migrations::Result<std::unique_ptr<SampleProject>> make(
        const QString &dataFolder, migrations::Progress &progress);
    ~SampleProject();
    SampleProject(const SampleProject &) = delete;
    SampleProject &operator=(const SampleProject &) = delete;

    QString folder() const; // to be opened
    QString databaseUrl() const; // no password: the socket's folder is private
    migrations::PrivateServer &server() { return *m_server; }

private:
    explicit SampleProject(QString dataFolder);
    migrations::Result<void> fill(migrations::Progress &progress);
    migrations::Result<void> upgrade(migrations::Progress &progress);

    QString m_dataFolder;
    QTemporaryDir m_temporary;
    std::optional<migrations::PrivateServer> m_server;
};

} // namespace app
