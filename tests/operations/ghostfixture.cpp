// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/operations/ghostfixture.h"

#include <QCryptographicHash>
#include <QDirIterator>
#include <QFile>

using namespace Qt::StringLiterals;
using namespace migrations;

namespace tests {

AlembicProject::Script script(const QString &id, const QStringList &down, const QString &dependsOn)
{
    return {.id = id,
        .down = down,
        .upgrade = u"op.create_table('t%1', sa.Column('id', sa.Integer))"_s.arg(id),
        .downgrade = u"op.drop_table('t%1')"_s.arg(id),
        .dependsOn = dependsOn};
}

QString folderHash(const QString &folder)
{
    QStringList files;
    QDirIterator all(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (all.hasNext()) {
        const QString path = all.next();
        if (!path.contains("__pycache__"_L1) && !path.contains("app.db"_L1))
            files.append(path);
    }
    files.sort();
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (const QString &path : std::as_const(files)) {
        QFile file(path);
        const bool opened = file.open(QIODevice::ReadOnly);
        hash.addData(path.toUtf8());
        hash.addData(opened ? file.readAll() : QByteArray("unreadable"));
    }
    return QString::fromLatin1(hash.result().toHex());
}

ProjectState stateOf(const QString &folder)
{
    NoProgress quiet;
    const Result<ProjectState> state = readProjectState(folder, {.trustNow = true}, quiet);
    if (!state)
        qFatal("%s", qPrintable(state.error().message));
    return withDatabase(*state, quiet);
}

OperationReport run(const ProjectState &state, OperationKind kind, const Plan &plan)
{
    NoProgress quiet;
    Result<Journal> journal = Journal::open();
    if (!journal)
        qFatal("%s", qPrintable(journal.error().message));
    return runOperation(state,
        {.kind = kind,
            .targets = {plan.target},
            .plan = plan,
            .identity = state.database ? state.database->identity : DatabaseIdentity()},
        *journal, std::nullopt, quiet);
}

void upgrade(const AlembicProject &project)
{
    const ProjectState state = stateOf(project.folder());
    const Result<Plan> plan = planOperation(state, OperationKind::Upgrade, {u"heads"_s});
    if (!plan || run(state, OperationKind::Upgrade, *plan).outcome != Outcome::Done)
        qFatal("The upgrade failed");
}

GhostSearch search(const ProjectState &state)
{
    NoProgress quiet;
    const Result<Journal> journal = Journal::open();
    const Result<GhostSearch> found =
        journal ? findGhosts(state, *journal, quiet) : tl::unexpected(journal.error());
    if (!found)
        qFatal("%s", qPrintable(found.error().message));
    return *found;
}

Result<GhostRollback> planned(const AlembicProject &project)
{
    NoProgress quiet;
    const ProjectState state = stateOf(project.folder());
    return planGhostRollback(state, search(state), quiet);
}

std::vector<SchemaObject> schemaOf(const AlembicProject &project)
{
    NoProgress quiet;
    const ProjectState state = stateOf(project.folder());
    const DatabaseUrl url = *state.environment()->url;
    const auto schema = readSchema(
        {.url = url, .database = url.keywords.value(u"dbname"_s), .baseFolder = project.folder()},
        quiet);
    if (!schema)
        qFatal("%s", qPrintable(schema.error().message));
    return *schema;
}

QStringList revisionsOf(const Plan &plan)
{
    QStringList revisions;
    for (const Step &step : plan.steps)
        revisions.append(step.revision);
    return revisions;
}

void makeGhosts(const AlembicProject &project, const Scripts &ghosts)
{
    for (const AlembicProject::Script &ghost : ghosts)
        project.write(ghost);
    upgrade(project);
    for (const AlembicProject::Script &ghost : ghosts)
        QFile::remove(project.scriptPath(ghost.id));
}

} // namespace tests
