// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/project/project.h"

#include "migrations/project/choices.h"
#include "migrations/project/configuration.h"
#include "migrations/project/memory.h"
#include "migrations/project/projectfolders.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

// The URL that "alembic init" writes, in any of its forms, and what names no database yet.
bool isPlaceholder(const QString &text)
{
    if (text.trimmed().isEmpty() || text.startsWith(u"driver://"))
        return true;
    const Result<DatabaseUrl> url = DatabaseUrl::fromText(text);
    static const QStringList unfinished {u"empty"_s, u"not_a_url"_s, u"unexpanded_placeholder"_s};
    return !url && unfinished.contains(url.error().code);
}

// One configuration, read step by step into a Project.
class Opener
{
public:
    Opener(const ConfigChoice &choice, Configuration configuration)
        : m_configuration(std::move(configuration))
        , m_folder(QFileInfo(choice.file).absolutePath())
    {
        m_project.config = choice;
        m_project.root = m_folder;
    }

    Result<Project> open(const OpenOptions &options)
    {
        if (Result<> located = locateScripts(); !located)
            return tl::unexpected(located.error());
        m_project.name = QFileInfo(m_project.root).fileName();
        m_project.git.root = projectfolders::gitRootAbove(m_project.root);
        readSettings();
        locateVersions();
        m_project.environments = findEnvironments(environmentSearch(options));
        m_project.problems = m_configuration.problems() + m_problems;
        m_project.problems.removeDuplicates();
        return std::move(m_project);
    }

private:
    Result<> locateScripts()
    {
        m_sysPath = m_configuration.sysPath();
        const Result<std::optional<QString>> value = m_configuration.text(u"script_location"_s);
        if (!value)
            return failure(ErrorKind::Project, value.error().message, {}, u"bad_config"_s);
        if (!value->has_value() || (*value)->isEmpty())
            return locateBesideConfiguration();
        for (const QString &folder : projectfolders::upToGitRoot(m_folder)) {
            const QString found = resolved(**value, folder);
            if (!QFileInfo(found).isDir())
                continue;
            m_project.root = folder;
            m_project.scriptLocation = found;
            return {};
        }
        m_project.scriptLocation = resolved(**value, m_folder);
        m_problems.append(u"The folder of script_location does not exist: %1. Correct "
                          "script_location in %2, or make the folder with \"alembic init\"."_s.arg(
                              m_project.scriptLocation, configName()));
        return {};
    }

    // Flask-Migrate keeps its ini among the scripts and gives the folder on its own command line.
    Result<> locateBesideConfiguration()
    {
        if (!QFileInfo(m_folder + u"/env.py"_s).isFile())
            return failure(ErrorKind::Project,
                u"%1 has no script_location. Add \"script_location = migrations\", the folder that "
                "holds env.py."_s.arg(configName()),
                {}, u"bad_config"_s);
        m_project.scriptLocation = m_folder;
        m_problems.append(u"%1 has no script_location, so only Flask-Migrate can run these "
                          "migrations as they are. For Alembic itself add \"script_location = "
                          "%(here)s\"."_s.arg(configName()));
        return {};
    }

    QString configName() const { return QFileInfo(m_project.config.file).fileName(); }

    // "package:folder" is looked up where Python would find the package, without importing it.
    QString resolved(const QString &location, const QString &folder) const
    {
        if (QDir::isAbsolutePath(location) || !location.contains(u':'))
            return QDir::cleanPath(QDir(folder).absoluteFilePath(location));
        const QString package = location.section(u':', 0, 0).replace(u'.', u'/');
        const QString inside = location.section(u':', 1).replace(u':', u'/');
        QStringList places = m_sysPath;
        places << u"."_s << u"src"_s;
        for (const QString &place : places) {
            const QString found =
                QDir(QDir(folder).absoluteFilePath(place)).absoluteFilePath(package);
            if (QFileInfo(found).isDir())
                return QDir::cleanPath(found + u'/' + inside);
        }
        return QDir::cleanPath(folder + u'/' + package + u'/' + inside);
    }

