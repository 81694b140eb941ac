// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/project/projectfolders.h"

#include <QDir>
#include <QFileInfo>
#include <QSet>

#include <filesystem>

using namespace Qt::StringLiterals;

namespace migrations::projectfolders {

namespace {

namespace fs = std::filesystem;

bool worthALook(const QString &name)
{
    static const QSet<QString> skipped {u"venv"_s, u"node_modules"_s, u"__pycache__"_s,
        u"site-packages"_s, u"dist-packages"_s, u"__pypackages__"_s, u"bower_components"_s,
        u"build"_s, u"dist"_s, u"target"_s};
    return !name.startsWith(u'.') && !skipped.contains(name) && !name.endsWith(u".egg-info");
}

void note(Listing &listing, const QString &name)
{
    listing.hasIni |= name == u"alembic.ini";
    listing.hasPyproject |= name == u"pyproject.toml";
    listing.isScriptFolder |= name == u"env.py" || name == u"script.py.mako";
    listing.isVirtualEnvironment |= name == u"pyvenv.cfg";
}

} // namespace

QString gitRootAbove(const QString &folder)
{
    for (QString at = QDir::cleanPath(QFileInfo(folder).absoluteFilePath());;) {
        if (QFileInfo::exists(at + u"/.git"_s))
            return at;
        const QString parent = QFileInfo(at).path();
        if (parent == at)
            return {};
        at = parent;
    }
}

QStringList upToGitRoot(const QString &folder)
{
    const QString root = gitRootAbove(folder);
    QString at = QDir::cleanPath(QFileInfo(folder).absoluteFilePath());
    QStringList folders {at};
    while (!root.isEmpty() && at != root) {
        at = QFileInfo(at).path();
        folders.append(at);
    }
    return folders;
}

// The directory entry says what is a folder, so that nothing has to be asked of each file.
Listing look(const QString &folder)
{
    Listing listing;
    listing.folder = folder;
    std::error_code error;
    fs::directory_iterator entries(QFile::encodeName(folder).toStdString(),
        fs::directory_options::skip_permission_denied, error);
    for (; !error && entries != fs::directory_iterator(); entries.increment(error)) {
        std::error_code ignored;
        const QString name =
            QFile::decodeName(QByteArray::fromStdString(entries->path().filename().native()));
        const bool isFolder = entries->symlink_status(ignored).type() == fs::file_type::directory;
        if (!isFolder)
            note(listing, name);
        else if (worthALook(name))
            listing.folders.append(folder + u'/' + name);
    }
    listing.folders.sort();
    return listing;
}

} // namespace migrations::projectfolders
