// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/base/sourcefile.h"
#include "migrations/operations/journal.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace migrations;

namespace {

JournalEntry anUpgrade()
{
    JournalEntry entry {.runId = u"abc123"_s,
        .kind = u"upgrade"_s,
        .project = u"/srv/shop/alembic.ini"_s,
        .environment = u"default"_s,
        .tier = u"development"_s,
        .database = u"shop_dev on localhost"_s,
        .identity = u"postgresql 7 5"_s,
        .target = u"head"_s,
        .rowsBefore = {u"a"_s},
        .started = QDateTime::fromString(u"2026-11-22T10:42:07.318Z"_s, Qt::ISODateWithMs),
        .operatingUser = u"anna"_s,
        .processId = QCoreApplication::applicationPid()};
    for (const QString &id : {u"b"_s, u"c"_s})
        entry.steps.push_back(
            {.step = {.direction = Direction::Up, .revision = id, .rowsAfter = {id}},
                .scriptSha256 = u"00ff"_s});
    return entry;
}

} // namespace

class TestJournal : public QObject
{
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_folder;

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void anOperationIsReadBackAsItWasWritten()
    {
        Result<Journal> journal = Journal::open(m_folder->path());
        QVERIFY(journal.has_value());
        JournalEntry entry = anUpgrade();
        entry.id = journal->begin(entry).value();
        journal->stepFinished(entry.id, 0, 12);
        journal->statement(entry.id, {.step = 0, .text = u"CREATE TABLE t ()"_s, .elapsedMs = 3});
        entry.steps[0].elapsedMs = 12;
        entry.steps[0].inDatabase = true;
        entry.rowsAfter = {u"b"_s};
        entry.ended = entry.started.addSecs(4);
        entry.outcome = u"partly"_s;
        entry.sentence = u"1 of 2 steps are in"_s;
        entry.error = u"it broke"_s;
        QVERIFY(journal->finish(entry).has_value());
        entry.statements.push_back({.step = 0, .text = u"CREATE TABLE t ()"_s, .elapsedMs = 3});
        const JournalEntry read = journal->entry(entry.id).value();
        QCOMPARE(read.steps.size(), entry.steps.size());
        QVERIFY(read == entry);
    }

    void entriesComeNewestFirstAndByProject()
    {
        Result<Journal> journal = Journal::open(m_folder->path());
        JournalEntry other = anUpgrade();
        other.project = u"/srv/other/alembic.ini"_s;
        const qint64 first = journal->begin(anUpgrade()).value();
        const qint64 second = journal->begin(other).value();
        const auto all = journal->entries({}, 10).value();
        QCOMPARE(all.size(), std::size_t(2));
        QCOMPARE(all.front().id, second);
        const auto mine = journal->entries(anUpgrade().project, 10).value();
        QCOMPARE(mine.size(), std::size_t(1));
        QCOMPARE(mine.front().id, first);
    }

    void anOperationWhoseProcessIsGoneIsUnfinished()
    {
        Result<Journal> journal = Journal::open(m_folder->path());
        QVERIFY(journal->begin(anUpgrade()).has_value()); // of this process: it runs
        QCOMPARE(journal->unfinished({}).value().size(), std::size_t(0));
        QProcess other;
        other.start(u"/bin/sleep"_s, {u"60"_s});
        QVERIFY(other.waitForStarted());
        JournalEntry entry = anUpgrade();
        entry.processId = other.processId();
        const qint64 id = journal->begin(entry).value();
        QCOMPARE(journal->unfinished({}).value().size(), std::size_t(0));
        other.kill();
        other.waitForFinished();
        const auto unfinished = journal->unfinished(entry.project).value();
        QCOMPARE(unfinished.size(), std::size_t(1));
        QCOMPARE(unfinished.front().id, id);
    }

