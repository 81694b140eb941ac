// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Does the main job through the window, as a person would, then shows the window in everything it
// can come to; keeps a picture of each. Exit code 0 only when the database was read back where it
// should be each time.
//
//     spiritsafe-tour --screenshots FOLDER [--theme light|dark]

#include "app/tour/mainjob.h"
#include "app/tour/scenes.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace {

void readArguments(QCommandLineParser &parser, const QApplication &application)
{
    parser.addOption({u"screenshots"_s, u"Where the pictures go"_s, u"folder"_s, u"screenshots"_s});
    parser.addOption({u"theme"_s, u"light or dark"_s, u"name"_s, u"light"_s});
    parser.addHelpOption();
    parser.process(application);
}

} // namespace

int main(int argc, char **argv)
{
    // Nothing of the person who runs it is read or written.
    const QTemporaryDir home;
    qputenv("SPIRITSAFE_DATA", QFile::encodeName(home.filePath(u"data"_s)));
    qputenv("XDG_CONFIG_HOME", QFile::encodeName(home.filePath(u"config"_s)));
    QApplication application(argc, argv);
    QApplication::setApplicationName(u"spiritsafe"_s);
    QApplication::setCursorFlashTime(0); // a picture is of a window at rest
    QCommandLineParser arguments;
    readArguments(arguments, application);

    migrations::NoProgress progress;
    const auto sample = app::SampleProject::make({}, progress);
    if (!sample) {
        std::fprintf(stderr, "%s\n%s\n", qPrintable(sample.error().message),
            qPrintable(sample.error().detail));
        return 1;
    }
    widgets::Theme theme(application);
    theme.setScheme(arguments.value(u"theme"_s) == u"dark" ? widgets::Theme::Scheme::Dark
                                                           : widgets::Theme::Scheme::Light);
    model::Settings settings;
    model::ProjectSession session;
    app::MainWindow window(theme, session, settings);
    window.setSampleOffered(true);
    window.resize(1440, 900);
    window.show();
    window.activateWindow();
    const QString folder = QDir().absoluteFilePath(arguments.value(u"screenshots"_s));
    app::Stage stage(window, session, folder);
    app::Scenes scenes(stage, **sample);
    const bool good = QTest::qWaitForWindowActive(&window) && scenes.prepare()
        && app::MainJob(stage, **sample).run() && scenes.run();
    std::printf("screenshots: %s\n", qPrintable(folder));
    return good ? 0 : 1;
}
