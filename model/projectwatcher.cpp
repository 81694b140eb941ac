// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "model/projectwatcher.h"

#include <QDir>
#include <QSet>

#include <chrono>
#include <utility>

namespace model {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

// The names in a folder that matter. Python's own __pycache__ comes and goes with each run.
QStringList listing(const QString &folder)
{
    QStringList names = QDir(folder).entryList(
        {u"*.py"_s, u"*.pyc"_s, u".env*"_s, u"*.ini"_s, u"*.toml"_s}, QDir::Files | QDir::Hidden);
    for (const QString &below : QDir(folder).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        if (below != "__pycache__"_L1)
            names.append(below + u'/');
    }
    return names;
}

} // namespace

ProjectWatcher::ProjectWatcher(QObject *parent)
    : QObject(parent)
{
    m_quiet.setSingleShot(true);
    m_quiet.setInterval(200ms);
    connect(&m_quiet, &QTimer::timeout, this, &ProjectWatcher::changed);
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, this, [this] { m_quiet.start(); });
    connect(
        &m_watcher, &QFileSystemWatcher::directoryChanged, this, &ProjectWatcher::folderChanged);
}

void ProjectWatcher::watch(const QStringList &paths)
{
    const QStringList watchedNow = m_watcher.files() + m_watcher.directories();
    const QSet<QString> watched(watchedNow.begin(), watchedNow.end());
    const QSet<QString> wanted(paths.begin(), paths.end());
    const QSet<QString> gone = watched - wanted;
    const QSet<QString> fresh = wanted - watched;
    if (!gone.isEmpty())
        m_watcher.removePaths(gone.values());
    if (!fresh.isEmpty())
        m_watcher.addPaths(fresh.values()); // what does not exist is left out
    m_listings.clear();
    for (const QString &folder : m_watcher.directories())
        m_listings.insert(folder, listing(folder));
}

void ProjectWatcher::folderChanged(const QString &folder)
{
    const QStringList now = listing(folder);
    if (std::exchange(m_listings[folder], now) != now)
        m_quiet.start();
}

} // namespace model
