// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/theme.h"

class QHBoxLayout;
class QLabel;
class QToolButton;
class QWidget;

namespace widgets {

// The top of a page: back, title, one sentence; more may be added to the row. The parts are named
// NAMEBack and NAMETitle.
struct PageHead
{
    QWidget *widget = nullptr;
    QHBoxLayout *row = nullptr;
    QToolButton *back = nullptr;
    QLabel *title = nullptr;
    QLabel *sentence = nullptr;
};
PageHead makePageHead(const Theme &theme, const QString &name, QWidget *parent);

} // namespace widgets
