// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFileSystemWatcher>
#include <QMap>
#include <QObject>
#include <QStringList>
#include <QTimer>

namespace model {

// Says once, a moment after the last change, that files of a project have changed. Lives on a
// thread of the engine's kind: adding thousands of paths is no work for the GUI thread.
class ProjectWatcher final : public QObject
{
    Q_OBJECT
public:
    explicit ProjectWatcher(QObject *parent = nullptr);

    // Replaces what is watched. Files that an editor replaces are lost to the system's watch, so
    // this is called again after each read.
    void watch(const QStringList &paths);

Q_SIGNALS:
    void changed();

private:
    void folderChanged(const QString &folder);

    QMap<QString, QStringList> m_listings; // by watched folder
    QFileSystemWatcher m_watcher {this};
    QTimer m_quiet {this};
};

} // namespace model
