// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/model/shophistory.h"
#include "widgets/banner.h"
#include "widgets/emptystate.h"
#include "widgets/environmentbutton.h"
#include "widgets/filterbar.h"
#include "widgets/frame.h"
#include "widgets/icons.h"
#include "widgets/projectbutton.h"
#include "widgets/revisionview.h"
#include "widgets/welcomepage.h"

#include <QApplication>
#include <QDir>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolBar>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;
using migrations::Tier;
using widgets::Banner;
using widgets::Theme;

// Renders every widget with real data in both themes at 100 and 200 %, and saves the pictures in
// the folder that SPIRITSAFE_PICTURES names. Without it, the pictures are only looked at by the
// checks.
namespace {

// The window's rim, as a main window paints it.
class Rim : public QWidget
{
public:
    Rim(const Theme &theme, Tier tier)
        : m_theme(theme)
        , m_tier(tier)
    {
        const int width = widgets::frameWidth(tier, theme.tokens());
        setContentsMargins(width, width, width, width);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.fillRect(rect(), m_theme.tokens().window);
        widgets::paintFrame(painter, rect(), m_tier, m_theme.tokens());
    }

private:
    const Theme &m_theme;
    Tier m_tier;
};

std::unique_ptr<QWidget> toolBar(const Theme &theme, Tier tier)
{
    auto bar = std::make_unique<QToolBar>();
    bar->setMovable(false);
    bar->setProperty("tier", migrations::tierName(tier));
    auto *project = new widgets::ProjectButton(theme, bar.get());
    project->setProject(u"shop-api"_s, u"feature/refunds"_s);
    auto *environment = new widgets::EnvironmentButton(theme, bar.get());
    environment->setEnvironments({{migrations::tierName(tier), tier, u"shop_dev"_s, u"localhost"_s,
                                     u"DATABASE_URL in .env"_s}},
        migrations::tierName(tier));
    bar->addWidget(project);
    bar->addWidget(environment);
    bar->addSeparator();
    for (const auto &[icon, text] : {std::pair {widgets::Icon::Upgrade, u"Upgrade"_s},
             std::pair {widgets::Icon::RollBack, u"Roll back"_s}}) {
        auto *button = new QToolButton(bar.get());
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setIcon(widgets::icon(icon, theme.tokens().text, theme.tokens().disabled));
        button->setText(text);
        button->setPopupMode(QToolButton::MenuButtonPopup);
        button->setProperty("role", u"button"_s);
        bar->addWidget(button);
    }
    auto *check = new QToolButton(bar.get());
    check->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    check->setIcon(widgets::icon(widgets::Icon::ViewRefresh, theme.tokens().text));
    check->setText(u"Refresh"_s);
    bar->addWidget(check);
    return bar;
}

// The left half of the main window.
class Page
{
public:
    Page(const Theme &theme, Tier tier, const migrations::ProjectState &state)
        : window(theme, tier)
    {
        window.setObjectName(u"page"_s);
        filter.setSourceModel(&model);
        model.setState(state);
        auto *column = new QVBoxLayout(&window);
        column->setContentsMargins(0, 0, 0, 0);
        column->setSpacing(0);
        column->addWidget(toolBar(theme, tier).release());
        banner = new Banner(theme);
        column->addWidget(banner);
        bar = new widgets::FilterBar(theme, filter);
        column->addWidget(bar);
        view = new widgets::RevisionView(theme, model, filter);
        view->setTier(tier);
        column->addWidget(view, 1);
    }

    model::RevisionTableModel model;
    model::RevisionFilter filter;
    Rim window;
    Banner *banner = nullptr;
    widgets::FilterBar *bar = nullptr;
    widgets::RevisionView *view = nullptr;
};

int coloursIn(const QImage &image)
{
    QSet<QRgb> colours;
    for (int y = 0; y < image.height(); y += 2) {
        for (int x = 0; x < image.width(); x += 2)
            colours.insert(image.pixel(x, y));
    }
    return int(colours.size());
}

bool contains(const QImage &image, const QColor &colour)
{
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            if (image.pixelColor(x, y) == colour)
                return true;
        }
    }
    return false;
}

} // namespace

