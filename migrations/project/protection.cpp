// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/project/protection.h"

#include "migrations/project/jsonfile.h"
#include "migrations/project/memory.h"

#include <QFile>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

QString fileIn(const QString &folder)
{
    return folder + u"/protection.json"_s;
}

// Unlike what is merely remembered, a mark that cannot be read is a reason to stop.
Result<QJsonObject> readMarks(const QString &folder)
{
    QFile file(fileIn(folder));
    if (!file.exists())
        return QJsonObject();
    const bool open = file.open(QIODevice::ReadOnly);
    const QJsonDocument document = open ? QJsonDocument::fromJson(file.readAll()) : QJsonDocument();
    if (!document.isObject())
        return failure(ErrorKind::File,
            u"It cannot be read which databases are protected, so none is changed: %1. Mend the "
            "file, or take it away to start with none protected."_s.arg(fileIn(folder)),
            file.errorString(), u"protection"_s);
    return document.object();
}

Protection fromJson(const QJsonObject &object)
{
    Protection protection;
    protection.marked = object.value("protected"_L1).toBool();
    protection.unlockedUntil =
        QDateTime::fromString(object.value("unlocked_until"_L1).toString(), Qt::ISODate);
    protection.backupAgeMinutes =
        object.value("backup_age_minutes"_L1).toInt(protection.backupAgeMinutes);
    return protection;
}

QJsonObject toJson(const Protection &protection)
{
    QJsonObject object {{u"protected"_s, protection.marked},
        {u"backup_age_minutes"_s, protection.backupAgeMinutes}};
    if (protection.unlockedUntil.isValid())
        object.insert(u"unlocked_until"_s, protection.unlockedUntil.toUTC().toString(Qt::ISODate));
    return object;
}

} // namespace

ProtectionStore::ProtectionStore(QString folder)
    : m_folder(folder.isEmpty() ? dataFolder() : std::move(folder))
{
}

Result<Protection> ProtectionStore::load(const QString &identity) const
{
    return readMarks(m_folder).map(
        [&](const QJsonObject &marks) { return fromJson(marks.value(identity).toObject()); });
}

Result<> ProtectionStore::save(const QString &identity, const Protection &protection) const
{
    Result<QJsonObject> marks = readMarks(m_folder);
    if (!marks)
        return tl::unexpected(marks.error());
    marks->insert(identity, toJson(protection));
    return jsonfile::write(fileIn(m_folder), *marks);
}

Result<Protection> ProtectionStore::unlock(const QString &identity) const
{
    Result<Protection> protection = load(identity);
    if (!protection)
        return protection;
    protection->unlockedUntil = QDateTime::currentDateTimeUtc().addSecs(unlockMinutes * 60);
    if (Result<> saved = save(identity, *protection); !saved)
        return tl::unexpected(saved.error());
    return protection;
}

Result<> ProtectionStore::carryOver(const QString &from, const QString &to) const
{
    return load(from).and_then([&](const Protection &protection) { return save(to, protection); });
}

} // namespace migrations
