// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/tokens.h"

#include <QPalette>

#include <cmath>

namespace widgets {

namespace {

QColor mixed(const QColor &one, const QColor &other, double part)
{
    const auto blend = [part](int a, int b) { return int(std::lround(a + (b - a) * part)); };
    return QColor(blend(one.red(), other.red()), blend(one.green(), other.green()),
        blend(one.blue(), other.blue()));
}

// Borders that the table does not name lie between the text and its soft fill.
MeaningColours meaning(QRgb text, QRgb soft)
{
    return {QColor(text), QColor(soft), mixed(QColor(soft), QColor(text), 0.35)};
}

MeaningColours meaning(QRgb text, QRgb soft, QRgb border)
{
    return {QColor(text), QColor(soft), QColor(border)};
}

TierColours tierColours(std::array<QRgb, 6> colours, int frameWidth)
{
    return {QColor(colours[0]), QColor(colours[1]), QColor(colours[2]), QColor(colours[3]),
        QColor(colours[4]), QColor(colours[5]), frameWidth};
}

double linear(double channel)
{
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(const QColor &colour)
{
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF())
        + 0.0722 * linear(colour.blueF());
}

void setRoles(
    QPalette &palette, QPalette::ColorGroup group, const Tokens &tokens, const QColor &text)
{
    palette.setColor(group, QPalette::WindowText, text);
    palette.setColor(group, QPalette::Text, text);
    palette.setColor(group, QPalette::ButtonText, text);
    palette.setColor(group, QPalette::Window, tokens.window);
    palette.setColor(group, QPalette::Base, tokens.base);
    palette.setColor(group, QPalette::AlternateBase, tokens.sunken);
    palette.setColor(group, QPalette::Button, tokens.raised);
    palette.setColor(group, QPalette::Light, tokens.raised);
    palette.setColor(group, QPalette::Midlight, tokens.line);
    palette.setColor(group, QPalette::Mid, tokens.line2);
    palette.setColor(group, QPalette::Dark, tokens.edge);
    palette.setColor(group, QPalette::Shadow, tokens.edge);
    palette.setColor(group, QPalette::BrightText, tokens.danger.text);
    palette.setColor(group, QPalette::ToolTipBase, tokens.raised);
    palette.setColor(group, QPalette::ToolTipText, tokens.text);
    palette.setColor(group, QPalette::PlaceholderText, tokens.text3);
    palette.setColor(group, QPalette::Highlight, tokens.accent);
    palette.setColor(group, QPalette::HighlightedText, tokens.onAccent);
    palette.setColor(group, QPalette::Link, tokens.link);
    palette.setColor(group, QPalette::LinkVisited, tokens.link);
}

} // namespace

const TierColours &Tokens::tier(migrations::Tier tier) const
{
    return tiers.at(std::size_t(tier));
}

QColor Tokens::lane(int lane) const
{
    return lanes.at(lane <= 0 ? 0 : std::size_t((lane - 1) % 5 + 1));
}

Tokens lightTokens()
{
    Tokens t;
    t.window = 0xF3F4F6, t.base = 0xFFFFFF, t.sunken = 0xF8F9FB, t.raised = 0xFFFFFF;
    t.line = 0xE1E4E9, t.line2 = 0xCBD0D8, t.edge = 0x7A828F;
    t.text = 0x1C2026, t.text2 = 0x535B68, t.text3 = 0x5F6774, t.disabled = 0x9CA3AF;
    t.accent = 0x2D5BD1, t.onAccent = 0xFFFFFF, t.focus = 0x2D5BD1, t.link = 0x1F49B0;
    t.select = 0xDDE7FC, t.selectOff = 0xE8EAEE, t.hover = 0xF2F4F7;
    t.applied = meaning(0x136B3F, 0xE2F3E9);
    t.pending = meaning(0x173F9E, 0xE5ECFB);
    t.ghost = meaning(0x9F2CC0, 0xF7E9FB);
    t.unknown = meaning(0x565E6B, 0xECEEF2);
    t.ok = meaning(0x136B3F, 0xE2F3E9);
    t.caution = meaning(0x7D4B00, 0xFFF2D8, 0xEBCB8B);
    t.danger = meaning(0xA8133A, 0xFDE8EB, 0xF0B6BF);
    t.info = meaning(0x173F9E, 0xEAF0FD, 0xC3D3F7);
    t.dangerButton = 0xC2203D, t.onDangerButton = 0xFFFFFF;
    t.tiers = {
        tierColours({0x0B7A83, 0xFFFFFF, 0xF3F4F6, 0x1C2026, 0xE0F2F3, 0x086870}, 2),
        tierColours({0xF0A92B, 0x261800, 0xFFF2D8, 0x7D4B00, 0xFFF2D8, 0x7D4B00}, 3),
        tierColours({0xB0123B, 0xFFFFFF, 0xFBE6EB, 0xA30F36, 0xFBE6EB, 0xA30F36}, 4),
    };
    t.lanes = {0x59616E, 0x1F77D8, 0x1B7F5B, 0x9D2BA6, 0x8F4E14, 0x12307F};
    t.syntax = {0x0033B3, 0x136B32, 0x1750C4, 0x5C636F, 0x7A3E9D, 0x00627A};
    t.veil = QColor(0x06, 0x08, 0x0B, 115);
    return t;
}

Tokens darkTokens()
{
    Tokens t;
    t.dark = true;
    t.window = 0x1D2026, t.base = 0x15171B, t.sunken = 0x191B20, t.raised = 0x24272E;
    t.line = 0x2C3038, t.line2 = 0x3D434E, t.edge = 0x707988;
    t.text = 0xE4E7EC, t.text2 = 0xAAB1BD, t.text3 = 0x959DAA, t.disabled = 0x666E7A;
    t.accent = 0x416BE2, t.onAccent = 0xFFFFFF, t.focus = 0xA4C6FF, t.link = 0xA4C6FF;
    t.select = 0x22345A, t.selectOff = 0x292D35, t.hover = 0x1E2127;
    t.applied = meaning(0x57CE91, 0x16301F);
    t.pending = meaning(0xA4C6FF, 0x1C2A4B);
    t.ghost = meaning(0xE07BF2, 0x3C1F46);
    t.unknown = meaning(0xA6ADB9, 0x2A2E36);
    t.ok = meaning(0x7BE0B4, 0x16301F);
    t.caution = meaning(0xFFCB5C, 0x36290F, 0x6B5220);
    t.danger = meaning(0xFF7F95, 0x411A20, 0x7A303B);
    t.info = meaning(0xA4C6FF, 0x1A2440, 0x2F4272);
    t.dangerButton = 0xC9304B, t.onDangerButton = 0xFFFFFF;
    t.tiers = {
        tierColours({0x35A7B0, 0x04181A, 0x1D2026, 0xE4E7EC, 0x10292C, 0x5CC6CE}, 2),
        tierColours({0xF0A92B, 0x261800, 0x36290F, 0xFFCB5C, 0x36290F, 0xFFCB5C}, 3),
        tierColours({0xCF2450, 0xFFFFFF, 0x3A1420, 0xFF8FA6, 0x3A1420, 0xFF8FA6}, 4),
    };
    t.lanes = {0xA2AAB6, 0x6FB2F7, 0x2FD3AA, 0xFF63AE, 0xD9994C, 0x7484FF};
    t.syntax = {0x82AAFF, 0x8FD19E, 0xF2BC5E, 0x9BA3B0, 0xD7A8F5, 0x6CC7D6};
    t.veil = QColor(0x06, 0x08, 0x0B, 115);
    return t;
}

Tokens tokensOf(const QPalette &palette)
{
    Tokens t;
    const QColor text = palette.color(QPalette::WindowText);
    const QColor base = palette.color(QPalette::Base);
    t.highContrast = true;
    t.dark = palette.color(QPalette::Window).lightness() < 128;
    t.window = palette.color(QPalette::Window), t.base = base, t.sunken = base;
    t.raised = palette.color(QPalette::Button);
    t.line = text, t.line2 = text, t.edge = text;
    t.text = palette.color(QPalette::Text), t.text2 = t.text, t.text3 = t.text;
    t.disabled = palette.color(QPalette::Disabled, QPalette::Text);
    t.accent = palette.color(QPalette::Highlight);
    t.onAccent = palette.color(QPalette::HighlightedText);
    t.focus = text, t.link = palette.color(QPalette::Link);
    // A selected row keeps its text's colour, so it is an outline here, too.
    t.select = base, t.selectOff = base, t.hover = base;
    const MeaningColours plain {t.text, base, text};
    t.applied = t.pending = t.ghost = t.unknown = t.ok = plain;
    t.caution = t.danger = t.info = plain;
    t.dangerButton = t.raised, t.onDangerButton = palette.color(QPalette::ButtonText);
    for (int tier = 0; tier < 3; ++tier)
        t.tiers[std::size_t(tier)] = {text, t.window, t.window, text, base, t.text, tier + 2};
    t.lanes.fill(t.text);
    t.syntax = {t.text, t.text, t.text, t.text, t.text, t.text};
    t.veil = t.window;
    t.veil.setAlphaF(0.45F);
    return t;
}

QPalette paletteOf(const Tokens &tokens)
{
    QPalette palette;
    setRoles(palette, QPalette::Active, tokens, tokens.text);
    setRoles(palette, QPalette::Inactive, tokens, tokens.text);
    setRoles(palette, QPalette::Disabled, tokens, tokens.disabled);
    palette.setColor(QPalette::Disabled, QPalette::Highlight, tokens.selectOff);
    palette.setColor(QPalette::Disabled, QPalette::HighlightedText, tokens.disabled);
    return palette;
}

double contrast(const QColor &one, const QColor &other)
{
    const double a = luminance(one);
    const double b = luminance(other);
    return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

} // namespace widgets
