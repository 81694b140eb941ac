// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/alembic/helpersource.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

// The macro declares a function of the global namespace.
static void initialiseHelperResource()
{
    Q_INIT_RESOURCE(helper);
}

namespace migrations {

namespace {

// Each imports only those before it.
constexpr const char *moduleNames[] = {"channel", "process", "errors", "connection", "actions",
    "plan", "scripts", "events", "guard", "offline", "found", "authoring", "editing", "stamping",
    "commands", "main"};

QString resource(const QString &name)
{
    initialiseHelperResource();
    QFile file(u":/migrations/alembic/helper/%1.py"_s.arg(name));
    [[maybe_unused]] const bool open = file.open(QIODevice::ReadOnly);
    Q_ASSERT(open);
    return QString::fromUtf8(file.readAll());
}

} // namespace

QString helperBootstrap()
{
    QStringList lines = resource(u"bootstrap"_s).split(u'\n');
    lines.removeIf([](const QString &line) { return line.trimmed().startsWith(u'#'); });
    return lines.join(u'\n');
}

QByteArray helperModules(const QByteArray &source)
{
    QJsonArray modules;
    if (source.isEmpty()) {
        for (const char *name : moduleNames) {
            const QString text = QString::fromLatin1(name);
            modules.append(QJsonArray {text, resource(text)});
        }
    } else {
        modules.append(QJsonArray {u"main"_s, QString::fromUtf8(source)});
    }
    const QByteArray payload = QJsonDocument(modules).toJson(QJsonDocument::Compact);
    return QByteArray::number(payload.size()).rightJustified(8, '0') + payload;
}

} // namespace migrations
