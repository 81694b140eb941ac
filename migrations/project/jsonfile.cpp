// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/project/jsonfile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QSaveFile>

using namespace Qt::StringLiterals;

namespace migrations::jsonfile {

namespace {

tl::unexpected<Error> notWritten(const QString &path, const QString &detail)
{
    return failure(ErrorKind::File,
        u"%1 could not be written. Check the space on the disk and who may write there."_s.arg(
            path),
        detail, u"not_written"_s);
}

} // namespace

QJsonObject read(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return QJsonDocument::fromJson(file.readAll()).object();
}

Result<> makePrivateFolder(const QString &folder)
{
    const QFileDevice::Permissions own =
        QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner;
    if (QFileInfo(folder).isDir())
        return {};
    // The parents with the usual mode, the folder itself closed from its first moment.
    if (!QDir().mkpath(QFileInfo(folder).absolutePath()) || !QDir().mkdir(folder, own))
        return notWritten(folder, u"the folder cannot be made"_s);
    return {};
}

Result<> write(const QString &path, const QJsonObject &object)
{
    if (Result<> made = makePrivateFolder(QFileInfo(path).absolutePath()); !made)
        return made;
    const QByteArray bytes = QJsonDocument(object).toJson();
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return notWritten(path, file.errorString());
    file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    // On a full disk Qt 6.4 writes less, says so only in the count, and would still commit.
    const bool whole = file.write(bytes) == bytes.size() && file.flush();
    if (!whole)
        file.cancelWriting();
    if (!file.commit())
        return notWritten(path, file.errorString());
    QFile back(path);
    if (!back.open(QIODevice::ReadOnly) || back.readAll() != bytes)
        return notWritten(path, u"read back: other bytes"_s);
    return {};
}

} // namespace migrations::jsonfile
