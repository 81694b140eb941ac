// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/focusring.h"
#include "widgets/icons.h"
#include "widgets/stylesheet.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QCheckBox>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QTest>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;
using widgets::Theme;

class TestTheme : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theEnvironmentFixesIt_data();
    void theEnvironmentFixesIt();
    void withoutADesktopTheSystemPaletteDecides();
    void aChangeReachesPaletteSheetAndWidgets();
    void highContrastLeavesTheSystemPalette();
    void theSheetNamesNoUnknownColour();
    void fontsAreFactorsOfTheSystems();
    void theRingOutlivesTheWindowItWasIn();
    void aSignHasTheInkItWasAskedFor();
    void tickBoxesCanBeSeen_data();
    void tickBoxesCanBeSeen();
};

void TestTheme::theEnvironmentFixesIt_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<Theme::Scheme>("scheme");
    QTest::newRow("light") << QByteArray("light") << Theme::Scheme::Light;
    QTest::newRow("dark") << QByteArray("dark") << Theme::Scheme::Dark;
    QTest::newRow("contrast") << QByteArray("contrast") << Theme::Scheme::HighContrast;
}

void TestTheme::theEnvironmentFixesIt()
{
    QFETCH(QByteArray, value);
    QFETCH(Theme::Scheme, scheme);
    qputenv("SPIRITSAFE_THEME", value);
    const Theme theme(*qApp);
    qunsetenv("SPIRITSAFE_THEME");
    QCOMPARE(theme.scheme(), scheme);
    QCOMPARE(theme.tokens().dark && !theme.tokens().highContrast, scheme == Theme::Scheme::Dark);
}

void TestTheme::withoutADesktopTheSystemPaletteDecides()
{
    QApplication::setPalette(QPalette(Qt::white, Qt::black, Qt::white, Qt::black, Qt::gray,
        Qt::white, Qt::white, Qt::black, Qt::black));
    const Theme dark(*qApp);
    QCOMPARE(dark.scheme(), Theme::Scheme::Dark);
    QApplication::setPalette(QPalette(Qt::black, Qt::white, Qt::white, Qt::black, Qt::gray,
        Qt::black, Qt::black, Qt::white, Qt::white));
    const Theme light(*qApp);
    QCOMPARE(light.scheme(), Theme::Scheme::Light);
}

void TestTheme::aChangeReachesPaletteSheetAndWidgets()
{
    Theme theme(*qApp);
    theme.setScheme(Theme::Scheme::Light);
    QSignalSpy changed(&theme, &Theme::changed);
    const QString sheet = qApp->styleSheet();
    theme.setScheme(Theme::Scheme::Dark);
    QCOMPARE(changed.count(), 1);
    QVERIFY(qApp->styleSheet() != sheet);
    QCOMPARE(QApplication::palette().color(QPalette::Base), widgets::darkTokens().base);
    theme.setScheme(Theme::Scheme::Dark);
    QCOMPARE(changed.count(), 1);
}

void TestTheme::highContrastLeavesTheSystemPalette()
{
    const QPalette system(
        Qt::yellow, Qt::black, Qt::yellow, Qt::yellow, Qt::yellow, Qt::yellow, Qt::black);
    QApplication::setPalette(system);
    Theme theme(*qApp);
    theme.setScheme(Theme::Scheme::HighContrast);
    QCOMPARE(QApplication::palette().color(QPalette::Window), system.color(QPalette::Window));
    QCOMPARE(theme.tokens().text, system.color(QPalette::Text));
}

void TestTheme::theSheetNamesNoUnknownColour()
{
    const QString sheet = widgets::styleSheet(widgets::lightTokens());
    QVERIFY(!sheet.contains(u'@'));
    // A name that the table lacks would come out as an invalid colour: opaque black.
    QVERIFY(!sheet.contains(u"rgba(0,0,0,255)"_s));
    QVERIFY(sheet.contains(u"rgba(45,91,209,255)"_s)); // the accent
}

void TestTheme::fontsAreFactorsOfTheSystems()
{
    const widgets::Type type = widgets::systemType();
    const qreal body = type.body.pointSizeF();
    QVERIFY(body > 0);
    QVERIFY(qAbs(type.caption.pointSizeF() / body - 0.85) < 0.01);
    QVERIFY(qAbs(type.title.pointSizeF() / body - 1.55) < 0.01);
    QCOMPARE(type.strong.weight(), int(QFont::DemiBold));
}

void TestTheme::theRingOutlivesTheWindowItWasIn()
{
    Theme theme(*qApp);
    for (int window = 0; window < 2; ++window) {
        QWidget top;
        auto *column = new QVBoxLayout(&top);
        auto *button = new QPushButton(u"Upgrade"_s);
        column->addWidget(button);
        top.show();
        top.activateWindow();
        button->setFocus();
        QTRY_VERIFY(button->hasFocus());
        const auto *ring = top.findChild<widgets::FocusRing *>();
        QVERIFY(ring);
        QTRY_VERIFY(ring->isVisible());
        QCOMPARE(ring->size(), button->size() + QSize(6, 6));
    }
}

void TestTheme::aSignHasTheInkItWasAskedFor()
{
    const QColor ink(0x10, 0xA0, 0x40);
    const QImage image = widgets::iconPixmap(widgets::Icon::PlaybackStop, ink, 2).toImage();
    QCOMPARE(image.size(), QSize(32, 32));
    QCOMPARE(image.pixelColor(16, 16), ink);
    const QIcon icon = widgets::icon(widgets::Icon::PlaybackStop, ink);
    const QImage disabled = icon.pixmap(QSize(16, 16), QIcon::Disabled).toImage();
    QVERIFY(disabled.pixelColor(8, 8).alpha() < 128);
}

void TestTheme::tickBoxesCanBeSeen_data()
{
    QTest::addColumn<QByteArray>("scheme");
    for (const char *scheme : {"light", "dark"})
        QTest::newRow(scheme) << QByteArray(scheme);
}

// WCAG 1.4.11: 3:1 between the box and its ground; and what has the focus differs from what has
// not.
void TestTheme::tickBoxesCanBeSeen()
{
    QFETCH(QByteArray, scheme);
    qputenv("SPIRITSAFE_THEME", scheme);
    const Theme theme(*qApp);
    qunsetenv("SPIRITSAFE_THEME");
    QWidget window;
    QVBoxLayout layout(&window);
    QCheckBox box;
    QRadioButton radio;
    QPushButton other;
    for (QWidget *widget : std::initializer_list<QWidget *> {&box, &radio, &other})
        layout.addWidget(widget);
    window.show();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    other.setFocus();
    for (QAbstractButton *button : std::initializer_list<QAbstractButton *> {&box, &radio}) {
        const QImage empty = button->grab().toImage();
        double best = 1;
        for (int x = 0; x < empty.width(); ++x)
            best = std::max(best,
                widgets::contrast(empty.pixelColor(x, empty.height() / 2), theme.tokens().window));
        QVERIFY2(best >= 3, qPrintable(QString::number(best)));
        button->setFocus();
        QVERIFY(button->grab().toImage() != empty);
        other.setFocus();
        button->setChecked(true);
        QVERIFY(button->grab().toImage() != empty);
    }
}

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
