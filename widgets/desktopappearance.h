// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QDBusVariant>
#include <QObject>

namespace widgets {

// What the desktop's settings portal says of light, dark and contrast: asked once without waiting,
// then told of each change. Without a session bus or portal it stays silent.
class DesktopAppearance : public QObject
{
    Q_OBJECT
public:
    enum class Preference { None, Dark, Light }; // the portal's own numbers
    explicit DesktopAppearance(QObject *parent = nullptr);
    void follow();

Q_SIGNALS:
    void preferenceChanged(widgets::DesktopAppearance::Preference preference);
    void contrastChanged(bool high);

private Q_SLOTS:
    void settingChanged(const QString &area, const QString &key, const QDBusVariant &value);

private:
    void ask(const QString &key);
    void take(const QString &key, const QVariant &value);
};

} // namespace widgets
