// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/window/runwindow.h"

#include "app/window/mainwindow.h"
#include "app/window/sampleopener.h"
#include "widgets/icons.h"

#include <QApplication>

namespace app {

using namespace Qt::StringLiterals;

int runWindow(int argc, char **argv, const QString &folder)
{
    QApplication application(argc, argv);
    QApplication::setApplicationName(u"spiritsafe"_s);
    QApplication::setApplicationDisplayName(u"Spiritsafe"_s);
    QApplication::setApplicationVersion(QStringLiteral(SPIRITSAFE_VERSION));
    QApplication::setDesktopFileName(u"spiritsafe"_s);
    widgets::Theme theme(application);
    QApplication::setWindowIcon(widgets::applicationIcon());

    model::Settings settings;
    SampleOpener sample; // its server outlives the session that talks to it
    model::ProjectSession session;
    MainWindow window(theme, session, settings);
    window.setSampleOffered(true);
    QObject::connect(&window, &MainWindow::sampleRequested, &sample, &SampleOpener::make);
    QObject::connect(&sample, &SampleOpener::progressed, &window, &MainWindow::setSampleBusy);
    QObject::connect(&sample, &SampleOpener::failed, &window, &MainWindow::showSampleProblem);
    QObject::connect(&sample, &SampleOpener::made, &window, [&window](const QString &made) {
        window.setSampleBusy({});
        window.open(made);
    });
    window.show();
    if (!folder.isEmpty())
        window.open(folder);
    return QApplication::exec();
}

} // namespace app
