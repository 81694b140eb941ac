// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/stylesheet.h"

#include <QHash>

using namespace Qt::StringLiterals;

namespace widgets {

namespace {

const QString buttons = uR"(
QPushButton { background: @raised; color: @text; border: 1px solid @line2; border-radius: 6px;
  padding: 0 12px; min-height: 28px; font-weight: 500; }
QPushButton[small="true"] { min-height: 24px; padding: 0 10px; border-radius: 5px; }
QPushButton:default { border-color: @edge; }
QPushButton:hover { background: @hover; }
QPushButton:pressed, QPushButton:checked { background: @selectOff; }
QPushButton:disabled { background: transparent; color: @disabled; border-color: @line2; }
QPushButton[role="primary"] { background: @accent; color: @onAccent; border-color: @accent; }
QPushButton[role="primary"]:hover { background: @accentHover; border-color: @accentHover; }
QPushButton[role="primary"]:pressed { background: @accentPressed; border-color: @accentPressed; }
QPushButton[role="danger"] { background: @dangerButton; color: @onDangerButton;
  border-color: @dangerButton; }
QPushButton[role="danger"]:hover { background: @dangerHover; border-color: @dangerHover; }
QPushButton[role="primary"]:disabled, QPushButton[role="danger"]:disabled {
  background: transparent; color: @disabled; border-color: @line2; }
QPushButton[role="flat"] { background: transparent; border-color: transparent; }
QPushButton[role="flat"]:hover { background: @veilLight; }
QPushButton[role="flat"]:pressed { background: @veilStrong; }
QToolButton { background: transparent; color: @text; border: 1px solid transparent;
  border-radius: 6px; padding: 0 9px; min-height: 28px; font-weight: 500; }
QToolButton:hover { background: @veilLight; }
QToolButton:pressed, QToolButton:checked { background: @veilStrong; }
QToolButton:disabled { color: @disabled; background: transparent; }
QToolButton[role="button"] { background: @raised; border-color: @line2; }
QToolButton[role="button"]:hover { background: @hover; }
QToolButton[role="button"]:pressed { background: @selectOff; }
QToolButton[role="button"]:disabled { background: transparent; border-color: @line2; }
QToolButton[popupMode="1"] { padding-right: 30px; }
QToolButton#newMore { padding-left: 0; padding-right: 4px; }
QToolButton#activityToggle { font-weight: 600; }
QPushButton[role="cancel"] { background: transparent; color: @dangerText;
  border-color: @dangerBorder; }
QPushButton[role="cancel"]:hover { background: @dangerSoft; }
QPushButton[role="cancel"]:disabled { color: @disabled; border-color: @line2; }
)"_s;

const QString inputs = uR"(
QLineEdit { background: @base; color: @text; border: 1px solid @edge; border-radius: 6px;
  padding: 0 9px; min-height: 28px; selection-background-color: @accent;
  selection-color: @onAccent; }
QLineEdit:focus { border: 2px solid @focus; padding: 0 8px; min-height: 26px; }
QDialog QListWidget, QDialog QPlainTextEdit { background: @base; color: @text;
  border: 1px solid @edge; border-radius: 6px; }
QDialog QListWidget:focus, QDialog QPlainTextEdit:focus { border: 2px solid @focus; }
QLineEdit:disabled { color: @disabled; border-color: @line2; background: transparent; }
QsciScintilla QListWidget { background: @raised; color: @text; border: 1px solid @line2; }
QsciScintilla QListWidget::item { padding: 2px 0; }
QsciScintilla QListWidget::item:selected { background: @select; color: @text; }
QToolTip { background: @raised; color: @text; border: 1px solid @line2; padding: 4px 6px; }
)"_s;

const QString panes = uR"(
QTabBar { background: transparent; qproperty-drawBase: 0; }
QTabBar::tab { background: transparent; color: @text2; border: none;
  border-bottom: 2px solid transparent; padding: 0 2px; margin: 0 14px 0 4px; min-height: 34px;
  font-weight: 500; }
QTabBar::tab:hover { color: @text; }
QTabBar::tab:selected { color: @text; border-bottom: 2px solid @focus; }
QTabBar::tab:disabled { color: @disabled; }
QTabWidget::pane { border: none; border-top: 1px solid @line; }
QHeaderView { background: @window; border: none; }
QHeaderView::section { background: @window; color: @text2; border: none;
  border-bottom: 1px solid @line; padding: 0 8px; }
