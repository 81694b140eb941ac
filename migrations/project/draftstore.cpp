// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/project/draftstore.h"

#include "migrations/base/sourcefile.h"
#include "migrations/project/jsonfile.h"
#include "migrations/project/memory.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace migrations {

DraftStore::DraftStore(const QString &folder)
    : m_folder((folder.isEmpty() ? dataFolder() : folder) + u"/drafts"_s)
{
}

QString DraftStore::fileFor(const QString &path) const
{
    const QString real = QFileInfo(path).canonicalFilePath();
    return m_folder + u'/' + sha256Of((real.isEmpty() ? path : real).toUtf8()) + u".json"_s;
}

Result<> DraftStore::keep(const QString &path, const Draft &draft) const
{
    QDir().mkpath(m_folder);
    return jsonfile::write(fileFor(path),
        {{u"path"_s, path}, {u"base"_s, draft.base}, {u"text"_s, draft.text},
            {u"time"_s, QDateTime::currentDateTimeUtc().toString(Qt::ISODate)}});
}

std::optional<Draft> DraftStore::find(const QString &path) const
{
    const QString file = fileFor(path);
    if (!QFileInfo::exists(file))
        return std::nullopt;
    const QJsonObject found = jsonfile::read(file);
    if (!found[u"text"].isString())
        return std::nullopt;
    return Draft {.text = found[u"text"].toString(),
        .base = found[u"base"].toString(),
        .time = QDateTime::fromString(found[u"time"].toString(), Qt::ISODate)};
}

void DraftStore::forget(const QString &path) const
{
    QFile::remove(fileFor(path));
}

} // namespace migrations
