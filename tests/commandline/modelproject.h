// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/commandline/commandrun.h"
#include "tests/support/alembicproject.h"

namespace tests {

// A trusted project with models and a SQLite database of its own, whose first revision "0001" made
// the table `users` (id, name) of those models.
class ModelProject
{
public:
    explicit ModelProject(const AlembicProject::Options &options = {});

    // The columns of `users` after id, as Python; the rest of models.py follows.
    void writeModels(const QString &columns, const QString &more = {}) const;
    CommandLine::Answer run(const QStringList &arguments) const; // `migration …`
    void git(const QStringList &arguments) const; // in its folder; ends the test when it fails
    QStringList scripts() const; // file names in versions/, sorted
    QByteArray script(const QString &name) const;
    QString versions() const;
    QString databasePath() const;
    QString folder() const { return m_project.folder(); }
    const AlembicProject &project() const { return m_project; }
    const CommandLine &line() const { return m_line; }

private:
    AlembicProject m_project;
    CommandLine m_line;
};

} // namespace tests
