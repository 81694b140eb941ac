// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "model/enginethread.h"
#include "model/job.h"

#include <QTest>

using namespace Qt::StringLiterals;

class TestJob : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aFloodOfEventsArrivesInFewBatchesAndComplete();
    void eventsOfWorkThatNobodyWatchesAreDropped();
    void cancelIsSeenByTheWork();
    void whatIsAskedOfABlockerIsTakenOnce();
    void givingUpCancelsToo();
    void theEndWaitsForTheWorkThatRuns();
};

void TestJob::aFloodOfEventsArrivesInFewBatchesAndComplete()
{
    constexpr int events = 100'000;
    QObject receiver;
    int received = 0;
    int batches = 0;
    bool ordered = true;
    auto job = std::make_shared<model::Job>(&receiver, [&](const model::Job::Events &batch) {
        ++batches;
        for (const migrations::Event &event : batch)
            ordered = ordered && event.step == received++;
    });
    model::EngineThread thread(u"test"_s);
    QElapsedTimer clock;
    clock.start();
    qint64 took = 0;
    bool done = false;
    thread.post(
        &receiver,
        [job](model::Engine &) {
            migrations::Event event;
            for (event.step = 0; event.step < events; ++event.step)
                job->report(event);
            job->flush();
            return true;
        },
        [&](bool) {
            took = clock.elapsed();
            done = true;
        });
    QTRY_VERIFY(done);
    QCOMPARE(received, events);
    QVERIFY(ordered);
    QVERIFY2(batches <= took / 16 + 2, qPrintable(u"%1 batches in %2 ms"_s.arg(batches).arg(took)));
}

void TestJob::eventsOfWorkThatNobodyWatchesAreDropped()
{
    QObject receiver;
    model::Job job(&receiver, {});
    migrations::Event event;
    event.kind = migrations::Event::Kind::Output;
    job.report(event);
    job.flush();
    QCoreApplication::sendPostedEvents(&receiver); // threw before
    QVERIFY(!job.isCancelled());
}

void TestJob::cancelIsSeenByTheWork()
{
    QObject receiver;
    auto job = std::make_shared<model::Job>(&receiver, [](const model::Job::Events &) {});
    model::EngineThread thread(u"test"_s);
    bool ended = false;
    thread.post(
        &receiver,
        [job](model::Engine &) {
            while (!job->cancelled())
                QThread::msleep(1);
            return true;
        },
        [&](bool value) { ended = value; });
    job->cancel();
    QTRY_VERIFY(ended);
}

void TestJob::whatIsAskedOfABlockerIsTakenOnce()
{
    using migrations::BlockerRequest;
    model::Job job(this, {});
    QVERIFY(!job.takeBlockerRequest());
    for (const auto what : {BlockerRequest::What::CancelQuery, BlockerRequest::What::EndSession}) {
        const BlockerRequest request {what, 4'127};
        job.ask(request);
        QCOMPARE(job.takeBlockerRequest(), std::optional(request));
        QVERIFY(!job.takeBlockerRequest());
    }
}

void TestJob::givingUpCancelsToo()
{
    model::Job job(this, {});
    QVERIFY(!job.givenUp());
    job.giveUp();
    QVERIFY(job.givenUp());
    QVERIFY(job.cancelled());
    QVERIFY(!job.isAbandoned()); // what became of it is still wanted
}

void TestJob::theEndWaitsForTheWorkThatRuns()
{
    QObject receiver;
    std::atomic_bool began = false;
    std::atomic_bool ended = false;
    {
        auto job = std::make_shared<model::Job>(&receiver, [](const model::Job::Events &) {});
        model::EngineThread thread(u"test"_s);
        thread.post(
            &receiver,
            [job, &began, &ended](model::Engine &) {
                began = true;
                while (!job->cancelled())
                    QThread::msleep(1);
                ended = true;
                return true;
            },
            [](bool) {});
        QTRY_VERIFY(began);
        job->cancel();
    }
    QVERIFY(ended);
}

QTEST_GUILESS_MAIN(TestJob)
#include "tst_job.moc"
