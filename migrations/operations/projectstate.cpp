// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/operations/projectstate.h"

#include "migrations/base/background.h"
#include "migrations/history/revisionfiles.h"
#include "migrations/operations/versiontableguess.h"
#include "migrations/project/protection.h"
#include "migrations/project/trust.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <tuple>

using namespace Qt::StringLiterals;

namespace migrations {

QString memoryKey(const Project &project)
{
    return QFileInfo(project.config.file).canonicalFilePath();
}

namespace {

QString envPyPath(const Project &project)
{
    return project.scriptLocation + u"/env.py"_s;
}

VersionTableGuess guessFor(const Project &project)
{
    QFile file(envPyPath(project));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return guessVersionTable(QString::fromUtf8(file.readAll()));
}

QString envPyStamp(const Project &project)
{
    const QFileInfo info(envPyPath(project));
    return u"%1 %2"_s.arg(info.size()).arg(info.lastModified().toMSecsSinceEpoch());
}

// What env.py itself said last time counts for as long as it is the same file; else its text.
void takeVersionTable(ProjectState &state)
{
    ProjectMemory &memory = state.memory;
    if (memory.versionTableKnown && memory.envPyStamp == envPyStamp(state.project))
        return;
    const VersionTableGuess guess = guessFor(state.project);
    memory.versionTable = guess.table;
    memory.versionTableKnown = guess.certain;
    if (!guess.certain)
        state.notes.append(u"env.py computes the name of its version table; until its Python has "
                           u"run once, the rows are "
                           "looked for in %1."_s.arg(memory.versionTable.display()));
}

// The header values of the file as Alembic loaded it, for those that the text does not say.
void takeComputed(RevisionFile &file, const RevisionFile &loaded)
{
    file.id = loaded.id;
    file.down = loaded.down;
    file.branchLabels = loaded.branchLabels;
    file.dependsOn = loaded.dependsOn;
    file.computed.clear();
    std::erase_if(
        file.problems, [](const Problem &problem) { return problem.code == "computed"_L1; });
}

std::vector<RevisionFile> withComputed(
    std::vector<RevisionFile> files, const std::vector<RevisionFile> &loaded)
{
    for (const RevisionFile &from : loaded) {
        const auto file = std::find_if(files.begin(), files.end(),
            [&](const RevisionFile &candidate) { return candidate.path == from.path; });
        if (file != files.end() && !file->computed.isEmpty())
            takeComputed(*file, from);
    }
    return files;
}

} // namespace

bool ProjectState::hasComputedHeaders() const
{
    return std::any_of(files->begin(), files->end(),
        [](const RevisionFile &file) { return !file.computed.isEmpty(); });
}

std::shared_ptr<const std::vector<RevisionFile>> ProjectState::noFiles()
{
    static const auto none = std::make_shared<const std::vector<RevisionFile>>();
    return none;
}

bool ProjectState::hasScripts() const
{
    return QFileInfo(project.scriptLocation).isDir();
}

bool ProjectState::historyUsable() const
{
    return hasScripts() && graph.usable();
}

void takeGit(Project &project)
{
    project.git = readGit(project.root).value_or(project.git);
    for (Environment &environment : project.environments) {
        const bool secret = environment.url && environment.url->keywords.contains(u"password"_s);
        if (!secret || environment.urlFile.isEmpty()
            || !isTracked(environment.urlFile).value_or(false))
            continue;
        const QString name = QDir(project.root).relativeFilePath(environment.urlFile);
        environment.warnings.append(
            u"%1 is tracked by git: whoever has the repository has the password in it. Run: git rm "
            "--cached %1, name it in .gitignore, and change the password."_s.arg(name));
    }
}

Result<ProjectState> openProjectState(const QString &folder, const StateOptions &options)
{
    Result<Project> project =
        openProject(folder, {.configFile = options.configFile, .section = options.section});
    if (!project)
        return tl::unexpected(project.error());
    ProjectState state;
    state.project = *std::move(project);
    state.dataFolder = options.dataFolder;
    if (options.git == StateOptions::Git::Branch)
        takeGit(state.project);
    if (!options.environmentName.isEmpty() && !state.project.environment(options.environmentName)) {
        QStringList names;
        for (const Environment &environment : state.project.environments)
            names.append(environment.name);
        return failure(ErrorKind::Project,
            u"There is no environment “%1”. There are: %2. A file .env.%1 with DATABASE_URL makes one."_s
                .arg(options.environmentName, names.join(u", "_s)),
            {}, u"no_environment"_s);
    }
    const TrustStore trust(options.dataFolder);
    if (options.trustNow) {
        if (Result<> trusted = trust.trust(state.project.root); !trusted)
            return tl::unexpected(trusted.error());
    }
    state.trusted = trust.isTrusted(state.project.root);
    state.environmentName = options.environmentName.isEmpty()
        ? state.project.environments.front().name
        : options.environmentName;
    state.memory = MemoryStore(options.dataFolder).load(memoryKey(state.project));
    takeVersionTable(state);
    state.standing = {};
    return state;
}

Result<ProjectState> withRevisions(ProjectState state, RevisionScan &scan, Progress &progress,
    std::optional<Background<void>> *indexing)
{
    Result<std::vector<RevisionFile>> files =
        readRevisionFiles(state.project, {.dataFolder = state.dataFolder}, scan, progress);
    if (!files)
        return tl::unexpected(files.error());
    state.files = std::make_shared<const std::vector<RevisionFile>>(*std::move(files));
    // The graph is built meanwhile.
    std::optional<Background<void>> finishedHere;
    (indexing != nullptr ? *indexing : finishedHere)
        .emplace([project = state.project, folder = state.dataFolder, files = state.files,
                     &scan] { updateIndex(project, {.dataFolder = folder}, scan, *files); },
            Doing::Computing);
    state.graph = RevisionGraph::fromFiles(
        *state.files, AlembicRules::forVersion(state.memory.alembicVersion));
    state.standing = {};
    return state;
}

Result<ProjectState> readProjectState(
    const QString &folder, const StateOptions &options, Progress &progress)
{
    Result<ProjectState> state = openProjectState(folder, options);
    if (!state)
        return state;
    RevisionScan scan = scanRevisionFiles(state->project);
    return withRevisions(*std::move(state), scan, progress);
}

Result<> rememberConfiguration(
    const QString &folder, const QString &configuration, const QString &dataFolder)
{
    const MemoryStore store(dataFolder);
    ProjectMemory memory = store.load(folder);
    memory.configFile = configuration;
    return store.save(folder, memory);
}

namespace {

// A protected database is production whatever URL leads to it, to whoever reads this state; so is
// any when it cannot be read which ones are protected.
void applyProtection(ProjectState &state)
{
    const Result<Protection> protection =
        ProtectionStore(state.dataFolder).load(state.database->identity.key());
    state.protectedDatabase = !protection || protection->marked;
    if (!state.protectedDatabase)
        return;
    const Environment *current = state.environment();
    for (Environment &environment : state.project.environments) {
        if (&environment == current)
            environment.tier = Tier::Production;
    }
}

} // namespace

ProjectState withReading(ProjectState state, const Result<DatabaseReading> &reading)
{
    state.database.reset();
    state.databaseError.reset();
    state.protectedDatabase = false;
    if (reading) {
        state.database = *reading;
        state.standing = standingOf(state.graph, reading->rows);
        applyProtection(state);
    } else {
        state.databaseError = reading.error();
        // A SQLite file that is not there yet is an empty database: the first upgrade makes it.
        state.standing =
            reading.error().code == "no_file"_L1 ? standingOf(state.graph, {}) : Standing();
    }
    return state;
}

Result<DatabaseReading> readDatabaseOf(const ProjectState &state, Progress &progress, Wanted wanted)
{
    const Environment *environment = state.environment();
    const auto read = wanted == Wanted::Rows ? readVersionRows : readDatabase;
    if (environment != nullptr && environment->url)
        return read(*environment->url, state.memory.versionTable, state.project.root, progress);
    return tl::unexpected(environment != nullptr && environment->urlProblem
            ? *environment->urlProblem
            : Error {ErrorKind::Project, u"There is no DATABASE_URL."_s, {}, u"no_url"_s});
}

ProjectState withDatabase(ProjectState state, Progress &progress)
{
    const Result<DatabaseReading> reading = readDatabaseOf(state, progress);
    return withReading(std::move(state), reading);
}

void rememberVersionTable(ProjectState &state, const VersionTable &table)
{
    state.memory.versionTable = table;
    state.memory.versionTableKnown = true;
    state.memory.envPyStamp = envPyStamp(state.project);
}

void remember(const ProjectState &state)
{
    // What is remembered only saves time; when it cannot be kept it is found out again.
    std::ignore = MemoryStore(state.dataFolder).save(memoryKey(state.project), state.memory);
}

bool needsAlembicsKnowledge(const ProjectState &state)
{
    return state.hasComputedHeaders() || !state.memory.versionTableKnown;
}

Result<ProjectState> withAlembicsKnowledge(ProjectState state, Alembic &alembic, Progress &progress)
{
    const Result<HelperVersions> versions = alembic.versions(progress);
    if (!versions)
        return tl::unexpected(versions.error());
    state.memory.alembicVersion = versions->alembic;
    if (state.hasComputedHeaders()) {
        const Result<std::vector<RevisionFile>> loaded = alembic.revisions(progress);
        if (!loaded)
            return tl::unexpected(loaded.error());
        state.files =
            std::make_shared<const std::vector<RevisionFile>>(withComputed(*state.files, *loaded));
    }
    if (!state.memory.versionTableKnown) {
        const Result<RunContext> context = alembic.context(progress);
        if (!context)
            return tl::unexpected(context.error());
        rememberVersionTable(state, context->versionTable);
        state.notes.clear();
    }
    remember(state);
    state.graph =
        RevisionGraph::fromFiles(*state.files, AlembicRules::forVersion(versions->alembic));
    if (state.database)
        state.standing = standingOf(state.graph, state.database->rows);
    else if (state.databaseError)
        return withReading(std::move(state), tl::unexpected(Error(*state.databaseError)));
    return state;
}

} // namespace migrations
