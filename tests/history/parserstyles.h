// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <vector>

// Revision files that Python runs: their headers must be read as it runs them.
struct ParserStyle
{
    QString name;
    QByteArray source;
};
const std::vector<ParserStyle> &parserStyles();

// Files in which only Python can tell some values.
struct ComputedStyle
{
    QString name;
    QByteArray source;
    QStringList computed;
};
const std::vector<ComputedStyle> &computedStyles();

// Files that Python refuses, with the line to show.
struct BrokenStyle
{
    QString name;
    QByteArray source;
    int line = 0;
    QString code = QStringLiteral("syntax");
};
const std::vector<BrokenStyle> &brokenStyles();
