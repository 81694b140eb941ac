// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace migrations {

// libpq is loaded when one of its functions is first called (libpq.cpp). Who knows that a
// connection will be made can have it loaded meanwhile, on another thread.
void loadLibpq();

} // namespace migrations
