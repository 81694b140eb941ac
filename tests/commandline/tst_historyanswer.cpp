// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/base/cachefile.h"
#include "migrations/history/headerindex.h"
#include "tests/commandline/commandrun.h"
#include "tests/support/alembicproject.h"
#include "tests/support/testserver.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <array>
#include <fcntl.h>
#include <functional>
#include <sys/stat.h>

using namespace Qt::StringLiterals;
using tests::CommandLine;

namespace {

constexpr int revisions = 2001; // long enough that its answer is kept

QString idOf(int number)
{
    return u'r' + QString::number(number).rightJustified(5, u'0');
}

// A long history in a project of its own, and a database that stands at its revision 7.
class LongHistory
{
public:
    LongHistory()
        : m_line(m_folder.path())
    {
        write(u"alembic.ini"_s, u"[alembic]\nscript_location = scripts\n"_s);
        write(u"scripts/env.py"_s, u"from alembic import context\n"_s);
        write(u".env"_s, u"DATABASE_URL=%1\n"_s.arg(m_url));
        QFile::setPermissions(m_folder.filePath(u".env"_s), QFile::ReadOwner | QFile::WriteOwner);
        for (int i = 0; i < revisions; ++i)
            writeRevision(i, u"Step %1"_s.arg(i));
        sql({u"CREATE TABLE alembic_version (version_num varchar(32) NOT NULL)"_s,
            u"INSERT INTO alembic_version VALUES ('%1')"_s.arg(idOf(7))});
    }

    void write(const QString &name, const QString &text) const
    {
        const QString path = m_folder.filePath(name);
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(text.toUtf8()) < 0)
            qFatal("the test cannot write its file");
    }

    QString revisionFile(int number) const { return u"scripts/versions/%1.py"_s.arg(idOf(number)); }

    void writeRevision(int number, const QString &message) const
    {
        const QString down = number == 0 ? u"None"_s : u'"' + idOf(number - 1) + u'"';
        write(revisionFile(number),
            u"\"\"\"%1\"\"\"\nrevision = \"%2\"\ndown_revision = %3\n"_s.arg(
                message, idOf(number), down));
    }

    void sql(const QStringList &statements) const { tests::runSql(m_url, statements); }
    QString path(const QString &name) const { return m_folder.filePath(name); }

    QString history() const
    {
        return m_line.run({u"migration"_s, u"history"_s, u"--json"_s}).output;
    }
    // By a program that remembers nothing.
    QString historyAnew() const
    {
        return CommandLine(m_folder.path()).run({u"migration"_s, u"history"_s, u"--json"_s}).output;
    }

    QString answerFile() const
    {
        return migrations::indexPath(m_line.dataFolder(), path(u"alembic.ini"_s), u".history"_s);
    }

    // Asks until the files are old enough for an answer to be kept.
    bool keptAnAnswer() const
    {
        return QTest::qWaitFor(
            [this] {
                history();
                return QFile::exists(answerFile());
            },
            10'000);
    }

private:
    QTemporaryDir m_folder;
    QString m_url = tests::TestServer::shared().freshDatabase();
    CommandLine m_line;
};

using Change = std::function<void(LongHistory &)>;

} // namespace

Q_DECLARE_METATYPE(Change)

