// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

namespace widgets {

// Tool tips show messages of revisions, paths and errors, and Qt would take "<img …>" in them for
// HTML. While it lives, every tool tip of the program is plain text.
class PlainToolTips final : public QObject
{
    Q_OBJECT

public:
    explicit PlainToolTips(QObject *parent = nullptr);
    bool eventFilter(QObject *watched, QEvent *event) override;
};

} // namespace widgets