class TestLook : public QObject
{
    Q_OBJECT
public:
    static Theme *theme;
private Q_SLOTS:
    void thePagesShowWhatTheyAreAbout_data();
    void thePagesShowWhatTheyAreAbout();
    void theBannersStandInTheirColours_data() { schemes(); }
    void theBannersStandInTheirColours();
    void theWelcomePageHasOneFocusedButton_data() { schemes(); }
    void theWelcomePageHasOneFocusedButton();
    void theSignsAreDrawnInTheirInk_data() { schemes(); }
    void theSignsAreDrawnInTheirInk();
    void anEmptyStateHasOneSentenceAndOneButton();

private:
    static void schemes();
    static QImage picture(QWidget &widget, const QString &name, QSize size);
};

Theme *TestLook::theme = nullptr;

void TestLook::schemes()
{
    QTest::addColumn<Theme::Scheme>("scheme");
    QTest::newRow("light") << Theme::Scheme::Light;
    QTest::newRow("dark") << Theme::Scheme::Dark;
}

QImage TestLook::picture(QWidget &widget, const QString &name, QSize size)
{
    widget.resize(size);
    widget.show();
    if (!QTest::qWaitForWindowExposed(&widget))
        return {};
    QCoreApplication::processEvents(); // layouts settle after a resize
    const QImage image = widget.grab().toImage();
    const QString folder = qEnvironmentVariable("SPIRITSAFE_PICTURES");
    if (!folder.isEmpty()) {
        const QString scale = QString::number(qRound(widget.devicePixelRatioF() * 100));
        QDir().mkpath(folder);
        image.save(u"%1/%2-%3.png"_s.arg(folder, name, scale));
    }
    return image;
}

void TestLook::thePagesShowWhatTheyAreAbout_data()
{
    QTest::addColumn<Theme::Scheme>("scheme");
    QTest::addColumn<QString>("name");
    for (const char *name : {"pending", "running", "ghost", "production", "unread"}) {
        QTest::addRow("%s light", name) << Theme::Scheme::Light << QString::fromLatin1(name);
        QTest::addRow("%s dark", name) << Theme::Scheme::Dark << QString::fromLatin1(name);
    }
}

void TestLook::thePagesShowWhatTheyAreAbout()
{
    QFETCH(Theme::Scheme, scheme);
    QFETCH(QString, name);
    theme->setScheme(scheme);
    std::vector<migrations::RevisionFile> files = tests::shopFiles();
    QStringList rows {tests::shopCurrent()};
    Tier tier = Tier::Development;
    if (name == "ghost"_L1) {
        rows << u"e41b7c06a9d2"_s;
        files.push_back(tests::brokenFile(u"/shop/migrations/versions/0042_add_wishlists.py"_s));
        tier = Tier::Staging;
    }
    if (name == "production"_L1)
        tier = Tier::Production;
    Page page(*theme, tier,
        name == "unread"_L1 ? tests::unreadStateOf(files) : tests::stateOf(files, rows, tier));
    if (name == "running"_L1) {
        page.model.setRunningRevision(u"8b30d2f6e914"_s);
        page.banner->setContent({Banner::Kind::Running, u"Upgrading development"_s,
            u"Step 1 of 2: `8b30d2f6e914` Add refunds"_s, {}, {{u"cancel"_s, u"Cancel"_s}}});
    } else if (name == "ghost"_L1) {
        page.banner->setContent({Banner::Kind::Ghost, u"The database is ahead of this branch"_s,
            u"1 ghost: `e41b7c06a9d2`"_s, {}, {{u"ways"_s, u"See ways out"_s}}});
    } else if (name != "unread"_L1) {
        page.banner->setContent({Banner::Kind::Pending, u"2 revisions pending"_s,
            u"development stands at `5d94c1e7a3f8`, head is `c7e19a40b52d`."_s, {},
            {{u"plan"_s, u"Show plan"_s}, {u"upgrade"_s, u"Upgrade to head"_s, true}}});
    }
    page.window.show();
    page.view->setFocus();
    page.view->setCurrentRevision(name == "production"_L1 ? u"77e01c8a5b94"_s : tests::shopHead());
    const QImage image = picture(page.window,
        u"page-%1-%2"_s.arg(name, scheme == Theme::Scheme::Dark ? u"dark"_s : u"light"_s),
        QSize(860, 740));
    QVERIFY(coloursIn(image) > 40);
    QVERIFY(contains(image, theme->tokens().tier(tier).fill));
    QVERIFY(contains(image, theme->tokens().select));
    QVERIFY(name == "ghost"_L1 ? contains(image, theme->tokens().danger.text) : true);
}

