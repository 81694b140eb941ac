// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Opens a folder in the window and filters it: {"stall_ms", "opened_ms", "peak_mb",
// "keystroke_ms"}. A stall is the longest time between two turns of the event loop, from the click
// to the table that is painted and complete; a keystroke is timed to the table painted again.

#include "app/window/mainwindow.h"
#include "tests/bench/measuring.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QLineEdit>
#include <QTemporaryDir>
#include <QTest>

#include <cstdio>
#include <sys/resource.h>

using namespace Qt::StringLiterals;
using bench::milliseconds;
using bench::Stalls;
using bench::waitUntil;

namespace {

double peakMegabytes()
{
    rusage usage {};
    ::getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024;
}

double slowestKeystroke(QLineEdit *edit, QAbstractItemView *view)
{
    double slowest = 0;
    for (const char key : QByteArray("audit columns")) {
        QElapsedTimer timer;
        timer.start();
        QTest::keyClick(edit, key);
        view->viewport()->repaint();
        slowest = qMax(slowest, milliseconds(timer));
    }
    return slowest;
}

} // namespace

int main(int argc, char **argv)
{
    const QTemporaryDir home;
    qputenv("XDG_CONFIG_HOME", QFile::encodeName(home.path()));
    QApplication application(argc, argv);
    widgets::Theme theme(application);
    model::Settings settings;
    model::ProjectSession session;
    app::MainWindow window(theme, session, settings);
    window.resize(1440, 900);
    window.show();
    if (!QTest::qWaitForWindowExposed(&window))
        qFatal("the window was not shown");
    auto *view = window.findChild<QAbstractItemView *>(u"revisions"_s);
    auto *edit = window.findChild<QLineEdit *>(u"filter"_s);
    if (!view || !edit)
        qFatal("the window has no table or no filter");

    QElapsedTimer timer;
    timer.start();
    const Stalls stalls;
    window.open(application.arguments().value(1));
    const bool shown = waitUntil(
        [&] { return session.isOpen() && view->isVisible() && view->model()->rowCount() > 0; });
    const double opened = milliseconds(timer);
    const bool read = waitUntil([&session] { return !session.reading(); });
    view->viewport()->repaint();
    if (!shown || !read)
        qFatal("the table did not come");
    const double stall = stalls.longest();
    std::printf("{\"stall_ms\":%.1f,\"opened_ms\":%.1f,\"keystroke_ms\":%.1f,\"peak_mb\":%.1f}\n",
        stall, opened, slowestKeystroke(edit, view), peakMegabytes());
    return 0;
}
