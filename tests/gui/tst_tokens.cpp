// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/tokens.h"

#include <QPalette>
#include <QTest>

using namespace Qt::StringLiterals;
using migrations::Tier;
using widgets::Tokens;

namespace {

struct Pair
{
    QString name;
    QColor over;
    QColor under;
    double least;
};

constexpr double text = 4.5; // WCAG 2.1, 1.4.3
constexpr double shape = 3.0; // WCAG 2.1, 1.4.11

void addText(std::vector<Pair> &pairs, const Tokens &t)
{
    const std::pair<const char *, QColor> inks[] = {
        {"text", t.text}, {"text2", t.text2}, {"text3", t.text3}, {"link", t.link}};
    const std::pair<const char *, QColor> surfaces[] = {{"window", t.window}, {"base", t.base},
        {"sunken", t.sunken}, {"raised", t.raised}, {"hover", t.hover}};
    for (const auto &[ink, over] : inks) {
        for (const auto &[surface, under] : surfaces)
            pairs.push_back({u"%1 on %2"_s.arg(QLatin1StringView(ink), QLatin1StringView(surface)),
                over, under, text});
    }
    pairs.push_back({u"text on select"_s, t.text, t.select, text});
    pairs.push_back({u"text2 on select"_s, t.text2, t.select, text});
    pairs.push_back({u"text3 on select"_s, t.text3, t.select, text});
    pairs.push_back({u"link on select"_s, t.link, t.select, text});
    pairs.push_back({u"text on selectOff"_s, t.text, t.selectOff, text});
    pairs.push_back({u"text2 on selectOff"_s, t.text2, t.selectOff, text});
    pairs.push_back({u"accent"_s, t.onAccent, t.accent, text});
    pairs.push_back({u"danger button"_s, t.onDangerButton, t.dangerButton, text});
}

void addMeanings(std::vector<Pair> &pairs, const Tokens &t)
{
    const std::pair<const char *, widgets::MeaningColours> meanings[] = {{"applied", t.applied},
        {"pending", t.pending}, {"ghost", t.ghost}, {"unknown", t.unknown}, {"ok", t.ok},
        {"caution", t.caution}, {"danger", t.danger}, {"info", t.info}};
    for (const auto &[word, colours] : meanings) {
        const QString name = QString::fromLatin1(word);
        pairs.push_back({name + u" on its soft fill"_s, colours.text, colours.soft, text});
        pairs.push_back({name + u" on base"_s, colours.text, t.base, text});
        pairs.push_back({name + u" on window"_s, colours.text, t.window, text});
        pairs.push_back({name + u" on select"_s, colours.text, t.select, text});
        pairs.push_back({u"text on %1"_s.arg(name), t.text, colours.soft, text});
        pairs.push_back({u"text2 on %1"_s.arg(name), t.text2, colours.soft, text});
    }
}

void addTiers(std::vector<Pair> &pairs, const Tokens &t)
{
    for (const Tier tier : {Tier::Development, Tier::Staging, Tier::Production}) {
        const widgets::TierColours &colours = t.tier(tier);
        const QString name = migrations::tierName(tier);
        pairs.push_back({name + u" picker"_s, colours.onFill, colours.fill, text});
        pairs.push_back({name + u" tool bar"_s, colours.onTint, colours.tint, text});
        pairs.push_back({name + u" badge"_s, colours.onBadge, colours.badge, text});
        pairs.push_back({u"text on %1's tool bar"_s.arg(name), t.text, colours.tint, text});
        pairs.push_back({u"text2 on %1's tool bar"_s.arg(name), t.text2, colours.tint, text});
    }
}

void addShapes(std::vector<Pair> &pairs, const Tokens &t)
{
    pairs.push_back({u"edge on base"_s, t.edge, t.base, shape});
    pairs.push_back({u"edge on window"_s, t.edge, t.window, shape});
    pairs.push_back({u"focus on base"_s, t.focus, t.base, shape});
    pairs.push_back({u"focus on window"_s, t.focus, t.window, shape});
    pairs.push_back({u"focus on select"_s, t.focus, t.select, shape});
    for (int lane = 0; lane <= 5; ++lane) {
        pairs.push_back({u"lane %1 on base"_s.arg(lane), t.lane(lane), t.base, shape});
        pairs.push_back({u"lane %1 on select"_s.arg(lane), t.lane(lane), t.select, shape});
        pairs.push_back({u"lane %1 on hover"_s.arg(lane), t.lane(lane), t.hover, shape});
    }
    // The staging frame is amber on grey, 1.8:1 in the light theme: it never stands without its
    // word. The two others carry on their own.
    for (const Tier tier : {Tier::Development, Tier::Production})
        pairs.push_back(
            {migrations::tierName(tier) + u" frame"_s, t.tier(tier).fill, t.window, shape});
}

void addSyntax(std::vector<Pair> &pairs, const Tokens &t)
{
    const std::pair<const char *, QColor> kinds[] = {{"keyword", t.syntax.keyword},
        {"string", t.syntax.string}, {"number", t.syntax.number}, {"comment", t.syntax.comment},
        {"function", t.syntax.function}, {"type", t.syntax.type}};
    for (const auto &[word, colour] : kinds) {
        const QString name = QString::fromLatin1(word);
        pairs.push_back({name + u" on base"_s, colour, t.base, text});
        pairs.push_back({name + u" on hover"_s, colour, t.hover, text});
        pairs.push_back({name + u" on select"_s, colour, t.select, text});
    }
}

std::vector<Pair> pairsOf(const Tokens &tokens)
{
    std::vector<Pair> pairs;
    addText(pairs, tokens);
    addMeanings(pairs, tokens);
    addTiers(pairs, tokens);
    addShapes(pairs, tokens);
    addSyntax(pairs, tokens);
    return pairs;
}

} // namespace

