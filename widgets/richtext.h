// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/theme.h"

class QLabel;
class QWidget;

namespace widgets {

// Rich text of labels: every text that comes from outside is escaped first.
QString fixed(const QString &text, const Theme &theme); // in the fixed font
QString link(const QString &address, const QString &text); // address: "revision:ae10…", "file:…"
QString strong(const QString &text);
QString coloured(const QString &text, const QColor &colour);

// A label whose text can be selected with the mouse and whose links can be reached by keyboard.
QLabel *richLabel(QWidget *parent, bool wraps = true);
QLabel *secondaryLabel(const QString &text, QWidget *parent);
QLabel *keyLabel(const QString &key, const Theme &theme, QWidget *parent); // a key cap

// "184 ms", "41.2 s", "2 min 8 s".
QString durationText(qint64 milliseconds);
// "10:42" today, "yesterday 16:20", "18 Nov 10:42", "18 Nov 2024".
QString momentText(const QDateTime &moment);

} // namespace widgets
