// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/operations/ghostscripts.h"

#include "migrations/history/revisionfiles.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QUuid>

#include <algorithm>
#include <sys/stat.h>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

QString parentFolder(const QString &folder)
{
    return (folder.isEmpty() ? dataFolder() : folder) + u"/ghosts"_s;
}

QString lockOf(const QString &folder)
{
    return folder + u".lock"_s;
}

tl::unexpected<Error> notWritten(const QString &path, const QString &why)
{
    return failure(ErrorKind::File,
        u"%1 could not be written, where the scripts that were found are run from."_s.arg(path),
        why, u"not_written"_s);
}

// Of nobody else, whatever the umask says: these are scripts that run.
bool makePrivate(const QString &folder)
{
    return ::mkdir(QFile::encodeName(folder).constData(), S_IRWXU) == 0;
}

Result<> writeNew(const QString &path, const QByteArray &text)
{
    QFile file(path);
    if (file.open(QIODevice::WriteOnly | QIODevice::NewOnly) && file.write(text) == text.size()
        && file.flush())
        return {};
    return notWritten(path, file.errorString());
}

void rebuildGraph(ProjectState &state, std::vector<RevisionFile> files)
{
    state.files = std::make_shared<const std::vector<RevisionFile>>(std::move(files));
    state.graph = RevisionGraph::fromFiles(
        *state.files, AlembicRules::forVersion(state.memory.alembicVersion));
    state.standing = state.database ? standingOf(state.graph, state.database->rows) : Standing();
}

} // namespace

GhostScripts::GhostScripts(QString folder, FileLock lock)
    : m_folder(std::move(folder))
    , m_lock(std::move(lock))
{
}

GhostScripts::~GhostScripts()
{
    QDir(m_folder).removeRecursively();
}

bool GhostScripts::holds(const QString &path) const
{
    return path.startsWith(m_folder + u'/');
}

// Locked before it is there, so that it is never taken for an abandoned one.
Result<std::shared_ptr<const GhostScripts>> GhostScripts::write(
    const std::vector<FoundScript> &scripts, const QString &dataFolder)
{
    const QString parent = parentFolder(dataFolder);
    QDir().mkpath(parent);
    removeAbandoned(dataFolder);
    const QString folder = parent + u'/' + QUuid::createUuid().toString(QUuid::Id128);
    Result<std::optional<FileLock>> lock = FileLock::tryLock(lockOf(folder));
    if (!lock)
        return tl::unexpected(lock.error());
    if (!*lock || !makePrivate(folder))
        return notWritten(folder, QString());
    const std::shared_ptr<GhostScripts> made(new GhostScripts(folder, **std::move(lock)));
    for (const FoundScript &script : scripts) {
        if (const Result<> added = made->add(script); !added)
            return tl::unexpected(added.error());
    }
    return std::shared_ptr<const GhostScripts>(made);
}

// In Alembic's order, which is by name; two folders of versions may have had files of one name.
Result<> GhostScripts::add(FoundScript script)
{
    if (QFileInfo::exists(m_folder + u'/' + script.name))
        script.name.prepend(script.revision + u'_');
    const Result<> written = writeNew(m_folder + u'/' + script.name, script.text);
    const auto place = std::lower_bound(m_scripts.begin(), m_scripts.end(), script.name,
        [](const FoundScript &other, const QString &name) { return other.name < name; });
    m_scripts.insert(place, std::move(script));
    return written;
}

void GhostScripts::removeAbandoned(const QString &dataFolder)
{
    const QDir parent(parentFolder(dataFolder));
    const QStringList names =
        parent.entryList(QDir::Dirs | QDir::Files | QDir::NoDotAndDotDot | QDir::NoSymLinks);
    for (const QString &name : names) {
        const QString folder = parent.filePath(name.section(u'.', 0, 0));
        if (const auto lock = FileLock::tryLock(lockOf(folder)); lock && *lock)
            QDir(folder).removeRecursively();
    }
}

Result<ProjectState> withGhostScripts(const ProjectState &state, const GhostSearch &search)
{
    if (const Result<> found = checkFound(search); !found)
        return tl::unexpected(found.error());
    auto scripts = GhostScripts::write(search.found, state.dataFolder);
    if (!scripts)
        return tl::unexpected(scripts.error());
    ProjectState with = state;
    with.ghostScripts = *std::move(scripts);
    with.project.addedLocations = {with.ghostScripts->folder()};
    std::vector<RevisionFile> files = *state.files;
    for (const FoundScript &script : with.ghostScripts->scripts())
        files.push_back(
            parseRevision(with.ghostScripts->folder() + u'/' + script.name, script.text));
    rebuildGraph(with, std::move(files));
    return with;
}

ProjectState withoutGhostScripts(ProjectState state)
{
    if (!state.ghostScripts)
        return state;
    std::vector<RevisionFile> files = *state.files;
    std::erase_if(
        files, [&](const RevisionFile &file) { return state.ghostScripts->holds(file.path); });
    rebuildGraph(state, std::move(files));
    state.project.addedLocations.clear();
    state.ghostScripts.reset();
    return state;
}

} // namespace migrations
