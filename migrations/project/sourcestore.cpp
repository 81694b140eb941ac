// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/project/sourcestore.h"

#include "migrations/project/memory.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

constexpr int hashLength = 64;

// A revision's id may be any text, also "../x".
QString asFileName(const QString &text)
{
    return QString::fromLatin1(QUrl::toPercentEncoding(text, {}, "."));
}

KeptSource read(const QString &revision, const QFileInfo &info)
{
    QFile file(info.filePath());
    KeptSource source {.revision = revision,
        .name = QUrl::fromPercentEncoding(info.fileName().mid(hashLength + 1).toLatin1()),
        .text = {},
        .time = info.lastModified()};
    if (file.open(QIODevice::ReadOnly))
        source.text = file.readAll();
    return source;
}

std::optional<KeptSource> firstOf(const QString &revision, const QFileInfoList &files)
{
    for (const QFileInfo &info : files) {
        KeptSource source = read(revision, info);
        if (sha256Of(source.text) == info.fileName().left(hashLength))
            return source;
    }
    return std::nullopt;
}

} // namespace

QString sha256Of(const QByteArray &text)
{
    return QString::fromLatin1(QCryptographicHash::hash(text, QCryptographicHash::Sha256).toHex());
}

SourceStore::SourceStore(const QString &project, const QString &folder)
    : m_folder((folder.isEmpty() ? dataFolder() : folder) + u"/sources/"_s
        + sha256Of(project.toUtf8()).left(hashLength / 2))
{
}

QString SourceStore::folderOf(const QString &revision) const
{
    return m_folder + u'/' + asFileName(revision);
}

Result<> SourceStore::keep(const KeptSource &source) const
{
    const QString folder = folderOf(source.revision);
    const QString path = folder + u'/' + sha256Of(source.text) + u'-' + asFileName(source.name);
    if (QFileInfo::exists(path))
        return {};
    QSaveFile file(path);
    const bool kept = QDir().mkpath(folder) && file.open(QIODevice::WriteOnly)
        && file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner)
        && file.write(source.text) == source.text.size() && file.commit();
    if (kept)
        return {};
    return failure(ErrorKind::File,
        u"A copy of %1 could not be kept in %2."_s.arg(source.name, folder), file.errorString(),
        u"source_not_kept"_s);
}

std::optional<KeptSource> SourceStore::newest(const QString &revision) const
{
    return firstOf(revision, QDir(folderOf(revision)).entryInfoList(QDir::Files, QDir::Time));
}

std::optional<KeptSource> SourceStore::withHash(
    const QString &revision, const QString &sha256) const
{
    return firstOf(
        revision, QDir(folderOf(revision)).entryInfoList({sha256 + u"-*"_s}, QDir::Files));
}

} // namespace migrations