QHeaderView#goesHeader { background: transparent; border: none; }
QHeaderView#goesHeader::section { background: transparent; border: none; padding: 0 4px; }
QSplitter::handle { background: @line; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QToolBar { background: @window; border: none; border-bottom: 1px solid @line; spacing: 8px;
  padding: 0 8px; min-height: 46px; }
QToolBar[tier="staging"] { background: @stagingTint; }
QToolBar[tier="production"] { background: @productionTint; }
QToolBar::separator { background: @line2; width: 1px; margin: 5px 4px; }
QMenuBar { background: @window; color: @text; border: none; padding: 1px 6px; }
QMenuBar::item { background: transparent; padding: 4px 8px; border-radius: 5px; }
QMenuBar::item:selected, QMenuBar::item:pressed { background: @veilLight; }
QMenu { background: @raised; color: @text; border: 1px solid @line2; border-radius: 8px;
  padding: 5px; }
QMenu::item { padding: 5px 22px 5px 10px; border-radius: 5px; min-height: 18px; }
QMenu::icon { padding-left: 8px; }
QMenu::item:selected { background: @select; color: @text; }
QMenu::item:disabled { color: @disabled; }
QMenu::separator { height: 1px; background: @line; margin: 5px 4px; }
QFrame[card="true"] { background: @raised; border: 1px solid @line; border-radius: 8px; }
QLabel[role="secondary"] { color: @text2; }
QLabel[role="danger"] { color: @dangerText; }
QLabel[role="key"] { color: @text2; background: @raised; border: 1px solid @line2;
  border-radius: 4px; padding: 1px 5px; }
QLabel { background: transparent; }
)"_s;

// Fusion's own are wide and framed: too loud beside a table.
const QString scrollBars = uR"(
QScrollBar { background: transparent; border: none; margin: 0; }
QScrollBar:vertical { width: 12px; }
QScrollBar:horizontal { height: 12px; }
QScrollBar::handle { background: @scroll; border-radius: 4px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover { background: @edge; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; border: none; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; border: none; }
)"_s;

QString css(const QColor &colour)
{
    return u"rgba(%1,%2,%3,%4)"_s.arg(colour.red())
        .arg(colour.green())
        .arg(colour.blue())
        .arg(colour.alpha());
}

QColor thinned(QColor colour, int alpha)
{
    colour.setAlpha(alpha);
    return colour;
}

// Pressed and hovered fills of a filled button: darker on light, lighter on dark.
QColor shifted(const QColor &colour, const Tokens &tokens, int percent)
{
    return tokens.dark ? colour.lighter(percent) : colour.darker(percent);
}

QHash<QString, QColor> namesOf(const Tokens &t)
{
    return {
        {u"window"_s, t.window},
        {u"base"_s, t.base},
        {u"raised"_s, t.raised},
        {u"line"_s, t.line},
        {u"line2"_s, t.line2},
        {u"edge"_s, t.edge},
        {u"text"_s, t.text},
        {u"text2"_s, t.text2},
        {u"disabled"_s, t.disabled},
        {u"accent"_s, t.accent},
        {u"onAccent"_s, t.onAccent},
        {u"accentHover"_s, shifted(t.accent, t, 108)},
        {u"accentPressed"_s, shifted(t.accent, t, 116)},
        {u"focus"_s, t.focus},
        {u"select"_s, t.select},
        {u"selectOff"_s, t.selectOff},
        {u"hover"_s, t.hover},
        {u"dangerText"_s, t.danger.text},
        {u"dangerSoft"_s, t.danger.soft},
        {u"dangerBorder"_s, t.danger.border},
        {u"dangerButton"_s, t.dangerButton},
        {u"onDangerButton"_s, t.onDangerButton},
        {u"dangerHover"_s, shifted(t.dangerButton, t, 108)},
        {u"stagingTint"_s, t.tier(migrations::Tier::Staging).tint},
        {u"productionTint"_s, t.tier(migrations::Tier::Production).tint},
        // On bars, whose tint depends on the tier.
        {u"veilLight"_s, thinned(t.text, 16)},
        {u"veilStrong"_s, thinned(t.text, 32)},
        {u"scroll"_s, thinned(t.edge, 120)},
    };
}

} // namespace

QString styleSheet(const Tokens &tokens)
{
    const QHash<QString, QColor> names = namesOf(tokens);
    const QString text = buttons + inputs + panes + scrollBars;
    QString sheet;
    sheet.reserve(text.size() * 2);
    for (qsizetype at = 0; at < text.size();) {
        const qsizetype sign = text.indexOf(u'@', at);
        sheet += QStringView(text).mid(at, sign < 0 ? -1 : sign - at);
        if (sign < 0)
            break;
        at = sign + 1;
        while (at < text.size() && text.at(at).isLetterOrNumber())
            ++at;
        sheet += css(names.value(text.mid(sign + 1, at - sign - 1)));
    }
    return sheet;
}

} // namespace widgets