class TestHistoryAnswer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_history = std::make_unique<LongHistory>(); }

    void aKeptAnswerIsTheSameAndIsReallyUsed()
    {
        const QString fresh = m_history->historyAnew();
        QVERIFY(fresh.contains(u"Step 2000"_s) && fresh.contains(u"\"applied\""_s));
        QVERIFY(m_history->keptAnAnswer());
        QCOMPARE(m_history->history(), fresh);
        replaceInAnswer("Step 2000", "Step KEPT");
        QVERIFY(m_history->history().contains(u"Step KEPT"_s));
    }

    void whateverChangesIsSeen_data()
    {
        QTest::addColumn<Change>("change");
        QTest::addColumn<QString>("seen");
        const auto row = [](const char *name, const Change &change, const QString &seen) {
            QTest::newRow(name) << change << seen;
        };
        row(
            "a file, as long as before", [](LongHistory &h) { h.writeRevision(5, u"Else 5"_s); },
            u"Else 5"_s);
        row(
            "a file, its time set back",
            [](LongHistory &h) {
                struct stat before = {};
                const QByteArray path = QFile::encodeName(h.path(h.revisionFile(5)));
                QCOMPARE(::stat(path.constData(), &before), 0);
                h.writeRevision(5, u"Else 5"_s);
                const std::array<timespec, 2> times {before.st_atim, before.st_mtim};
                QCOMPARE(::utimensat(AT_FDCWD, path.constData(), times.data(), 0), 0);
            },
            u"Else 5"_s);
        row(
            "one more", [](LongHistory &h) { h.writeRevision(revisions, u"New"_s); }, u"New"_s);
        row(
            "one less",
            [](LongHistory &h) { QVERIFY(QFile::remove(h.path(h.revisionFile(revisions - 1)))); },
            u"\"heads\":[\"r01999\"]"_s);
        row(
            "one renamed",
            [](LongHistory &h) {
                QVERIFY(QFile::rename(
                    h.path(h.revisionFile(5)), h.path(u"scripts/versions/renamed.py"_s)));
            },
            u"renamed.py"_s);
        row(
            "the rows of the database",
            [](LongHistory &h) { h.sql({u"UPDATE alembic_version SET version_num = 'lost'"_s}); },
            u"\"ghosts\":[\"lost\"]"_s);
        row(
            "the database itself",
            [](LongHistory &h) { h.write(u".env"_s, u"DATABASE_URL=sqlite:///none/such.db\n"_s); },
            u"such.db"_s);
        row(
            "a warning of the environment",
            [](LongHistory &h) {
                QVERIFY(QFile::setPermissions(
                    h.path(u".env"_s), QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther));
            },
            u"can be read by other users"_s);
        row(
            "the configuration",
            [](LongHistory &h) {
                h.write(u"other/x.py"_s,
                    u"\"\"\"Other\"\"\"\nrevision = \"x\"\ndown_revision = None\n"_s);
                h.write(u"alembic.ini"_s,
                    u"[alembic]\nscript_location = scripts\nversion_locations = other\n"_s);
            },
            u"\"bases\":[\"x\"]"_s);
    }
    void whateverChangesIsSeen()
    {
        QFETCH(const Change, change);
        QFETCH(const QString, seen);
        QVERIFY(m_history->keptAnAnswer());
        QVERIFY(!m_history->history().contains(seen));
        change(*m_history);
        const QString now = m_history->history();
        QVERIFY2(now.contains(seen), qPrintable(now.right(600)));
        QCOMPARE(now, m_history->historyAnew());
    }

    void aDamagedAnswerIsNotGiven()
    {
        const QString fresh = m_history->historyAnew();
        QVERIFY(m_history->keptAnAnswer());
        QFile file(m_history->answerFile());
        QVERIFY(file.open(QIODevice::ReadWrite));
        QByteArray bytes = file.readAll();
        QVERIFY(file.seek(bytes.size() - 100) && file.write("damage") == 6);
        file.close();
        QCOMPARE(m_history->history(), fresh);
        QVERIFY(QFile::resize(m_history->answerFile(), bytes.size() / 2));
        QCOMPARE(m_history->history(), fresh);
        QVERIFY(QFile::resize(m_history->answerFile(), 30));
        QCOMPARE(m_history->history(), fresh);
    }

    void itIsForItsOwnerAlone()
    {
        QVERIFY(m_history->keptAnAnswer());
        QCOMPARE(QFile::permissions(m_history->answerFile())
                & (QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther),
            QFile::Permissions());
    }

private:
    // With the checksum that goes with it: the last part of the file is the answer.
    void replaceInAnswer(const QByteArray &before, const QByteArray &after) const
    {
        QFile file(m_history->answerFile());
        QVERIFY(file.open(QIODevice::ReadWrite));
        QByteArray bytes = file.readAll().replace(before, after);
        const qsizetype begin = bytes.indexOf("{\"revisions\"");
        const quint64 sum = migrations::cacheChecksum(QByteArrayView(bytes).sliced(begin));
        const qsizetype header = bytes.indexOf('\n') + 1;
        bytes.replace(
            header, sizeof sum, QByteArray(reinterpret_cast<const char *>(&sum), sizeof sum));
        QVERIFY(file.seek(0) && file.write(bytes) == bytes.size());
    }

    std::unique_ptr<LongHistory> m_history;
};

QTEST_GUILESS_MAIN(TestHistoryAnswer)
#include "tst_historyanswer.moc"
