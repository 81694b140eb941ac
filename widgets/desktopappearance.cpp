// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/desktopappearance.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace widgets {

namespace {

const QString service = u"org.freedesktop.portal.Desktop"_s;
const QString path = u"/org/freedesktop/portal/desktop"_s;
const QString interface = u"org.freedesktop.portal.Settings"_s;
const QString appearance = u"org.freedesktop.appearance"_s;

// Read answers a variant in a variant; newer portals' SettingChanged one level.
QVariant unwrapped(QVariant value)
{
    while (value.canConvert<QDBusVariant>())
        value = value.value<QDBusVariant>().variant();
    return value;
}

// Without one, libdbus would start a bus of its own and keep the window waiting for it.
bool hasSessionBus()
{
    return qEnvironmentVariableIsSet("DBUS_SESSION_BUS_ADDRESS")
        || QFileInfo::exists(qEnvironmentVariable("XDG_RUNTIME_DIR") + u"/bus"_s);
}

} // namespace

DesktopAppearance::DesktopAppearance(QObject *parent)
    : QObject(parent)
{
}

void DesktopAppearance::follow()
{
    if (!hasSessionBus())
        return;
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected())
        return;
    bus.connect(service, path, interface, u"SettingChanged"_s, this,
        SLOT(settingChanged(QString, QString, QDBusVariant)));
    ask(u"color-scheme"_s);
    ask(u"contrast"_s);
}

void DesktopAppearance::ask(const QString &key)
{
    QDBusMessage message = QDBusMessage::createMethodCall(service, path, interface, u"Read"_s);
    message << appearance << key;
    auto *watcher =
        new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(message), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this,
        [this, key](QDBusPendingCallWatcher *call) {
            call->deleteLater();
            const QDBusPendingReply<QDBusVariant> reply = *call;
            if (reply.isValid())
                take(key, unwrapped(QVariant::fromValue(reply.value())));
        });
}

void DesktopAppearance::settingChanged(
    const QString &area, const QString &key, const QDBusVariant &value)
{
    if (area == appearance)
        take(key, unwrapped(QVariant::fromValue(value)));
}

void DesktopAppearance::take(const QString &key, const QVariant &value)
{
    if (key == "color-scheme"_L1) {
        const uint number = value.toUInt();
        Q_EMIT preferenceChanged(number <= 2 ? Preference(number) : Preference::None);
    } else if (key == "contrast"_L1) {
        Q_EMIT contrastChanged(value.toUInt() == 1);
    }
}

} // namespace widgets
