// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "model/settings.h"

#include "migrations/project/memory.h"

#include <QFile>

#include <array>

namespace model {

using namespace Qt::StringLiterals;

namespace {

constexpr int mostRecentProjects = 12;

struct Setting
{
    Settings::Key key;
    QLatin1StringView name;
    QVariant standard; // its type is the setting's type
};

const Setting &setting(Settings::Key key)
{
    using Key = Settings::Key;
    static const std::array table {
        Setting {Key::RecentProjects, "projects/recent"_L1, QStringList()},
        Setting {Key::WindowGeometry, "window/geometry"_L1, QByteArray()},
        Setting {Key::TableSplitter, "window/table_splitter"_L1, QByteArray()},
        Setting {Key::ActivityOpen, "window/activity_open"_L1, false},
        Setting {Key::ActivityHeight, "window/activity_height"_L1, 312},
        Setting {Key::RightTab, "window/right_tab"_L1, 0},
        Setting {Key::SideBySide, "changes/side_by_side"_L1, false},
    };
    return table.at(static_cast<std::size_t>(key));
}

// Made before QSettings would make it readable by others; it keeps what it finds.
QString settingsFile(const QString &folder)
{
    const QString path =
        (folder.isEmpty() ? migrations::dataFolder() : folder) + "/settings.ini"_L1;
    QFile file(path);
    if (!file.exists())
        file.open(QIODevice::NewOnly | QIODevice::WriteOnly, QFile::ReadOwner | QFile::WriteOwner);
    return path;
}

} // namespace

Settings::Settings(const QString &folder)
    : m_settings(settingsFile(folder), QSettings::IniFormat)
{
}

// A value of the wrong type (an edited file) counts as not set.
QVariant Settings::value(Key key) const
{
    const Setting &entry = setting(key);
    QVariant value = m_settings.value(entry.name, entry.standard);
    return value.convert(entry.standard.metaType()) ? value : entry.standard;
}

void Settings::setValue(Key key, const QVariant &value)
{
    m_settings.setValue(setting(key).name, value);
}

QStringList Settings::recentProjects() const
{
    return value(Key::RecentProjects).toStringList();
}

void Settings::addRecentProject(const QString &folder)
{
    QStringList projects = recentProjects();
    projects.removeAll(folder);
    projects.prepend(folder);
    setValue(Key::RecentProjects, QStringList(projects.mid(0, mostRecentProjects)));
}

void Settings::removeRecentProject(const QString &folder)
{
    QStringList projects = recentProjects();
    projects.removeAll(folder);
    setValue(Key::RecentProjects, projects);
}

} // namespace model
