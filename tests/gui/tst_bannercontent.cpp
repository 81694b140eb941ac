// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/window/bannercontent.h"
#include "app/window/windowtext.h"

#include <QTest>

using namespace Qt::StringLiterals;
using app::bannerContent;
using app::BannerSubject;
using migrations::ProjectState;
using widgets::Banner;
using Running = model::ProjectSession::Running;

namespace {

migrations::RevisionFile file(const QString &id, const QStringList &down)
{
    migrations::RevisionFile made;
    made.path = "/versions/"_L1 + id + ".py"_L1;
    made.id = id;
    made.down = down;
    return made;
}

ProjectState stateAt(const QStringList &rows, bool twoHeads = false)
{
    ProjectState state;
    state.environmentName = u"development"_s;
    std::vector<migrations::RevisionFile> files {
        file(u"a"_s, {}), file(u"b"_s, {u"a"_s}), file(u"c"_s, {u"b"_s})};
    if (twoHeads)
        files.push_back(file(u"d"_s, {u"b"_s}));
    state.graph = migrations::RevisionGraph::fromFiles(files);
    state.standing = migrations::standingOf(state.graph, rows);
    return state;
}

QStringList buttons(const Banner::Content &content)
{
    QStringList ids;
    for (const Banner::Button &button : content.buttons)
        ids.append(button.id);
    return ids;
}

} // namespace

class TestBannerContent : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysNothingWhenUpToDate();
    void pendingNamesWhereItStands();
    void theOrderIsRunningDangerGhostHeadsUnknownPending();
    void aGhostOutranksTwoHeads();
    void anUnreadableDatabaseSaysWhy();
    void whatWasInterruptedOffersItsWaysOut();
    void waitingNamesTheBlocker();
    void aFailedRunStaysUntilAnswered();
    void whileItClosesStayingOpenIsOffered();
    void neverMoreThanTwoButtons();
    void titleNamesTheTierLoudlyWhereItMatters_data();
    void titleNamesTheTierLoudlyWhereItMatters();
};

void TestBannerContent::saysNothingWhenUpToDate()
{
    const ProjectState state = stateAt({u"c"_s});
    QVERIFY(bannerContent({.state = &state}).sentence.isEmpty());
    QVERIFY(bannerContent({}).sentence.isEmpty());
}

void TestBannerContent::pendingNamesWhereItStands()
{
    const ProjectState state = stateAt({u"a"_s});
    const Banner::Content content = bannerContent({.state = &state});
    QCOMPARE(content.kind, Banner::Kind::Pending);
    QCOMPARE(content.sentence, u"2 revisions pending"_s);
    QCOMPARE(content.detail, u"development stands at `a`, head is `c`."_s);
    QCOMPARE(buttons(content), QStringList({u"showPlan"_s, u"upgrade"_s}));
}

void TestBannerContent::theOrderIsRunningDangerGhostHeadsUnknownPending()
{
    ProjectState state = stateAt({u"ghost"_s}, true);
    Running running;
    const migrations::Error refusal {migrations::ErrorKind::Refused, u"No."_s, {}, {}};
    BannerSubject subject {.state = &state, .running = &running, .refusal = &refusal};
    QCOMPARE(bannerContent(subject).kind, Banner::Kind::Running);
    subject.running = nullptr;
    QCOMPARE(bannerContent(subject).kind, Banner::Kind::Danger);
    subject.refusal = nullptr;
    QCOMPARE(bannerContent(subject).kind, Banner::Kind::Ghost);
    state = stateAt({u"a"_s}, true);
    QCOMPARE(bannerContent(subject).kind, Banner::Kind::TwoHeads);
    state = stateAt({u"a"_s});
    state.databaseError = refusal;
    state.standing.known = false;
    QCOMPARE(bannerContent(subject).kind, Banner::Kind::Unknown);
    state.databaseError.reset();
    state.standing.known = true;
    QCOMPARE(bannerContent(subject).kind, Banner::Kind::Pending);
}

void TestBannerContent::aGhostOutranksTwoHeads()
{
    const ProjectState state = stateAt({u"e41b"_s}, true);
    const Banner::Content content = bannerContent({.state = &state});
    QCOMPARE(content.sentence, u"The database is ahead of this branch"_s);
    QCOMPARE(content.detail, u"1 ghost: `e41b` is in the database, not on disk."_s);
}

void TestBannerContent::anUnreadableDatabaseSaysWhy()
{
    ProjectState state = stateAt({});
    state.standing.known = false;
    state.databaseError = migrations::Error {
        migrations::ErrorKind::Database, u"The server does not answer."_s, u"timeout"_s, {}};
    const Banner::Content content = bannerContent({.state = &state});
    QCOMPARE(content.sentence, u"Where development stands is not known"_s);
    QCOMPARE(content.detail, u"The server does not answer."_s);
    QCOMPARE(content.verbatim, u"timeout"_s);
    QCOMPARE(buttons(content), QStringList {u"refresh"_s});
}

