// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/windowmodule.h"

#include "app/window/runwindow.h"

extern "C" Q_DECL_EXPORT app::RunWindow spiritsafe_run_window;

extern "C" int spiritsafe_run_window(int argc, char **argv, const QString *folder)
{
    return app::runWindow(argc, argv, *folder);
}
