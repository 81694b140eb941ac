// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/tierdialog.h"

class QLabel;

namespace widgets {

// Asked when the window is closed while an operation runs: keep it running, or cancel it and close
// once its outcome has been read back. Accepted: the second. Object name "closing".
class ClosingDialog : public TierDialog
{
    Q_OBJECT
public:
    // operation: "Upgrade production to head".
    ClosingDialog(
        const Theme &theme, const Place &place, const QString &operation, QWidget *parent);
    // Of what no database has a part in: what closing does to it.
    void setConsequence(const QString &text);

private:
    QLabel *m_text;
};

} // namespace widgets
