// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/project/trust.h"

#include "migrations/project/jsonfile.h"
#include "migrations/project/memory.h"

#include <QFileInfo>
#include <QJsonArray>

#include <algorithm>
#include <unistd.h>
#include <vector>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

// A folder and who owns it: another owner's folder at the same path is not the one trusted.
struct Trusted
{
    QString path;
    qint64 owner = -1;
};

QString fileIn(const QString &folder)
{
    return folder + u"/trust.json"_s;
}

// A list that somebody else could have written says nothing.
bool isOurs(const QString &path)
{
    const QFileInfo info(path);
    return info.ownerId() == geteuid()
        && !(info.permissions() & (QFileDevice::WriteGroup | QFileDevice::WriteOther));
}

std::vector<Trusted> readTrusted(const QString &folder)
{
    std::vector<Trusted> all;
    if (!isOurs(fileIn(folder)))
        return all;
    for (const auto &value : jsonfile::read(fileIn(folder)).value("trusted"_L1).toArray())
        all.push_back({value["path"_L1].toString(), value["owner"_L1].toInteger(-1)});
    return all;
}

Result<> writeTrusted(const QString &folder, const std::vector<Trusted> &all)
{
    QJsonArray array;
    for (const Trusted &entry : all)
        array.append(QJsonObject {{u"path"_s, entry.path}, {u"owner"_s, entry.owner}});
    return jsonfile::write(fileIn(folder), {{u"trusted"_s, array}});
}

bool covers(const Trusted &entry, const QString &path)
{
    const bool inside =
        path == entry.path || entry.path == u"/" || path.startsWith(entry.path + u'/');
    return inside && QFileInfo(entry.path).ownerId() == static_cast<uint>(entry.owner);
}

} // namespace

TrustStore::TrustStore(QString folder)
    : m_folder(folder.isEmpty() ? dataFolder() : std::move(folder))
{
}

bool TrustStore::isTrusted(const QString &projectRoot) const
{
    const QFileInfo info(projectRoot);
    const QString path = info.canonicalFilePath();
    if (path.isEmpty())
        return false;
    const std::vector<Trusted> all = readTrusted(m_folder);
    return std::any_of(all.begin(), all.end(), [&](const Trusted &entry) {
        return covers(entry, path) && info.ownerId() == static_cast<uint>(entry.owner);
    });
}

Result<void> TrustStore::trust(const QString &projectRoot) const
{
    const QFileInfo info(projectRoot);
    const QString path = info.canonicalFilePath();
    if (path.isEmpty() || !info.isDir())
        return failure(ErrorKind::File,
            u"%1 is no folder, so it cannot be trusted. Open the project again."_s.arg(projectRoot),
            {}, u"no_folder"_s);
    std::vector<Trusted> all = readTrusted(m_folder);
    std::erase_if(all, [&](const Trusted &entry) { return entry.path == path; });
    all.push_back({path, info.ownerId()});
    return writeTrusted(m_folder, all);
}

Result<void> TrustStore::forget(const QString &projectRoot) const
{
    const QString canonical = QFileInfo(projectRoot).canonicalFilePath();
    const QString path = canonical.isEmpty() ? projectRoot : canonical;
    std::vector<Trusted> all = readTrusted(m_folder);
    if (std::erase_if(all, [&](const Trusted &entry) { return entry.path == path; }) == 0)
        return {};
    return writeTrusted(m_folder, all);
}

QStringList TrustStore::trusted() const
{
    QStringList paths;
    for (const Trusted &entry : readTrusted(m_folder))
        paths.append(entry.path);
    return paths;
}

} // namespace migrations