void TestBannerContent::whatWasInterruptedOffersItsWaysOut()
{
    const ProjectState state = stateAt({u"c"_s});
    migrations::InterruptedOperation interrupted;
    interrupted.entry.kind = u"recreate"_s;
    interrupted.sentence = u"The old database is kept."_s;
    interrupted.canUndo = true;
    app::BannerSubject subject {.state = &state, .interrupted = &interrupted};
    QCOMPARE(app::bannerContent(subject).kind, Banner::Kind::Danger);
    QCOMPARE(app::bannerContent(subject).detail, interrupted.sentence);
    QCOMPARE(buttons(app::bannerContent(subject)), QStringList {u"undoInterrupted"_s});
    interrupted.canFinish = true;
    QCOMPARE(buttons(app::bannerContent(subject)),
        (QStringList {u"undoInterrupted"_s, u"finishInterrupted"_s}));
}

void TestBannerContent::waitingNamesTheBlocker()
{
    const ProjectState state = stateAt({u"a"_s});
    Running running;
    running.steps.resize(2);
    running.currentStep = 1;
    running.blockers = {migrations::Blocker {.pid = 4127, .application = u"metabase"_s}};
    const Banner::Content content = bannerContent({.state = &state, .running = &running});
    QCOMPARE(content.kind, Banner::Kind::Waiting);
    QCOMPARE(content.sentence, u"Upgrade of development waits for a lock"_s);
    QCOMPARE(content.detail, u"Step 2 of 2: pid 4127 (metabase) holds it."_s);
}

void TestBannerContent::aFailedRunStaysUntilAnswered()
{
    const ProjectState state = stateAt({u"a"_s});
    migrations::OperationReport report;
    report.outcome = migrations::Outcome::RolledBack;
    report.sentence = u"The upgrade failed; everything was rolled back, read back a"_s;
    report.nextAction = u"Correct the cause."_s;
    report.error =
        migrations::Error {migrations::ErrorKind::Alembic, u"boom"_s, u"Traceback"_s, {}};
    const Banner::Content content = bannerContent({.state = &state, .report = &report});
    QCOMPARE(content.kind, Banner::Kind::Danger);
    QCOMPARE(content.sentence, report.sentence);
    QCOMPARE(content.verbatim, u"boom\nTraceback"_s);
    QVERIFY(buttons(content).contains(u"dismiss"_s));
    report.outcome = migrations::Outcome::Done;
    QCOMPARE(bannerContent({.state = &state, .report = &report}).kind, Banner::Kind::Pending);
}

void TestBannerContent::whileItClosesStayingOpenIsOffered()
{
    const ProjectState state = stateAt({u"a"_s});
    Running running;
    running.cancelling = true;
    const Banner::Content content =
        bannerContent({.state = &state, .running = &running, .closing = true});
    QVERIFY(content.sentence.contains(u"then the window closes"_s));
    QCOMPARE(buttons(content), QStringList {u"stayOpen"_s});
}

void TestBannerContent::neverMoreThanTwoButtons()
{
    for (const QStringList &rows :
        {QStringList {}, QStringList {u"a"_s}, QStringList {u"ghost"_s}}) {
        for (const bool twoHeads : {false, true}) {
            const ProjectState state = stateAt(rows, twoHeads);
            QVERIFY(bannerContent({.state = &state}).buttons.size() <= 2);
        }
    }
}

void TestBannerContent::titleNamesTheTierLoudlyWhereItMatters_data()
{
    QTest::addColumn<migrations::Tier>("tier");
    QTest::addColumn<QString>("title");
    QTest::newRow("development") << migrations::Tier::Development
                                 << u"shop-api – development – Spiritsafe"_s;
    QTest::newRow("production") << migrations::Tier::Production
                                << u"PRODUCTION – shop-api – shop_prod on db1 – Spiritsafe"_s;
}

void TestBannerContent::titleNamesTheTierLoudlyWhereItMatters()
{
    QFETCH(migrations::Tier, tier);
    QFETCH(QString, title);
    ProjectState state;
    state.project.name = u"shop-api"_s;
    state.environmentName = u"default"_s;
    migrations::Environment environment;
    environment.name = u"default"_s;
    environment.tier = tier;
    environment.url = *migrations::DatabaseUrl::fromText(u"postgresql://me:secret@db1/shop_prod"_s);
    state.project.environments = {environment};
    QCOMPARE(app::titleText(&state), title);
    QVERIFY(!app::titleText(&state).contains(u"secret"_s));
    QCOMPARE(app::titleText(nullptr), u"Spiritsafe"_s);
}

QTEST_GUILESS_MAIN(TestBannerContent)
#include "tst_bannercontent.moc"
