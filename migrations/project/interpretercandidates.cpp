// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/project/configuration.h"
#include "migrations/project/interpreter.h"
#include "migrations/project/projectfolders.h"
#include "migrations/project/pythontext.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>
#include <QVersionNumber>

#include <algorithm>

using namespace Qt::StringLiterals;

// Where a developer's tools would take Python from. No process is started here.
namespace migrations {

namespace {

using Attempt = InterpreterSearch::Attempt;

// virtualenvs/shop-Xy3_abcd-py3.11 (Poetry, EnvManager.generate_env_name)
QString poetryPrefix(const QString &name, const QString &folder)
{
    static const QRegularExpression unsafe(u"[ $`!*@\"\\\\\\r\\n\\t]"_s);
    const QString sanitized = name.toLower().replace(unsafe, u"_"_s).left(42);
    const QByteArray hash = QCryptographicHash::hash(
        QFileInfo(folder).canonicalFilePath().toUtf8(), QCryptographicHash::Sha256);
    const QByteArray text = hash.toBase64(QByteArray::Base64UrlEncoding).left(8);
    return sanitized + u'-' + QString::fromLatin1(text) + u"-py"_s;
}

// "3.9" before "3.10": as numbers, the newest first.
void sortNewestFirst(QStringList &names, qsizetype prefixLength)
{
    std::sort(names.begin(), names.end(), [&](const QString &a, const QString &b) {
        return QVersionNumber::fromString(a.mid(prefixLength))
            > QVersionNumber::fromString(b.mid(prefixLength));
    });
}

class Candidates
{
public:
    Candidates(const Project &project, QMap<QString, QString> environment)
        : m_environment(std::move(environment))
        , m_folders(projectfolders::upToGitRoot(QFileInfo(project.config.file).absolutePath()))
    {
        if (!m_folders.contains(project.root))
            m_folders.append(project.root);
    }

    std::vector<Attempt> collect(const QString &chosen)
    {
        if (!chosen.isEmpty())
            add(QFileInfo(chosen).isDir() ? chosen + u"/bin/python"_s : chosen, u"chosen"_s);
        addPrefix(m_environment.value(u"VIRTUAL_ENV"_s), u"VIRTUAL_ENV"_s);
        for (const QString &folder : std::as_const(m_folders)) {
            addUv(folder);
            for (const QString &name : {u".venv"_s, u"venv"_s, u"env"_s})
                addPrefix(folder + u'/' + name, name);
            addPdm(folder);
            addPoetry(folder);
        }
        addPyenv();
        addPrefix(m_environment.value(u"CONDA_PREFIX"_s), u"conda"_s);
        addPath();
        if (QFileInfo::exists(u"/usr/bin/python3"_s))
            add(u"/usr/bin/python3"_s, u"system"_s);
        return std::move(m_found);
    }

private:
    // The link itself counts, not where it leads: a virtual environment's python is a link.
    void add(const QString &path, const QString &source)
    {
        const QFileInfo info(path);
        const QString folder = QFileInfo(info.absolutePath()).canonicalFilePath();
        const QString same =
            folder.isEmpty() ? info.absoluteFilePath() : folder + u'/' + info.fileName();
        if (m_seen.contains(same))
            return;
        m_seen.append(same);
        m_found.push_back({QDir::cleanPath(info.absoluteFilePath()), source, {}});
    }

    // A virtual environment, also one whose Python is gone: its owner should hear of it.
    void addPrefix(const QString &prefix, const QString &source)
    {
        if (prefix.isEmpty() || !QFileInfo(prefix).isDir())
            return;
        const QFileInfo python(prefix + u"/bin/python"_s);
        if (python.exists() || python.isSymLink() || QFileInfo::exists(prefix + u"/pyvenv.cfg"_s))
            add(python.filePath(), source);
    }

    void addUv(const QString &folder)
    {
        const QString name = m_environment.value(u"UV_PROJECT_ENVIRONMENT"_s);
        if (!name.isEmpty())
            addPrefix(QDir(folder).absoluteFilePath(name), u"uv"_s);
    }

    void addPdm(const QString &folder)
    {
        const QString path = QString::fromUtf8(
            pythontext::readFile(folder + u"/.pdm-python"_s).value_or(QByteArray()).trimmed());
        if (!path.isEmpty())
            add(QDir(folder).absoluteFilePath(path), u"PDM"_s);
    }

    QString home() const { return m_environment.value(u"HOME"_s, QDir::homePath()); }

    QString poetryFolder() const
    {
        const QString cache = m_environment.value(u"XDG_CACHE_HOME"_s, home() + u"/.cache"_s);
        const QString poetry = m_environment.value(u"POETRY_CACHE_DIR"_s, cache + u"/pypoetry"_s);
        return m_environment.value(u"POETRY_VIRTUALENVS_PATH"_s, poetry + u"/virtualenvs"_s);
    }

    void addPoetry(const QString &folder)
    {
        const QString pyproject = folder + u"/pyproject.toml"_s;
        if (!QFileInfo(pyproject).isFile())
            return;
        const QString name = poetryProjectName(pyproject);
        if (name.isEmpty())
            return;
        const QString prefix = poetryPrefix(name, folder);
        // not as a name filter: a name may hold "[" or "?"
        QStringList names = QDir(poetryFolder()).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
        names.removeIf([&](const QString &entry) { return !entry.startsWith(prefix); });
        sortNewestFirst(names, prefix.size());
        for (const QString &entry : std::as_const(names))
            addPrefix(poetryFolder() + u'/' + entry, u"Poetry"_s);
    }

    QStringList pyenvVersions() const
    {
        QString text = m_environment.value(u"PYENV_VERSION"_s).replace(u':', u'\n');
        for (const QString &folder : m_folders) {
            if (text.isEmpty())
                text = QString::fromUtf8(
                    pythontext::readFile(folder + u"/.python-version"_s).value_or(QByteArray()));
        }
        QStringList versions;
        for (const QString &line : text.split(u'\n')) {
            const QString version = line.trimmed();
            if (!version.isEmpty() && !version.startsWith(u'#') && !version.contains(u'/'))
                versions.append(version);
        }
        return versions;
    }

    void addPyenv()
    {
        const QString root =
            m_environment.value(u"PYENV_ROOT"_s, home() + u"/.pyenv"_s) + u"/versions"_s;
        if (!QFileInfo(root).isDir())
            return;
        for (const QString &version : pyenvVersions()) {
            QStringList names = QDir(root).entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name);
            names.removeIf([&](const QString &name) {
                return name != version && !name.startsWith(version + u'.');
            });
            sortNewestFirst(names, 0);
            if (!names.isEmpty())
                addPrefix(root + u'/' + names.first(), u"pyenv"_s);
        }
    }

    void addPath()
    {
        for (const QString &name : {u"python3"_s, u"python"_s}) {
            for (const QString &folder :
                m_environment.value(u"PATH"_s).split(u':', Qt::SkipEmptyParts)) {
                const QFileInfo file(folder + u'/' + name);
                if (!file.isFile() || !file.isExecutable())
                    continue;
                add(file.filePath(), u"PATH"_s);
                break;
            }
        }
    }

    QMap<QString, QString> m_environment;
    QStringList m_folders; // of the configuration and upward to the git root
    QStringList m_seen;
    std::vector<Attempt> m_found;
};

} // namespace

std::vector<Attempt> interpreterCandidates(
    const Project &project, const QString &chosen, const QMap<QString, QString> &environment)
{
    return Candidates(project, environment.isEmpty() ? ownProcessEnvironment() : environment)
        .collect(chosen);
}

} // namespace migrations
