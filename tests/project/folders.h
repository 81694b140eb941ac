// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>

// A temporary folder with files written as literals.
class Folder
{
public:
    QString path(const QString &relative = {}) const
    {
        return QDir::cleanPath(
            QFileInfo(m_folder.path()).canonicalFilePath() + QLatin1Char('/') + relative);
    }

    // Makes the folders above it too.
    bool write(const QString &relative, const QByteArray &bytes) const
    {
        const QString file = path(relative);
        QDir().mkpath(QFileInfo(file).absolutePath());
        QFile target(file);
        return target.open(QIODevice::WriteOnly) && target.write(bytes) == bytes.size()
            && target.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    }

    bool make(const QString &relative) const { return QDir().mkpath(path(relative)); }

private:
    QTemporaryDir m_folder;
};
