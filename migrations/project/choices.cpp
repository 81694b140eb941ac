// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/project/choices.h"

#include "migrations/project/configuration.h"
#include "migrations/project/memory.h"
#include "migrations/project/projectfolders.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <deque>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

constexpr int deepest = 4; // levels below the opened folder
constexpr int mostFolders = 1'500; // looked into; an opened home folder must not take seconds

// An ini without [alembic] may have other sections that each are a configuration (alembic -n).
QStringList sectionsOf(const QString &ini)
{
    const Result<IniFile> file = IniFile::fromFile(ini);
    if (!file || file->hasSection(u"alembic"_s))
        return {u"alembic"_s};
    QStringList sections;
    for (const QString &section : file->sections()) {
        if (file->raw(section, u"script_location"_s))
            sections.append(section);
    }
    return sections;
}

void addChoices(std::vector<ConfigChoice> &choices, const projectfolders::Listing &listing,
    const QString &opened)
{
    const QString ini = listing.folder + u"/alembic.ini"_s;
    const QString toml = listing.folder + u"/pyproject.toml"_s;
    const QDir base(opened);
    const QStringList sections = listing.hasIni ? sectionsOf(ini) : QStringList();
    for (const QString &section : sections)
        choices.push_back({ini, section,
            base.relativeFilePath(ini)
                + (section == u"alembic" ? QString() : u" ["_s + section + u']')});
    if (!sections.isEmpty())
        return;
    const std::size_t before = choices.size();
    // What cannot be read is a choice too, so that opening it says why.
    const Result<std::optional<QVariantMap>> table =
        listing.hasPyproject ? readTomlTable(toml) : std::nullopt;
    if (!table || table->has_value())
        choices.push_back({toml, u"alembic"_s, base.relativeFilePath(toml)});
    if (listing.hasIni && choices.size() == before)
        choices.push_back({ini, u"alembic"_s, base.relativeFilePath(ini)});
}

std::vector<ConfigChoice> below(const QString &folder)
{
    struct Waiting
    {
        QString folder;
        int depth = 0;
    };
    std::vector<ConfigChoice> choices;
    std::deque<Waiting> waiting {{folder, 0}};
    for (int looked = 0; !waiting.empty() && looked < mostFolders; ++looked) {
        const Waiting next = waiting.front();
        waiting.pop_front();
        const projectfolders::Listing listing = projectfolders::look(next.folder);
        if (listing.isVirtualEnvironment)
            continue;
        addChoices(choices, listing, folder);
        if (next.depth >= deepest || listing.isScriptFolder)
            continue;
        for (const QString &inside : listing.folders)
            waiting.push_back({inside, next.depth + 1});
    }
    return choices;
}

// The opened folder may be inside a project: migrations/, src/. Outside git two levels are enough
// for migrations/versions, and nobody's home is a project.
QStringList foldersAbove(const QString &folder)
{
    QStringList above = projectfolders::upToGitRoot(folder);
    if (projectfolders::gitRootAbove(folder).isEmpty()) {
        const QString parent = QFileInfo(folder).path();
        above << parent << QFileInfo(parent).path();
        above.removeAll(QDir::homePath());
        above.removeAll(QDir::rootPath());
        above.removeAll(QDir::tempPath());
    }
    above.removeAll(folder);
    return above;
}

tl::unexpected<Error> nothingFound(const QString &folder)
{
    if (!QFileInfo(folder).isDir())
        return failure(
            ErrorKind::Project, u"The folder does not exist: %1"_s.arg(folder), {}, u"no_config"_s);
    const QStringList above = foldersAbove(folder);
    const QString upward = above.isEmpty() ? QString() : u", nor above it up to "_s + above.last();
    return failure(ErrorKind::Project,
        u"No alembic.ini and no pyproject.toml with [tool.alembic] was found in %1 or %2 levels "
        "below it%3. Open the folder of an Alembic project, or run \"alembic init migrations\"."_s
            .arg(folder)
            .arg(deepest)
            .arg(upward),
        {}, u"no_config"_s);
}

ConfigChoice withSection(ConfigChoice choice, const OpenOptions &options)
{
    if (!options.section.isEmpty())
        choice.section = options.section;
    return choice;
}

std::optional<ConfigChoice> chosenFile(
    const QString &folder, const QString &file, const std::vector<ConfigChoice> &choices)
{
    const QString path = QFileInfo(QDir(folder).absoluteFilePath(file)).canonicalFilePath();
    if (file.isEmpty())
        return std::nullopt;
    for (const ConfigChoice &choice : choices) {
        if (choice.display == file || QFileInfo(choice.file).canonicalFilePath() == path)
            return choice;
    }
    if (path.isEmpty())
        return std::nullopt;
    return ConfigChoice {path, u"alembic"_s, QDir(folder).relativeFilePath(path)};
}

} // namespace

std::vector<ConfigChoice> findConfigurations(const QString &folder)
{
    const QString opened = QDir::cleanPath(QFileInfo(folder).absoluteFilePath());
    std::vector<ConfigChoice> choices = below(opened);
    if (!choices.empty())
        return choices;
    for (const QString &above : foldersAbove(opened)) {
        addChoices(choices, projectfolders::look(above), opened);
        if (!choices.empty())
            return choices;
    }
    return choices;
}

Result<ConfigChoice> chooseConfiguration(
    const QString &folder, const std::vector<ConfigChoice> &choices, const OpenOptions &options)
{
    if (const auto choice = chosenFile(folder, options.configFile, choices))
        return withSection(*choice, options);
    if (!options.configFile.isEmpty())
        return failure(ErrorKind::Project,
            u"The configuration file does not exist: %1"_s.arg(options.configFile), {},
            u"no_config"_s);
    if (const auto choice = chosenFile(folder, MemoryStore().load(folder).configFile, choices))
        return withSection(*choice, options);
    if (choices.empty())
        return nothingFound(folder);
    const bool isAlone = std::all_of(choices.begin(), choices.end(), [&](const auto &choice) {
        return choice.file == choices.front().file
            && (!options.section.isEmpty() || choice.section == choices.front().section);
    });
    const auto isHere = [&](const ConfigChoice &choice) {
        return QFileInfo(choice.file).path() == folder;
    };
    if (isAlone || std::count_if(choices.begin(), choices.end(), isHere) == 1)
        return withSection(choices.front(), options);
    QStringList paths;
    for (const ConfigChoice &choice : choices)
        paths.append(choice.display);
    return failure(ErrorKind::Project,
        u"This folder holds %1 Alembic configurations. Choose one of them."_s.arg(choices.size()),
        paths.join(u'\n'), u"choose_config"_s);
}

} // namespace migrations
