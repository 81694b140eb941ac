// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The disk of Spiritsafe's own files is full, writes less than asked, or fails to sync, at every
// call in turn: what was there stays readable, the person is told, and nothing runs unrecorded.

#include "migrations/operations/unfinished.h"
#include "tests/commandline/commandrun.h"
#include "tests/faults/faultfixture.h"

#include <QDir>
#include <QTest>

#include <cerrno>
#include <thread>

using namespace Qt::StringLiterals;
using namespace migrations;
using tests::AlembicProject;
using tests::CommandLine;

namespace {

const QStringList up {u"--json"_s, u"--yes"_s, u"migration"_s, u"run"_s};
const QStringList down {u"--json"_s, u"--yes"_s, u"migration"_s, u"rollback"_s, u"base"_s};

struct DiskFault
{
    const char *call;
    const char *path; // part of it
    QByteArray error;
    bool stays = false; // every later call fails too
};

// The faults that a program started now meets; `met` counts its calls.
class Shim
{
public:
    Shim(const DiskFault &fault, int at)
        : m_count(m_folder.filePath(u"count"_s))
    {
        set("FAULTSHIM_PATH", fault.path);
        set("FAULTSHIM_CALL", fault.call);
        set("FAULTSHIM_ERROR", fault.error);
        set("FAULTSHIM_AT", QByteArray::number(at));
        set("FAULTSHIM_UNTIL", fault.stays ? "1000000" : QByteArray::number(at));
        set("FAULTSHIM_COUNT", QFile::encodeName(m_count));
        set("ASAN_OPTIONS", "verify_asan_link_order=0");
        set("LD_PRELOAD", FAULTSHIM);
    }
    ~Shim()
    {
        for (const QByteArray &name : m_names)
            qunsetenv(name.constData());
    }
    Q_DISABLE_COPY_MOVE(Shim)
    qint64 calls() const { return QFileInfo(m_count).size(); }

private:
    void set(const char *name, const QByteArray &value)
    {
        m_names.append(name);
        qputenv(name, value);
    }
    QTemporaryDir m_folder;
    QString m_count;
    QByteArrayList m_names;
};

QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class TestDiskFaults : public QObject
{
    Q_OBJECT
    tests::Patience m_patience;
    int m_faults = 0;

private Q_SLOTS:
    void nothingRunsUnrecorded_data();
    void nothingRunsUnrecorded();
    void aStoreIsOldOrNewAndNeverHalf_data();
    void aStoreIsOldOrNewAndNeverHalf();
    void aTornJournalKeepsWhatCameBefore();
    void aDamagedJournalIsSaidToBe();
    void manyProgramsAppendToOneJournal();
    void cleanupTestCase();
};

void TestDiskFaults::nothingRunsUnrecorded_data()
{
    QTest::addColumn<QByteArray>("call");
    QTest::addColumn<QByteArray>("error");
    QTest::addColumn<bool>("stays");
    QTest::newRow("full disk") << QByteArray("write") << QByteArray::number(ENOSPC) << true;
    QTest::newRow("short write") << QByteArray("write") << QByteArray("short") << false;
    QTest::newRow("no sync") << QByteArray("fsync") << QByteArray::number(EIO) << false;
    QTest::newRow("no opening") << QByteArray("open") << QByteArray::number(EIO) << true;
}

void TestDiskFaults::nothingRunsUnrecorded()
{
    QFETCH(const QByteArray, call);
    QFETCH(const QByteArray, error);
    QFETCH(const bool, stays);
    const QString url = tests::TestServer::shared().freshDatabase();
    const AlembicProject project(url);
    const QStringList ids = project.writeChain(1);
    const CommandLine line(project.folder());
    line.trust();
    QCOMPARE(line.run(up).exitCode, 0);
    QCOMPARE(line.run(down).exitCode, 0);
    bool met = true;
    for (int at = 1; met; ++at) {
        const std::size_t before =
            Journal::open(line.dataFolder())->entries({}, 10'000).value().size();
        CommandLine::Answer answer;
        {
            const Shim shim({call.constData(), "journal.sqlite", error, stays}, at);
            answer = line.run(up);
            met = shim.calls() >= at;
        }
        m_faults += met;
        const QByteArray where = QByteArray("at ") + QByteArray::number(at) + ": "
            + answer.output.toUtf8() + answer.error.toUtf8();
        QVERIFY2(answer.exitCode >= 0, where.constData()); // no crash
        const std::optional<int> in = tests::stepsInChain(tests::truthOf(url), ids);
        QVERIFY2(in.has_value(), where.constData());
        const Result<Journal> journal = Journal::open(line.dataFolder());
        QVERIFY2(journal.has_value(), where.constData());
        const auto entries = journal->entries({}, 10'000);
        QVERIFY2(entries && entries->size() >= before, where.constData());
        if (*in == 1) // it ran, so it was recorded before
            QVERIFY2(entries->size() == before + 1, where.constData());
        QCOMPARE(answer.exitCode == 0, *in == 1);
        if (*in == 0)
            QVERIFY2(answer.error.contains(u"journal"_s) || answer.output.contains(u"journal"_s),
                where.constData());
        if (*in == 1)
            QCOMPARE(line.run(down).exitCode, 0); // and gives an end to what has none
        QVERIFY(Journal::open(line.dataFolder())->unfinished({}).value().empty() || *in == 0);
    }
}

void TestDiskFaults::aStoreIsOldOrNewAndNeverHalf_data()
{
    QTest::addColumn<QByteArray>("call");
    QTest::addColumn<QByteArray>("error");
    QTest::newRow("full disk") << QByteArray("write") << QByteArray::number(ENOSPC);
    QTest::newRow("short write") << QByteArray("write") << QByteArray("short");
    QTest::newRow("no sync") << QByteArray("fsync") << QByteArray::number(EIO);
    QTest::newRow("no rename") << QByteArray("rename") << QByteArray::number(EIO);
}

// storewriter says on its output which of the stores it could write.
void TestDiskFaults::aStoreIsOldOrNewAndNeverHalf()
{
    QFETCH(const QByteArray, call);
    QFETCH(const QByteArray, error);
    const QTemporaryDir folder;
    const auto write = [&folder](const QString &value) {
        QProcess writer;
        writer.start(QStringLiteral(STORE_WRITER), {folder.path(), value});
        return CommandLine::finish(writer);
    };
    QCOMPARE(write(u"old"_s).exitCode, 0);
    bool met = true;
    for (int at = 1; met; ++at) {
        CommandLine::Answer answer;
        {
            const Shim shim(
                {call.constData(), folder.path().toUtf8().constData(), error, false}, at);
            const QByteArray path = folder.path().toUtf8();
            qputenv("FAULTSHIM_PATH", path);
            answer = write(u"new"_s);
            met = shim.calls() >= at;
        }
        m_faults += met;
        const MemoryStore store(folder.path());
        const QString memory = store.load(u"/project/alembic.ini"_s).interpreter;
        QVERIFY2(memory == u"old"_s || memory == u"new"_s, qPrintable(memory));
        QVERIFY2(memory == u"new"_s || answer.exitCode != 0, qPrintable(answer.output));
        QVERIFY2(answer.exitCode == 0 || !answer.output.isEmpty(), "not said");
        QCOMPARE(write(u"old"_s).exitCode, 0);
        QDir data(folder.path() + u"/projects"_s);
        QCOMPARE(data.entryList(QDir::Files | QDir::Hidden).size(), 1); // no stump beside it
    }
}

void TestDiskFaults::aTornJournalKeepsWhatCameBefore()
{
    const QTemporaryDir folder;
    constexpr int operations = 4;
    auto journal = Journal::open(folder.path());
    QVERIFY(journal.has_value());
    for (int i = 0; i < operations; ++i) {
        JournalEntry entry {.kind = u"upgrade"_s, .started = QDateTime::currentDateTimeUtc()};
        entry.runId = QString::number(i);
        entry.steps.push_back({.step = {.revision = u"0001"_s}});
        entry.id = journal->begin(entry).value();
        entry.ended = QDateTime::currentDateTimeUtc();
        entry.outcome = u"done"_s;
        QVERIFY(journal->finish(entry).has_value());
    }
    // As a killed program leaves it: what it wrote last is in the file beside it.
    const QByteArray main = contents(folder.filePath(u"journal.sqlite"_s));
    const QByteArray log = contents(folder.filePath(u"journal.sqlite-wal"_s));
    QVERIFY(log.size() > 10'000);
    std::size_t most = 0;
    for (qsizetype size = 0; size <= log.size(); size += 997) {
        const QTemporaryDir torn;
        for (const auto &[name, bytes] :
            {std::pair(u"/journal.sqlite"_s, main), {u"/journal.sqlite-wal"_s, log.first(size)}}) {
            QFile file(torn.path() + name);
            QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
        }
        const auto reopened = Journal::open(torn.path());
        QVERIFY2(reopened.has_value(), qPrintable(reopened.error().detail));
        const auto entries = reopened->entries({}, 100);
        QVERIFY(entries.has_value());
        QVERIFY(entries->size() >= most); // the more is left, the more is readable
        most = entries->size();
        for (const JournalEntry &entry : *entries)
            QCOMPARE(entry.steps.size(), std::size_t(1));
        ++m_faults;
    }
}

void TestDiskFaults::aDamagedJournalIsSaidToBe()
{
    const QTemporaryDir good;
    {
        auto journal = Journal::open(good.path());
        QVERIFY(journal->begin({.runId = u"1"_s, .kind = u"upgrade"_s}).has_value());
    }
    const QByteArray whole = contents(good.filePath(u"journal.sqlite"_s));
    const auto damaged = [&whole](qsizetype at) {
        QByteArray bytes = whole;
        bytes.replace(at, 64, QByteArray(64, '\xff'));
        return bytes;
    };
    for (const QByteArray &bytes : {damaged(0), damaged(100), whole.first(whole.size() / 2 + 100),
             whole.first(4'096), QByteArray("not a database, but a text that is long enough")}) {
        const QTemporaryDir folder;
        QFile file(folder.filePath(u"journal.sqlite"_s));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
        file.close();
        auto journal = Journal::open(folder.path());
        Result<qint64> begun = !journal ? Result<qint64>(tl::unexpected(journal.error()))
                                        : journal->begin({.runId = u"2"_s, .kind = u"upgrade"_s});
        QVERIFY2(!begun || contents(file.fileName()) != bytes, "neither refused nor written");
        if (begun)
            continue;
        QCOMPARE(begun.error().kind, ErrorKind::File);
        QCOMPARE(begun.error().code, u"journal_damaged"_s);
        QVERIFY2(begun.error().message.contains(folder.path()), qPrintable(begun.error().message));
    }
}

void TestDiskFaults::manyProgramsAppendToOneJournal()
{
    const QTemporaryDir folder;
    constexpr int writers = 4;
    constexpr int each = 25;
    std::vector<std::thread> threads;
    std::atomic<int> failures = 0;
    for (int writer = 0; writer < writers; ++writer) {
        threads.emplace_back([&] {
            auto journal = Journal::open(folder.path());
            for (int i = 0; i < each; ++i)
                failures += !journal
                    || !journal->begin({.runId = u"r"_s, .kind = u"upgrade"_s}).has_value();
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(failures, 0);
    QCOMPARE(Journal::open(folder.path())->entries({}, 1'000)->size(), std::size_t(writers * each));
}

void TestDiskFaults::cleanupTestCase()
{
    tests::figure(u"disk: %1 faults"_s.arg(m_faults));
}

QTEST_GUILESS_MAIN(TestDiskFaults)
#include "tst_diskfaults.moc"
