// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/commandline/console.h"
#include "app/commandline/terminalprogress.h"

#include <QTest>

#include <memory>

using namespace Qt::StringLiterals;
using app::Console;
using migrations::Event;

namespace {

struct Close
{
    void operator()(FILE *file) const { std::fclose(file); }
};

// A file that a command writes into.
class Capture
{
public:
    FILE *file() const { return m_file.get(); }
    QString text() const
    {
        std::rewind(m_file.get());
        QByteArray bytes(64 * 1024, '\0');
        bytes.truncate(
            static_cast<qsizetype>(std::fread(bytes.data(), 1, 64 * 1024, m_file.get())));
        return QString::fromUtf8(bytes);
    }

private:
    std::unique_ptr<FILE, Close> m_file {std::tmpfile()};
};

} // namespace

class TestConsole : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void textOfOthersCannotMoveTheCursor_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("shown");
        QTest::newRow("colour") << u"a\u001b[31mb"_s << u"a[31mb"_s;
        QTest::newRow("title") << u"\u001b]0;x\u0007y"_s << u"]0;xy"_s;
        QTest::newRow("one-byte CSI") << u"a\u009b2Jb"_s << u"a2Jb"_s;
        QTest::newRow("line ends") << u"a\nb\r\nc\td"_s << u"a b  c d"_s;
        QTest::newRow("right to left") << u"a\u202eb\u2066c"_s << u"abc"_s;
        QTest::newRow("letters stay") << u"Grüße 再 \U0001F9EA"_s << u"Grüße 再 \U0001F9EA"_s;
    }

    void textOfOthersCannotMoveTheCursor()
    {
        QFETCH(const QString, text);
        QFETCH(const QString, shown);
        QCOMPARE(app::withoutControls(text), shown);
    }

    void linesStayLines()
    {
        QCOMPARE(app::linesWithoutControls(u"a\u001b\nb\r\nc"_s), u"a\nb \nc"_s);
    }

    void aFileGetsNoColoursAndWholeLines()
    {
        const Capture capture;
        app::Output output(capture.file());
        output.line(output.styled(u"text"_s, app::Style::Danger));
        output.line(output.fitted(QString(500, u'x'), 10));
        QCOMPARE(capture.text(), u"text\n"_s + QString(500, u'x') + u'\n');
    }

    void nobodyAnswersWhenTheInputIsAFile()
    {
        const Capture input;
        const Capture error;
        Console console({input.file(), error.file(), error.file()});
        QVERIFY(!console.isInteractive());
        QCOMPARE(console.answer(u"Sure? [y/N]"_s), QString());
    }

    void progressInAFileIsALineForEachStep()
    {
        const Capture capture;
        {
            app::Output output(capture.file());
            const migrations::RevisionGraph graph;
            app::TerminalProgress progress(output, graph);
            progress.report({.kind = Event::Kind::Phase, .text = u"Connecting"_s});
            progress.report(
                {.kind = Event::Kind::StepStarted, .revision = u"a1"_s, .step = 0, .steps = 2});
            progress.report({.kind = Event::Kind::StatementStarted, .text = u"SELECT 1"_s});
            progress.report({.kind = Event::Kind::StepFinished,
                .revision = u"a1"_s,
                .step = 0,
                .steps = 2,
                .elapsedMs = 1540});
            progress.report({.kind = Event::Kind::Notice, .text = u"table\u001b[2J exists"_s});
        }
        QCOMPARE(capture.text(), u"[1/2] a1  1.5 s\ntable[2J exists\n"_s);
    }

    void theBlockerIsNamedOnce()
    {
        const Capture capture;
        {
            app::Output output(capture.file());
            const migrations::RevisionGraph graph;
            app::TerminalProgress progress(output, graph);
            const migrations::Blocker blocker {
                .pid = 4711,
                .user = u"app"_s,
                .application = u"worker"_s,
                .state = u"idle in transaction"_s,
                .query = u"SELECT *\nFROM orders"_s,
                .transactionMs = 125'000,
            };
            for (int i = 0; i < 3; ++i)
                progress.report(
                    {.kind = Event::Kind::LockWait, .elapsedMs = i * 100, .blockers = {blocker}});
            progress.report({.kind = Event::Kind::LockGranted, .elapsedMs = 300});
        }
        QCOMPARE(capture.text(),
            u"Waiting for a lock held by pid 4711, user app, worker, idle in transaction for 2 min "
            u"5 s: "
            "SELECT * FROM orders\nThe lock was granted after 300 ms.\n"_s);
    }
};

QTEST_APPLESS_MAIN(TestConsole)
#include "tst_console.moc"