    // Opened twice in one process, and by another that closes it: none may take itself for the
    // last.
    void anotherProcessLeavesTheLogThatIsInUse()
    {
        Result<Journal> journal = Journal::open(m_folder->path());
        QVERIFY(journal->begin(anUpgrade()).has_value());
        QVERIFY(Journal::open(m_folder->path()).has_value()); // and closed again
        QProcess other;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"SPIRITSAFE_DATA"_s, m_folder->path());
        other.setProcessEnvironment(environment);
        const auto seen = [&] {
            other.start(
                qEnvironmentVariable("SPIRITSAFE_BINARY"), {u"journal"_s, u"--all"_s, u"--json"_s});
            other.waitForFinished();
            return QJsonDocument::fromJson(other.readAllStandardOutput())
                .object()
                .value("entries"_L1)
                .toArray()
                .size();
        };
        QCOMPARE(seen(), 1);
        QVERIFY(QFileInfo::exists(m_folder->filePath(u"journal.sqlite-wal"_s)));
        QVERIFY(journal->begin(anUpgrade()).has_value());
        QCOMPARE(seen(), 2);
    }

    void twoJournalsShareOneFile()
    {
        Result<Journal> one = Journal::open(m_folder->path());
        Result<Journal> two = Journal::open(m_folder->path());
        const qint64 id = one->begin(anUpgrade()).value();
        QVERIFY(two->begin(anUpgrade()).has_value());
        QCOMPARE(two->entry(id).value().runId, anUpgrade().runId);
    }

    void onlyItsOwnerReadsIt()
    {
        Result<Journal> journal = Journal::open(m_folder->path());
        QVERIFY(journal->begin(anUpgrade()).has_value());
        for (const QString &name : {u"journal.sqlite"_s, u"journal.sqlite-wal"_s}) {
            const QFileInfo file(m_folder->filePath(name));
            QVERIFY2(file.exists(), qPrintable(name));
            QCOMPARE(file.permissions() & (QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup),
                QFile::Permissions());
        }
    }

    void aFolderThatCannotBeWrittenIsAnError()
    {
        const Result<Journal> journal = Journal::open(m_folder->filePath(u"missing"_s));
        QVERIFY(!journal);
        QCOMPARE(journal.error().kind, ErrorKind::File);
    }

    void theTextOfWhatRanIsKeptOnce()
    {
        Result<Journal> journal = Journal::open(m_folder->path());
        const QString project = anUpgrade().project;
        const KeptSource first {
            .revision = u"b"_s, .name = u"b_one.py"_s, .text = "revision = 'b'\n"_ba, .time = {}};
        KeptSource second = first;
        second.text += "# edited\n";
        QVERIFY(journal->begin(anUpgrade(), {first}).has_value());
        QVERIFY(journal->begin(anUpgrade(), {first}).has_value());
        QVERIFY(journal->begin(anUpgrade(), {second}).has_value());
        QCOMPARE(journal->newestSource(project, u"b"_s).value()->text, second.text);
        QVERIFY(journal->newestSource(project, u"b"_s).value()->time.isValid());
        const auto found = journal->source(project, u"b"_s, sha256Of(first.text)).value();
        QVERIFY(found.has_value());
        QCOMPARE(found->text, first.text);
        QCOMPARE(found->name, first.name);
        QVERIFY(!journal->newestSource(project, u"c"_s).value());
        QVERIFY(!journal->newestSource(u"/srv/other/alembic.ini"_s, u"b"_s).value());
    }

    void theAppliedScriptIsTheOneThatLastWentUp()
    {
        Result<Journal> journal = Journal::open(m_folder->path());
        const auto run = [&](const QString &sha256, Direction direction, bool inDatabase) {
            JournalEntry entry = anUpgrade();
            entry.steps.resize(1);
            entry.steps[0].scriptSha256 = sha256;
            entry.steps[0].step.direction = direction;
            entry.id = journal->begin(entry).value();
            entry.steps[0].inDatabase = inDatabase;
            QVERIFY(journal->finish(entry).has_value());
        };
        run(u"01"_s, Direction::Up, true);
        run(u"01"_s, Direction::Down, true);
        run(u"02"_s, Direction::Up, true);
        run(u"03"_s, Direction::Up, false); // it failed
        const auto scripts = journal->appliedScripts(anUpgrade().identity).value();
        QCOMPARE(scripts.size(), 1);
        QCOMPARE(scripts.value(u"b"_s).sha256, u"02"_s);
        QCOMPARE(scripts.value(u"b"_s).time, anUpgrade().started);
        QVERIFY(journal->appliedScripts(u"postgresql 8 5"_s).value().isEmpty());
    }

    void aFileThatIsNoJournalIsAnErrorAndStaysAsItWas()
    {
        const QString path = m_folder->filePath(u"journal.sqlite"_s);
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        const QByteArray text = QByteArray("not a database, ").repeated(100);
        file.write(text);
        file.close();
        const Result<Journal> journal = Journal::open(m_folder->path());
        QVERIFY(!journal);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), text);
    }
};

QTEST_GUILESS_MAIN(TestJournal)
#include "tst_journal.moc"
