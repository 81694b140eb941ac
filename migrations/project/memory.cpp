// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/project/memory.h"

#include "migrations/project/jsonfile.h"

#include <QCryptographicHash>
#include <QFileInfo>
#include <QJsonArray>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

QString realPath(const QString &path)
{
    const QString canonical = QFileInfo(path).canonicalFilePath();
    return canonical.isEmpty() ? path : canonical;
}

// A path is no file name; its hash is, and two keys never share a file.
QString fileOf(const QString &folder, const QString &key)
{
    const QByteArray hash =
        QCryptographicHash::hash(realPath(key).toUtf8(), QCryptographicHash::Sha256);
    return folder + u"/projects/"_s + QString::fromLatin1(hash.toHex().left(32)) + u".json"_s;
}

QJsonObject asJson(const VersionTable &table)
{
    return {{u"name"_s, table.name}, {u"schema"_s, table.schema}};
}

VersionTable versionTable(const QJsonObject &object)
{
    VersionTable table;
    table.name = object.value("name"_L1).toString(table.name);
    table.schema = object.value("schema"_L1).toString();
    return table;
}

QJsonObject asJson(const QMap<QString, Tier> &tiers)
{
    QJsonObject object;
    for (auto entry = tiers.begin(); entry != tiers.end(); ++entry)
        object.insert(entry.key(), tierName(entry.value()));
    return object;
}

QMap<QString, Tier> tiers(const QJsonObject &object)
{
    QMap<QString, Tier> result;
    for (auto entry = object.begin(); entry != object.end(); ++entry) {
        if (const std::optional<Tier> tier = tierFromName(entry.value().toString()))
            result.insert(entry.key(), *tier);
    }
    return result;
}

QStringList strings(const QJsonArray &array)
{
    QStringList list;
    for (const auto &value : array)
        list.append(value.toString());
    return list;
}

} // namespace

MemoryStore::MemoryStore(QString folder)
    : m_folder(folder.isEmpty() ? dataFolder() : std::move(folder))
{
}

ProjectMemory MemoryStore::load(const QString &key) const
{
    const QJsonObject object = jsonfile::read(fileOf(m_folder, key));
    // Another key with the same hash, or a file put there by hand, is nothing of ours.
    if (object.value("key"_L1).toString() != realPath(key))
        return {};
    ProjectMemory memory;
    memory.configFile = object.value("config_file"_L1).toString();
    memory.interpreter = object.value("interpreter"_L1).toString();
    memory.lastInterpreter = object.value("last_interpreter"_L1).toString();
    memory.lastCandidates = strings(object.value("last_candidates"_L1).toArray());
    memory.versionTable = versionTable(object.value("version_table"_L1).toObject());
    memory.versionTableKnown = object.value("version_table_known"_L1).toBool();
    memory.envPyStamp = object.value("env_py_stamp"_L1).toString();
    memory.tiers = tiers(object.value("tiers"_L1).toObject());
    memory.alembicVersion = object.value("alembic_version"_L1).toString();
    return memory;
}

Result<void> MemoryStore::save(const QString &key, const ProjectMemory &memory) const
{
    if (Result<> made = jsonfile::makePrivateFolder(m_folder); !made)
        return made;
    const QJsonObject object {
        {u"key"_s, realPath(key)},
        {u"config_file"_s, memory.configFile},
        {u"interpreter"_s, memory.interpreter},
        {u"last_interpreter"_s, memory.lastInterpreter},
        {u"last_candidates"_s, QJsonArray::fromStringList(memory.lastCandidates)},
        {u"version_table"_s, asJson(memory.versionTable)},
        {u"version_table_known"_s, memory.versionTableKnown},
        {u"env_py_stamp"_s, memory.envPyStamp},
        {u"tiers"_s, asJson(memory.tiers)},
        {u"alembic_version"_s, memory.alembicVersion},
    };
    const QString file = fileOf(m_folder, key);
    // Each operation remembers; the disk is waited for only when there is something new.
    return jsonfile::read(file) == object ? Result<>() : jsonfile::write(file, object);
}

QString dataFolder()
{
    QString folder = qEnvironmentVariable("SPIRITSAFE_DATA");
    if (folder.isEmpty())
        folder = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation)
            + u"/spiritsafe"_s;
    // Whoever writes there reports a folder that cannot be made; a reader finds nothing in it.
    static_cast<void>(jsonfile::makePrivateFolder(folder));
    return folder;
}

} // namespace migrations
