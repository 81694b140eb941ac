// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace migrations {

// What the interpreter gets with -c: reads the modules from its private descriptor.
QString helperBootstrap();
// What is written there first: length and modules. source: a single module "main" instead of ours.
QByteArray helperModules(const QByteArray &source = {});

} // namespace migrations
