// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <vector>

namespace facts {

struct Case
{
    QByteArray name; // "file.json id"
    QJsonObject object;
};

inline void readFolder(const QString &folder, const QString &kind, std::vector<Case> &cases)
{
    const QStringList names =
        QDir(folder).entryList({QStringLiteral("*.json")}, QDir::Files, QDir::Name);
    for (const QString &name : names) {
        QFile file(QDir(folder).filePath(name));
        if (!file.open(QIODevice::ReadOnly))
            continue;
        const QJsonObject root = QJsonDocument::fromJson(file.readAll()).object();
        if (root.value(QLatin1String("kind")).toString() != kind)
            continue;
        for (const QJsonValue &value : root.value(QLatin1String("cases")).toArray()) {
            const QJsonObject object = value.toObject();
            const QString id = object.value(QLatin1String("id")).toString();
            cases.push_back({QString(name + QLatin1Char(' ') + id).toUtf8(), object});
        }
    }
}

// Every case of this kind in tests/facts and in the folder that SPIRITSAFE_FACTS names.
inline std::vector<Case> read(const QString &kind)
{
    std::vector<Case> cases;
    readFolder(QStringLiteral(SPIRITSAFE_SOURCE_DIR "/tests/facts"), kind, cases);
    const QString further = qEnvironmentVariable("SPIRITSAFE_FACTS");
    if (!further.isEmpty())
        readFolder(further, kind, cases);
    return cases;
}

} // namespace facts