void TestLook::theBannersStandInTheirColours()
{
    QFETCH(Theme::Scheme, scheme);
    theme->setScheme(scheme);
    QWidget all;
    all.setObjectName(u"banners"_s);
    auto *column = new QVBoxLayout(&all);
    const std::pair<Banner::Kind, QString> kinds[] = {{Banner::Kind::Info, u"Reading"_s},
        {Banner::Kind::Caution, u"Two heads: merge or rebase"_s},
        {Banner::Kind::Danger, u"The upgrade was rolled back"_s},
        {Banner::Kind::Waiting, u"Upgrade of production waits for a lock"_s},
        {Banner::Kind::Unknown, u"The database cannot be reached"_s},
        {Banner::Kind::Ok, u"Up to date"_s}};
    for (const auto &[kind, sentence] : kinds) {
        auto *banner = new Banner(*theme);
        banner->setContent({kind, sentence, u"Step 3 of 4: pid 4127 reads `payments`."_s,
            kind == Banner::Kind::Danger ? u"ERROR:  column \"currency\" contains null values"_s
                                         : QString(),
            {{u"show"_s, u"Show blocker"_s}}});
        banner->setInline(kind == Banner::Kind::Danger);
        column->addWidget(banner);
    }
    column->addStretch();
    all.show();
    all.findChild<QPushButton *>(u"bannerDetails"_s)->click();
    const QImage image =
        picture(all, u"banners-%1"_s.arg(scheme == Theme::Scheme::Dark ? u"dark"_s : u"light"_s),
            QSize(760, 520));
    const widgets::Tokens &t = theme->tokens();
    for (const QColor &soft :
        {t.info.soft, t.caution.soft, t.danger.soft, t.unknown.soft, t.ok.soft})
        QVERIFY(contains(image, soft));
}

void TestLook::theWelcomePageHasOneFocusedButton()
{
    QFETCH(Theme::Scheme, scheme);
    theme->setScheme(scheme);
    widgets::WelcomePage page(*theme);
    if (scheme == Theme::Scheme::Dark)
        page.setRecent({{u"shop-api"_s, u"/home/anna/src/shop-api"_s},
            {u"backend"_s, u"/home/anna/src/monorepo/services/backend"_s}});
    page.show();
    page.activateWindow();
    page.setFocus();
    QTRY_VERIFY(page.findChild<QPushButton *>(u"welcomeOpen"_s)->hasFocus());
    const QImage image =
        picture(page, u"welcome-%1"_s.arg(scheme == Theme::Scheme::Dark ? u"dark"_s : u"light"_s),
            QSize(1200, 720));
    QVERIFY(contains(image, theme->tokens().accent));
    QVERIFY(contains(image, theme->tokens().base));
}

void TestLook::theSignsAreDrawnInTheirInk()
{
    QFETCH(Theme::Scheme, scheme);
    theme->setScheme(scheme);
    const widgets::Tokens &t = theme->tokens();
    const qreal ratio = qApp->devicePixelRatio();
    QImage sheet(QSize(12 * 32, 5 * 32) * ratio, QImage::Format_RGB32);
    sheet.setDevicePixelRatio(ratio);
    sheet.fill(t.base);
    QPainter painter(&sheet);
    for (int i = 0; i <= int(widgets::Icon::Mark); ++i) {
        const QPixmap sign = widgets::iconPixmap(widgets::Icon(i), t.text, ratio);
        QVERIFY2(coloursIn(sign.toImage()) > 1, qUtf8Printable(u"sign %1 is empty"_s.arg(i)));
        painter.drawPixmap(QPointF(i % 12 * 32 + 8, i / 12 * 32 + 8), sign);
    }
    painter.end();
    const QString folder = qEnvironmentVariable("SPIRITSAFE_PICTURES");
    if (!folder.isEmpty())
        sheet.save(u"%1/signs-%2-%3.png"_s
                       .arg(folder, scheme == Theme::Scheme::Dark ? u"dark"_s : u"light"_s)
                       .arg(qRound(ratio * 100)));
    QVERIFY(contains(sheet, t.text));
}

void TestLook::anEmptyStateHasOneSentenceAndOneButton()
{
    widgets::EmptyState state(*theme);
    QSignalSpy clicked(&state, &widgets::EmptyState::buttonClicked);
    state.setContent(u"No revision matches the filter."_s, u"Clear the filter"_s);
    picture(state, u"empty"_s, QSize(420, 200));
    QTest::mouseClick(state.findChild<QPushButton *>(u"emptyStateButton"_s), Qt::LeftButton);
    QCOMPARE(clicked.count(), 1);
}

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    Theme theme(application);
    TestLook::theme = &theme;
    TestLook test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_look.moc"