class TestTokens : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void contrastIsWcags_data();
    void contrastIsWcags();
    void everyPairCanBeRead_data();
    void everyPairCanBeRead();
    void theLanesRepeatAfterTheNeutralOne();
    void thePaletteTakesItsRolesFromTheTable();
    void highContrastUsesOnlyTheSystemsColours();
};

void TestTokens::contrastIsWcags_data()
{
    QTest::addColumn<QColor>("one");
    QTest::addColumn<QColor>("other");
    QTest::addColumn<double>("expected");
    QTest::newRow("black on white") << QColor(Qt::black) << QColor(Qt::white) << 21.0;
    QTest::newRow("the same") << QColor(Qt::red) << QColor(Qt::red) << 1.0;
    QTest::newRow("grey 777 on white") << QColor(0x777777) << QColor(Qt::white) << 4.48;
}

void TestTokens::contrastIsWcags()
{
    QFETCH(QColor, one);
    QFETCH(QColor, other);
    QFETCH(double, expected);
    QVERIFY(qAbs(widgets::contrast(one, other) - expected) < 0.005);
    QVERIFY(qAbs(widgets::contrast(other, one) - expected) < 0.005);
}

void TestTokens::everyPairCanBeRead_data()
{
    QTest::addColumn<QColor>("over");
    QTest::addColumn<QColor>("under");
    QTest::addColumn<double>("least");
    const std::pair<QString, Tokens> themes[] = {
        {u"light"_s, widgets::lightTokens()}, {u"dark"_s, widgets::darkTokens()}};
    for (const auto &[theme, tokens] : themes) {
        for (const Pair &pair : pairsOf(tokens)) {
            QTest::newRow(qUtf8Printable(theme + u": "_s + pair.name))
                << pair.over << pair.under << pair.least;
        }
    }
}

void TestTokens::everyPairCanBeRead()
{
    QFETCH(QColor, over);
    QFETCH(QColor, under);
    QFETCH(double, least);
    const double ratio = widgets::contrast(over, under);
    QVERIFY2(ratio >= least,
        qUtf8Printable(u"%1 on %2 is %3:1"_s.arg(over.name(), under.name()).arg(ratio, 0, 'f', 2)));
}

void TestTokens::theLanesRepeatAfterTheNeutralOne()
{
    const Tokens tokens = widgets::lightTokens();
    QCOMPARE(tokens.lane(6), tokens.lane(1));
    QCOMPARE(tokens.lane(11), tokens.lane(1));
    QVERIFY(tokens.lane(5) != tokens.lane(0));
}

void TestTokens::thePaletteTakesItsRolesFromTheTable()
{
    const Tokens tokens = widgets::darkTokens();
    const QPalette palette = widgets::paletteOf(tokens);
    QCOMPARE(palette.color(QPalette::Window), tokens.window);
    QCOMPARE(palette.color(QPalette::Base), tokens.base);
    QCOMPARE(palette.color(QPalette::Highlight), tokens.accent);
    QCOMPARE(palette.color(QPalette::Disabled, QPalette::Text), tokens.disabled);
}

void TestTokens::highContrastUsesOnlyTheSystemsColours()
{
    QPalette system(
        Qt::yellow, Qt::black, Qt::yellow, Qt::yellow, Qt::yellow, Qt::yellow, Qt::black);
    const Tokens tokens = widgets::tokensOf(system);
    QVERIFY(tokens.highContrast);
    QCOMPARE(tokens.window, system.color(QPalette::Window));
    QCOMPARE(tokens.danger.soft, system.color(QPalette::Base));
    QCOMPARE(tokens.danger.text, system.color(QPalette::Text));
}

QTEST_GUILESS_MAIN(TestTokens)
#include "tst_tokens.moc"