    void readSettings()
    {
        m_project.recursive = m_configuration.flag(u"recursive_version_locations"_s);
        m_project.sourceless = m_configuration.flag(u"sourceless"_s);
        m_project.fileTemplate = m_configuration.textOr(u"file_template"_s, u"%(rev)s_%(slug)s"_s);
        m_project.timezone = m_configuration.textOr(u"timezone"_s, {});
        m_project.outputEncoding = m_configuration.textOr(u"output_encoding"_s, u"utf-8"_s);
        // sqlalchemy.util.asbool, unlike the two flags above
        static const QStringList truths {u"true"_s, u"yes"_s, u"on"_s, u"y"_s, u"t"_s, u"1"_s};
        const QString environment =
            m_configuration.textOr(u"revision_environment"_s, {}).trimmed().toLower();
        m_project.revisionEnvironment = truths.contains(environment)
            || (environment.isEmpty() && m_configuration.flag(u"revision_environment"_s));
    }

    void locateVersions()
    {
        QStringList locations = m_configuration.versionLocations();
        const bool named = !locations.isEmpty();
        if (!named)
            locations.append(m_project.scriptLocation + u"/versions"_s);
        for (const QString &location : std::as_const(locations)) {
            const QString folder = resolved(location, m_project.root);
            if (!QFileInfo(folder).isDir()) {
                if (named)
                    m_problems.append(
                        u"A folder of version_locations does not exist and is left out: %1"_s.arg(
                            folder));
            } else if (!m_project.versionLocations.contains(folder)) {
                m_project.versionLocations.append(folder);
            }
        }
    }

    EnvironmentSearch environmentSearch(const OpenOptions &options) const
    {
        EnvironmentSearch search;
        search.folders = projectfolders::upToGitRoot(m_folder);
        search.processEnvironment =
            options.environment.isEmpty() ? ownProcessEnvironment() : options.environment;
        search.tiers = MemoryStore().load(m_project.config.file).tiers;
        if (!m_configuration.hasIni())
            return search;
        search.iniName = m_configuration.iniName();
        const IniFile &ini = m_configuration.ini();
        const QString key = u"sqlalchemy.url"_s;
        const QString raw = ini.raw(m_project.config.section, key).value_or(QString());
        const Result<std::optional<QString>> url = ini.value(m_project.config.section, key);
        if (!url && !raw.contains(u"%("))
            search.iniProblem = url.error();
        else if (url && url->has_value() && !isPlaceholder(**url))
            search.iniUrl = **url;
        return search;
    }

    Configuration m_configuration;
    QString m_folder; // of the configuration
    QStringList m_sysPath;
    QStringList m_problems;
    Project m_project;
};

bool namesSecret(const QString &variable)
{
    const QString name = variable.toUpper();
    const QStringList words {u"PASSWORD"_s, u"PASSWD"_s, u"SECRET"_s, u"TOKEN"_s, u"API_KEY"_s,
        u"PRIVATE_KEY"_s, u"ACCESS_KEY"_s};
    return std::any_of(
        words.begin(), words.end(), [&](const QString &word) { return name.contains(word); });
}

} // namespace

const Environment *Project::environment(const QString &wanted) const
{
    if (wanted.isEmpty())
        return environments.empty() ? nullptr : &environments.front();
    const auto found = std::find_if(environments.begin(), environments.end(),
        [&](const Environment &each) { return each.name == wanted; });
    return found == environments.end() ? nullptr : &*found;
}

Redactor Project::redactor() const
{
    Redactor redactor;
    for (const Environment &environment : environments) {
        for (const QString &secret : secretsOf(environment.urlText))
            redactor.addSecret(secret);
        const QMap<QString, QString> &variables = environment.variables;
        for (auto entry = variables.begin(); entry != variables.end(); ++entry) {
            for (const QString &secret : secretsOf(entry.value()))
                redactor.addSecret(secret);
            if (namesSecret(entry.key()))
                redactor.addSecret(entry.value());
        }
    }
    return redactor;
}

Result<Project> openProject(const QString &folder, const OpenOptions &options)
{
    const QString opened = QDir::cleanPath(QFileInfo(folder).absoluteFilePath());
    std::vector<ConfigChoice> choices = findConfigurations(opened);
    Result<ConfigChoice> choice = chooseConfiguration(opened, choices, options);
    if (!choice)
        return tl::unexpected(choice.error());
    Result<Configuration> configuration = Configuration::read(choice->file, choice->section);
    if (!configuration)
        return tl::unexpected(configuration.error());
    Result<Project> project = Opener(*choice, *std::move(configuration)).open(options);
    if (project) {
        project->folder = opened;
        project->choices = std::move(choices);
    }
    return project;
}

} // namespace migrations
