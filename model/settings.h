// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSettings>
#include <QStringList>
#include <QVariant>

namespace model {

// Every setting of the window; names, types and defaults are one table in settings.cpp. Kept in
// settings.ini (0600) in the user's data folder. Holds no secret. GUI thread.
class Settings
{
public:
    enum class Key {
        RecentProjects,
        WindowGeometry,
        TableSplitter,
        ActivityOpen,
        ActivityHeight,
        RightTab,
        SideBySide,
    };

    explicit Settings(const QString &folder = {}); // empty: dataFolder()

    QVariant value(Key key) const;
    void setValue(Key key, const QVariant &value);

    QStringList recentProjects() const; // newest first
    void addRecentProject(const QString &folder);
    void removeRecentProject(const QString &folder);

private:
    QSettings m_settings;
};

} // namespace model
