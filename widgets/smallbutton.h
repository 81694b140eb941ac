// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QPushButton;
class QString;
class QWidget;

namespace widgets {

// The small button of a row or a card. Enter on another control never presses it.
QPushButton *smallButton(QWidget *parent, const QString &name, const QString &text);
// Off while there is a reason why not, which its tooltip gives.
void allow(QPushButton *button, const QString &whyNot);

} // namespace widgets
