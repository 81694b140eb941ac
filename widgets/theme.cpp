// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/theme.h"

#include "widgets/desktopappearance.h"
#include "widgets/focusring.h"
#include "widgets/style.h"
#include "widgets/stylesheet.h"

#include <QApplication>
#include <QFontDatabase>
#include <QFontInfo>
#include <QPointer>

using namespace Qt::StringLiterals;

namespace widgets {

namespace {

QFont scaled(const QFont &font, double factor, int weight = QFont::Normal)
{
    QFont result(font);
    if (font.pointSizeF() > 0)
        result.setPointSizeF(font.pointSizeF() * factor);
    else
        result.setPixelSize(qRound(font.pixelSize() * factor));
    result.setWeight(QFont::Weight(weight));
    return result;
}

// Many system fonts have no 500: what should stand out then takes 600.
int mediumWeight(const QFont &font)
{
    const QString family = QFontInfo(font).family();
    for (const QString &style : QFontDatabase::styles(family)) {
        if (QFontDatabase::weight(family, style) == QFont::Medium)
            return QFont::Medium;
    }
    return QFont::DemiBold;
}

std::optional<Theme::Scheme> schemeFromName(const QString &name)
{
    if (name == "light"_L1)
        return Theme::Scheme::Light;
    if (name == "dark"_L1)
        return Theme::Scheme::Dark;
    if (name == "contrast"_L1)
        return Theme::Scheme::HighContrast;
    return std::nullopt;
}

Theme::Scheme schemeOf(const QPalette &palette)
{
    const int window = palette.color(QPalette::Window).lightness();
    return window < palette.color(QPalette::WindowText).lightness() ? Theme::Scheme::Dark
                                                                    : Theme::Scheme::Light;
}

Tokens tokensFor(Theme::Scheme scheme, const QPalette &system)
{
    switch (scheme) {
    case Theme::Scheme::Light:
        return lightTokens();
    case Theme::Scheme::Dark:
        return darkTokens();
    case Theme::Scheme::HighContrast:
        return tokensOf(system);
    }
    return lightTokens();
}

} // namespace

Type systemType()
{
    const QFont general = QFontDatabase::systemFont(QFontDatabase::GeneralFont);
    const QFont fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    Type type;
    type.caption = scaled(general, 0.85, QFont::Medium);
    type.small = scaled(general, 0.92);
    type.smallStrong = scaled(general, 0.92, QFont::DemiBold);
    type.body = scaled(general, 1);
    type.medium = scaled(general, 1, QFont::Medium);
    type.loud = scaled(general, 1, mediumWeight(general));
    type.strong = scaled(general, 1, QFont::DemiBold);
    type.heading = scaled(general, 1.15, QFont::DemiBold);
    type.title = scaled(general, 1.55, QFont::DemiBold);
    type.verdict = scaled(general, 2, 650);
    type.tier = scaled(general, 0.88, QFont::DemiBold);
    type.tier.setLetterSpacing(QFont::PercentageSpacing, 103);
    type.tier.setCapitalization(QFont::AllUppercase);
    // The two families differ in size on many desktops; a line that mixes them must not jump.
    type.fixed = scaled(fixed, 1);
    type.fixed.setPointSizeF(type.body.pointSizeF());
    type.fixedSmall = type.fixed;
    type.fixedSmall.setPointSizeF(type.small.pointSizeF());
    return type;
}

struct Theme::Private
{
    explicit Private(QApplication &app)
        : application(app)
        , systemPalette(app.palette())
    {
    }
    ~Private() { delete ring.data(); }

    QApplication &application;
    const QPalette systemPalette; // before ours
    Scheme scheme = Scheme::Light;
    Scheme fallback = Scheme::Light;
    bool highContrast = false;
    std::optional<Scheme> preferred; // light or dark, as the desktop last said
    Tokens tokens;
    Type type;
    DesktopAppearance desktop;
    QPointer<FocusRing> ring; // lives in the window it is shown in, and dies with it
};

Theme::Theme(QApplication &application, QObject *parent)
    : QObject(parent)
{
    d = std::make_unique<Private>(application);
    d->fallback = schemeOf(d->systemPalette);
    d->scheme = d->fallback;
    const auto forced = schemeFromName(qEnvironmentVariable("SPIRITSAFE_THEME"));
    if (forced)
        d->scheme = *forced;
    else
        followDesktop();
    QApplication::setStyle(new Style); // the application owns it
    apply();
    connect(&application, &QApplication::focusChanged, this, [this](QWidget *, QWidget *now) {
        if (!d->ring)
            d->ring = new FocusRing(*this);
        d->ring->follow(now);
    });
}

Theme::~Theme() = default;

const Tokens &Theme::tokens() const
{
    return d->tokens;
}

const Type &Theme::type() const
{
    return d->type;
}

Theme::Scheme Theme::scheme() const
{
    return d->scheme;
}

void Theme::setScheme(Scheme scheme)
{
    if (scheme == d->scheme)
        return;
    d->scheme = scheme;
    apply();
}

void Theme::followDesktop()
{
    const auto follow = [this] {
        const Scheme scheme = d->preferred.value_or(d->fallback);
        setScheme(d->highContrast ? Scheme::HighContrast : scheme);
    };
    connect(&d->desktop, &DesktopAppearance::preferenceChanged, this,
        [this, follow](DesktopAppearance::Preference preference) {
            using enum DesktopAppearance::Preference;
            d->preferred.reset();
            if (preference != None)
                d->preferred = preference == Dark ? Scheme::Dark : Scheme::Light;
            follow();
        });
    connect(&d->desktop, &DesktopAppearance::contrastChanged, this, [this, follow](bool high) {
        d->highContrast = high;
        follow();
    });
    d->desktop.follow();
}

void Theme::apply()
{
    d->tokens = tokensFor(d->scheme, d->systemPalette);
    d->type = systemType();
    QApplication::setPalette(d->tokens.highContrast ? d->systemPalette : paletteOf(d->tokens));
    QApplication::setFont(d->type.body);
    d->application.setStyleSheet(styleSheet(d->tokens));
    Q_EMIT changed();
}

} // namespace widgets
