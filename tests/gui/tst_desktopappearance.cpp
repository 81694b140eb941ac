// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/desktopappearance.h"

#include <QDBusConnection>
#include <QDBusVariant>
#include <QProcess>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using widgets::DesktopAppearance;
using Preference = DesktopAppearance::Preference;

// The settings portal as a desktop has it, on a bus of our own.
class Portal : public QObject
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.portal.Settings")
public:
    uint scheme = 1;
    uint contrast = 0;

public Q_SLOTS:
    QDBusVariant Read(const QString &area, const QString &key)
    {
        if (area != "org.freedesktop.appearance"_L1)
            return QDBusVariant(0U);
        const uint value = key == "contrast"_L1 ? contrast : scheme;
        // A variant in a variant, as the real one answers.
        return QDBusVariant(QVariant::fromValue(QDBusVariant(value)));
    }

Q_SIGNALS:
    void SettingChanged(const QString &area, const QString &key, const QDBusVariant &value);
};

class TestDesktopAppearance : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void itAsksThePortalWithoutWaiting();
    void itFollowsEachChange();
    void otherSettingsAreNotItsBusiness();

private:
    QProcess m_daemon;
    Portal m_portal;
};

void TestDesktopAppearance::initTestCase()
{
    m_daemon.start(u"dbus-daemon"_s, {u"--session"_s, u"--nofork"_s, u"--print-address"_s});
    QVERIFY2(m_daemon.waitForStarted(), "dbus-daemon belongs to the set-up");
    QVERIFY(m_daemon.waitForReadyRead());
    qputenv("DBUS_SESSION_BUS_ADDRESS", m_daemon.readLine().trimmed());
    QDBusConnection bus = QDBusConnection::connectToBus(
        QString::fromUtf8(qgetenv("DBUS_SESSION_BUS_ADDRESS")), u"portal"_s);
    QVERIFY(bus.registerObject(u"/org/freedesktop/portal/desktop"_s, &m_portal,
        QDBusConnection::ExportAllSlots | QDBusConnection::ExportAllSignals));
    QVERIFY(bus.registerService(u"org.freedesktop.portal.Desktop"_s));
}

void TestDesktopAppearance::cleanupTestCase()
{
    QDBusConnection::disconnectFromBus(u"portal"_s);
    m_daemon.terminate();
    QVERIFY(m_daemon.waitForFinished());
}

void TestDesktopAppearance::itAsksThePortalWithoutWaiting()
{
    DesktopAppearance desktop;
    QSignalSpy preference(&desktop, &DesktopAppearance::preferenceChanged);
    QSignalSpy contrast(&desktop, &DesktopAppearance::contrastChanged);
    m_portal.contrast = 1;
    desktop.follow();
    QCOMPARE(preference.count(), 0); // the answer comes through the event loop
    QTRY_COMPARE(preference.count(), 1);
    QCOMPARE(preference.first().first().value<Preference>(), Preference::Dark);
    QTRY_COMPARE(contrast.count(), 1);
    QCOMPARE(contrast.first().first().toBool(), true);
}

void TestDesktopAppearance::itFollowsEachChange()
{
    DesktopAppearance desktop;
    QSignalSpy preference(&desktop, &DesktopAppearance::preferenceChanged);
    desktop.follow();
    QTRY_COMPARE(preference.count(), 1);
    Q_EMIT m_portal.SettingChanged(
        u"org.freedesktop.appearance"_s, u"color-scheme"_s, QDBusVariant(2U));
    QTRY_COMPARE(preference.count(), 2);
    QCOMPARE(preference.last().first().value<Preference>(), Preference::Light);
    Q_EMIT m_portal.SettingChanged(
        u"org.freedesktop.appearance"_s, u"color-scheme"_s, QDBusVariant(77U));
    QTRY_COMPARE(preference.count(), 3);
    QCOMPARE(preference.last().first().value<Preference>(), Preference::None);
}

void TestDesktopAppearance::otherSettingsAreNotItsBusiness()
{
    DesktopAppearance desktop;
    QSignalSpy preference(&desktop, &DesktopAppearance::preferenceChanged);
    desktop.follow();
    QTRY_COMPARE(preference.count(), 1);
    Q_EMIT m_portal.SettingChanged(u"org.gnome.fonts"_s, u"color-scheme"_s, QDBusVariant(2U));
    Q_EMIT m_portal.SettingChanged(
        u"org.freedesktop.appearance"_s, u"color-scheme"_s, QDBusVariant(1U));
    QTRY_COMPARE(preference.count(), 2); // signals keep their order: the first was passed over
    QCOMPARE(preference.last().first().value<Preference>(), Preference::Dark);
}

QTEST_GUILESS_MAIN(TestDesktopAppearance)
#include "tst_desktopappearance.moc"
