// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Opens FOLDER in the window, chooses REVISION and types in the middle of its script, with names
// that are offered, calls that are explained and findings that come and go: {"painted_ms",
// "keystroke_ms", "stall_ms"}. painted: from the choice to the script painted; keystroke: the
// slowest key until its text is painted; stall: the longest time between two turns of the event
// loop.

#include "app/window/mainwindow.h"
#include "tests/bench/measuring.h"
#include "widgets/findingmarks.h"
#include "widgets/qsci.h"
#include "widgets/revisionview.h"
#include "widgets/scriptpane.h"

#include <QApplication>
#include <QTemporaryDir>
#include <QTest>

#include <cstdio>

using namespace Qt::StringLiterals;
using bench::milliseconds;
using bench::waitUntil;

namespace {

constexpr int pauseMs = 30; // between two keys

void press(QsciScintilla &editor, char key)
{
    if (key == '\n')
        QTest::keyClick(&editor, Qt::Key_Return);
    else
        QTest::keyClick(&editor, key);
}

void type(QsciScintilla &editor, const QByteArray &text)
{
    for (const char key : text) {
        press(editor, key);
        QTest::qWait(pauseMs);
    }
}

double slowestKey(QsciScintilla &editor, const QByteArray &text)
{
    double slowest = 0;
    for (const char key : text) {
        QElapsedTimer timer;
        timer.start();
        press(editor, key);
        editor.viewport()->repaint();
        slowest = qMax(slowest, milliseconds(timer));
        QTest::qWait(pauseMs);
    }
    return slowest;
}

void demand(bool met, const char *what)
{
    if (!met)
        qFatal("%s", what);
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
    window.move(-640, 0); // the offscreen screen is small, and the script is to be on it
    window.show();
    demand(QTest::qWaitForWindowExposed(&window), "the window was not shown");
    window.open(application.arguments().value(1));
    demand(waitUntil([&] { return session.isOpen() && session.interpreter(); }),
        "the project's Python was not found");
    auto *pane = window.findChild<widgets::ScriptPane *>(u"script"_s);
    auto *editor = pane->findChild<QsciScintilla *>();
    auto *marks = pane->findChild<widgets::FindingMarks *>();

    QElapsedTimer timer;
    timer.start();
    window.findChild<widgets::RevisionView *>(u"revisions"_s)
        ->setCurrentRevision(application.arguments().value(2));
    demand(waitUntil([&] { return editor->lines() > 5000; }), "the script did not come");
    editor->viewport()->repaint();
    const double painted = milliseconds(timer);
    demand(waitUntil([&] { return !editor->isReadOnly(); }), "the script cannot be edited");
    QTest::qWait(2'000); // it was judged, and the names are there

    window.activateWindow();
    editor->setFocus();
    editor->setCursorPosition(2499, int(editor->text(2499).size()) - 1);
    editor->setFirstVisibleLine(2490);
    const double keystroke = slowestKey(*editor, "\nop.create_index(\"i\", \"stock\", [\"id\"])");
    bench::Stalls stalls;
    type(*editor, "\nop.cre");
    demand(editor->SendScintilla(QsciScintilla::SCI_AUTOCACTIVE) != 0, "nothing was offered");
    type(*editor, "ate_table(\"stock\", sa.Column(\"id\", sa.Integer), (\n");
    demand(waitUntil([marks] { return !marks->findings().empty(); }), "nothing was found wrong");
    type(*editor, "))\nop.execute(\"SELECT 1\")");
    demand(waitUntil([marks] { return marks->findings().empty(); }), "it is still wrong");
    std::printf("{\"painted_ms\":%.1f,\"keystroke_ms\":%.1f,\"stall_ms\":%.1f}\n", painted,
        keystroke, stalls.longest());
    pane->markSaved();
    return 0;
}
