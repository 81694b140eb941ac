// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Does the main job through the window, as a person would: opens the sample project, upgrades it,
// rolls one revision back, upgrades again; keeps a picture of each. Exit code 0 only when the
// database was read back where it should be each time.
//
//     spiritsafe-tour --screenshots FOLDER [--theme light|dark]

#include "app/demo/sampleproject.h"
#include "app/window/mainwindow.h"

#include <QAction>
#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace {

constexpr int patienceMs = 120'000;

class Tour
{
public:
    Tour(app::MainWindow &window, const app::SampleProject &sample, QString folder)
        : m_window(window)
        , m_sample(sample)
        , m_folder(std::move(folder))
    {
    }

    bool run()
    {
        QDir().mkpath(m_folder);
        return open() && change("upgrade", Qt::Key_U, app::sampleHead())
            && change("roll back one", Qt::Key_D, u"2a7f90c4d8e1"_s)
            && change("upgrade again", Qt::Key_U, app::sampleHead());
    }

private:
    bool say(const QString &what, bool good)
    {
        std::printf("%s  %s\n", good ? "ok    " : "FAILED", qPrintable(what));
        std::fflush(stdout);
        return good;
    }

    void picture(const QString &name)
    {
        const QString path =
            m_folder + u"/%1-%2.png"_s.arg(++m_pictures, 2, 10, QChar(u'0')).arg(name);
        m_window.grab().save(path);
    }

    bool isIdle() const
    {
        const auto *refresh = m_window.findChild<QAction *>(u"actionRefresh"_s);
        const auto *rollBack = m_window.findChild<QAction *>(u"actionRollBackOne"_s);
        const auto *cancel = m_window.findChild<QPushButton *>(u"cancelOperation"_s);
        return refresh && refresh->isEnabled() && rollBack && rollBack->isEnabled()
            && !(cancel && cancel->isVisible());
    }

    // What the database itself says, on a connection of our own.
    QStringList rows() const
    {
        migrations::NoProgress progress;
        const auto url = migrations::DatabaseUrl::fromText(m_sample.databaseUrl());
        if (!url)
            return {url.error().message};
        const auto reading = migrations::readDatabase(*url, {}, m_sample.folder(), progress);
        return reading ? reading->rows : QStringList {reading.error().message};
    }

    bool open()
    {
        picture(u"empty"_s);
        m_window.open(m_sample.folder());
        const bool opened = QTest::qWaitFor([this] { return isIdle(); }, patienceMs);
        picture(u"opened"_s);
        return say(u"open: the database stands at "_s + rows().join(u", "_s),
            opened && rows() == QStringList {app::sampleStart()});
    }

    // The plan page comes where something can be lost: confirm it as a person does.
    void confirm()
    {
        auto *run = m_window.findChild<QPushButton *>(u"planRun"_s);
        if (!run || !run->isVisible() || !run->isEnabled())
            return;
        picture(u"plan"_s);
        QTest::mouseClick(run, Qt::LeftButton);
    }

    bool change(const char *what, Qt::Key key, const QString &expected)
    {
        QTest::keyClick(&m_window, key, Qt::ControlModifier);
        const bool moved = QTest::qWaitFor(
            [this, &expected] {
                confirm();
                return rows() == QStringList {expected};
            },
            patienceMs);
        const bool idle = QTest::qWaitFor([this] { return isIdle(); }, patienceMs);
        picture(QString::fromLatin1(what).replace(u' ', u'-'));
        return say(
            QString::fromLatin1(what) + u": the database stands at "_s + rows().join(u", "_s),
            moved && idle);
    }

    app::MainWindow &m_window;
    const app::SampleProject &m_sample;
    QString m_folder;
    int m_pictures = 0;
};

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
    const bool active = QTest::qWaitForWindowActive(&window);
    const QString folder = QDir().absoluteFilePath(arguments.value(u"screenshots"_s));
    const bool good = active && Tour(window, **sample, folder).run();
    std::printf("screenshots: %s\n", qPrintable(folder));
    return good ? 0 : 1;
}
