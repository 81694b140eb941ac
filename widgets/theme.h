// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/tokens.h"

#include <QFont>
#include <QObject>
#include <QPalette>

#include <memory>

class QApplication;

namespace widgets {

// The fonts of LOOK.md 2: factors of the system's two fonts, never pixels.
struct Type
{
    QFont caption; // 0.85, 500
    QFont small; // 0.92
    QFont smallStrong; // 0.92, 600
    QFont body;
    QFont medium; // 500
    QFont loud; // 500, where the font has none 600: pending rows
    QFont strong; // 600
    QFont heading; // 1.15, 600
    QFont title; // 1.55, 600
    QFont verdict; // 2, 650
    QFont tier; // 0.88, 600, capitals, 3 % letter spacing
    QFont fixed;
    QFont fixedSmall; // 0.92
};
Type systemType();

// How the program looks: Fusion, a palette and one style sheet made from the tokens, following the
// desktop's light or dark live (settings portal, never waited for; else the lightness of the system
// palette). SPIRITSAFE_THEME=light|dark|contrast fixes it. Make one before the first window;
// widgets and delegates keep a reference to it, take colours from tokens() when they paint, and
// update on changed().
//
// The style sheet knows these properties: QPushButton/QToolButton "role" = primary, danger, flat;
// QFrame "card" = true; QToolBar "tier" = tierName(); QLabel "role" = secondary.
class Theme : public QObject
{
    Q_OBJECT
public:
    enum class Scheme { Light, Dark, HighContrast };

    explicit Theme(QApplication &application, QObject *parent = nullptr);
    ~Theme() override;

    const Tokens &tokens() const;
    const Type &type() const;
    Scheme scheme() const;
    void setScheme(Scheme scheme); // what the desktop says; tests and pictures say it themselves

Q_SIGNALS:
    void changed();

private:
    void followDesktop();
    void apply();

    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace widgets
