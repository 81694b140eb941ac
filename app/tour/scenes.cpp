// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/tour/scenes.h"

#include "app/tour/scenefiles.h"
#include "app/tour/sqlsession.h"
#include "migrations/base/sourcefile.h"
#include "migrations/project/trust.h"

#include <QAction>
#include <QLabel>

namespace app {

using namespace Qt::StringLiterals;

namespace {

constexpr int changesTab = 1;
constexpr int detailsTab = 2;

} // namespace

bool Scenes::prepare()
{
    return m_folder.isValid() && copyDatabase(u"shop_failing"_s) && copyDatabase(u"shop_heads"_s)
        && copyDatabase(u"shop_changes"_s) && copyDatabase(u"shop_prod"_s)
        && copyDatabase(u"shop_staging"_s);
}

bool Scenes::run()
{
    return sample() && palette() && failingStep() && changes() && twoHeadsAndGhost() && production()
        && narrow() && wholeDatabase() && unreachable() && untrusted() && severalConfigurations()
        && brokenFile() && longHistory();
}

QString Scenes::project(const char *scene) const
{
    return m_folder.filePath(QLatin1StringView(scene) + "/shop-api"_L1);
}

bool Scenes::make(const char *scene, const QString &databaseUrl, bool trusted) const
{
    const QString folder = project(scene);
    return writeSampleFiles(folder, databaseUrl).has_value() && commitSampleHistory(folder)
        && (!trusted || migrations::TrustStore(QString()).trust(folder));
}

bool Scenes::copyDatabase(const QString &name)
{
    SqlSession session(m_sample.server().url(u"postgres"_s), u"tour"_s);
    return m_stage.say(u"copy the database to "_s + name,
        session.run(u"CREATE DATABASE %1 TEMPLATE shop_dev"_s.arg(name)));
}

bool Scenes::sample()
{
    m_stage.select(u"5d94c1e7a3f8"_s);
    m_stage.selectTab("tabs", detailsTab);
    m_stage.picture(u"details"_s);
    m_stage.selectTab("activityTabs", 1);
    m_stage.picture(u"past-operations"_s);
    m_stage.selectTab("activityTabs", 2);
    m_stage.picture(u"log"_s);
    m_stage.selectTab("activityTabs", 0);
    m_stage.selectTab("tabs", 0);
    return m_stage.waitForScript(u"script"_s);
}

bool Scenes::palette()
{
    m_stage.press(Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
    m_stage.type("paletteEdit", u"ro"_s);
    m_stage.picture(u"palette"_s);
    m_stage.press(Qt::Key_Escape, Qt::NoModifier);
    m_stage.press(Qt::Key_P);
    m_stage.type("paletteEdit", u"orders"_s);
    m_stage.picture(u"go-to-revision"_s);
    m_stage.press(Qt::Key_Escape, Qt::NoModifier);
    return m_stage.say(u"palette"_s, !m_stage.sees(u"palette"_s));
}

bool Scenes::failingStep()
{
    const QString folder = project("failing");
    const SceneRevision failing {
        .id = u"93b0c7d15ae4"_s,
        .parents = u"\"1e6f08b9c2a7\""_s,
        .message = u"Add refunds once more"_s,
        .upgrade = u"op.create_table(\"refunds\", sa.Column(\"id\", sa.Integer))"_s,
    };
    if (!make("failing", m_sample.server().url(u"shop_failing"_s))
        || !writeRevision(folder, failing) || !m_stage.open(folder))
        return false;
    m_stage.press(Qt::Key_U);
    const bool ended = m_stage.waitFor([this] {
        return m_stage.session().lastReport() && m_stage.isIdle() && m_stage.sees(u"banner"_s)
            && m_stage.sees(u"bannerDetails"_s);
    });
    m_stage.picture(u"failed"_s);
    const bool opened = m_stage.click(u"bannerDetails"_s);
    m_stage.picture(u"failed-details"_s);
    return m_stage.say(u"a failing step"_s, ended && opened);
}

// A script that is edited after it ran, beside what ran; then it is committed.
bool Scenes::changes()
{
    const QString folder = project("changes");
    if (!make("changes", m_sample.server().url(u"shop_changes"_s)) || !m_stage.open(folder))
        return false;
    m_stage.press(Qt::Key_U);
    const bool ran =
        m_stage.waitFor([this] { return m_stage.session().lastReport() && m_stage.isIdle(); });
    const migrations::Revision *head =
        m_stage.session().state().graph.find(m_stage.session().state().graph.heads().value(0));
    if (!ran || !head)
        return m_stage.say(u"changes"_s, false);
    const QString path = head->file;
    QString text =
        QString::fromUtf8(migrations::readSourceFile(path).value().value_or(QByteArray()));
    text.replace(u"    op.drop_column("_s,
        u"    op.execute(\"SET LOCAL lock_timeout = '5s'\")\n    op.drop_column("_s);
    text.replace(u"sa.String(20)"_s, u"sa.String(40)"_s);
    m_stage.select(head->id);
    m_stage.selectTab("tabs", changesTab);
    const bool told = writeText(path, text) && m_stage.waitFor([this] {
        const auto *facts = m_stage.window().findChild<QLabel *>(u"revisionFacts"_s);
        return m_stage.isIdle() && m_stage.sees(u"diffNew"_s)
            && facts->text().contains(u"edited"_s);
    });
    m_stage.picture(u"changes"_s);
    m_stage.choose("changesLayout", 0);
    m_stage.picture(u"changes-side-by-side"_s);
    const bool commits = m_stage.trigger("actionCommit")
        && m_stage.waitFor([this] { return m_stage.sees(u"commitFiles"_s); })
        && m_stage.pictureOf("commit", u"commit"_s) && m_stage.click(u"cancel"_s);
    m_stage.choose("changesLayout", 1);
    m_stage.selectTab("tabs", 0);
    return m_stage.say(u"a script is compared"_s, told && commits);
}

// The script that is shown: typed into, changed by somebody else meanwhile, and as it was again.
bool Scenes::editScript()
{
    const bool typed = m_stage.edit(u"# To be tried on staging first."_s);
    m_stage.picture(u"edited"_s);
    const bool judged = m_stage.edit(u"def twice(x, x): pass"_s)
        && m_stage.waitFor([this] { return m_stage.findings() == 2; });
    m_stage.picture(u"findings"_s);
    m_stage.typeAtEnd(u"    op.cr"_s);
    m_stage.picture(u"completion"_s);
    m_stage.typeAtEnd(u"eate_foreign_key(\"fk\", \"wishlists\", "_s);
    m_stage.picture(u"call-tip"_s);
    const QString path = m_stage.session().state().graph.find(u"e41b7c06a9d2"_s)->file;
    const QByteArray before = migrations::readSourceFile(path).value().value_or(QByteArray());
    const bool told = writeText(path, u"# Somebody else's line\n"_s + QString::fromUtf8(before))
        && m_stage.waitFor([this] { return m_stage.sees(u"reloadScript"_s); });
    m_stage.picture(u"changed-on-disk"_s);
    const bool back = told && m_stage.click(u"reloadScript"_s)
        && writeText(path, QString::fromUtf8(before)) && m_stage.waitForIdle();
    return m_stage.say(u"a script is edited"_s, typed && judged && told && back);
}

bool Scenes::twoHeadsAndGhost()
{
    const QString folder = project("heads");
    const SceneRevision wishlists {
        .id = u"e41b7c06a9d2"_s,
        .parents = u"\"5d94c1e7a3f8\""_s,
        .message = u"Add wishlists"_s,
        .upgrade = u"op.create_table(\"wishlists\", sa.Column(\"id\", sa.Integer))\n"
                   "    op.add_column(\"orders\", sa.Column(\"wished\", sa.Boolean))"_s,
    };
    if (!make("heads", m_sample.server().url(u"shop_heads"_s)) || !writeRevision(folder, wishlists)
        || !m_stage.open(folder))
        return false;
    m_stage.select(wishlists.id);
    std::ignore = m_stage.waitForScript(u"script"_s);
    m_stage.picture(u"two-heads"_s);
    if (!compareHeads() || !editScript())
        return false;
    if (!m_stage.trigger("actionUpgradeSelected"))
        return false;
    const auto standsAt = [this](const QString &id) {
        return m_stage.isIdle() && m_stage.session().state().database
            && m_stage.session().state().database->rows == QStringList {id};
    };
    const bool moved = m_stage.waitFor([&] { return standsAt(wishlists.id); });
    SceneRevision left = wishlists;
    left.downgrade = u"op.drop_column(\"orders\", \"wished\")\n"
                     "    op.drop_table(\"wishlists\")"_s;
    const bool removed = writeRevision(folder, left) && leaveOnABranch(folder, left);
    m_stage.press(Qt::Key_F5, Qt::NoModifier);
    const bool ghost = m_stage.waitFor([this] {
        return m_stage.isIdle() && !m_stage.session().state().standing.ghosts.isEmpty();
    });
    m_stage.select(wishlists.id);
    m_stage.selectTab("tabs", detailsTab);
    m_stage.picture(u"ghost"_s);
    m_stage.selectTab("tabs", 0);
    return m_stage.say(u"two heads, then a ghost"_s, moved && removed && ghost) && findGhost();
}

// What was found of it, and the plan that rolls it back with that.
bool Scenes::findGhost()
{
    const bool found = m_stage.click(u"findGhosts"_s)
        && m_stage.waitFor([this] { return m_stage.isIdle() && m_stage.sees(u"ghosts"_s); });
    m_stage.picture(u"ghost-found"_s);
    const bool planned = found && m_stage.click(u"ghostsRollBack"_s)
        && m_stage.waitForScript(u"planScript"_s)
        && m_stage.waitFor([this] { return m_stage.isIdle() && m_stage.sees(u"losses"_s); });
    m_stage.picture(u"ghost-plan"_s);
    m_stage.press(Qt::Key_Escape, Qt::NoModifier);
    const QSize before = m_stage.window().size();
    m_stage.window().resize(900, 600);
    m_stage.picture(u"ghost-narrow"_s);
    m_stage.window().resize(before);
    m_stage.press(Qt::Key_Escape, Qt::NoModifier);
    return m_stage.say(u"the script of a ghost"_s, planned && m_stage.sees(u"revisions"_s));
}

// Side by side, first as they are read, then with the proof that their order does not matter.
bool Scenes::compareHeads()
{
    if (!m_stage.trigger("actionCompareHeads"))
        return false;
    const bool touched = m_stage.waitFor([this] { return m_stage.sees(u"touched"_s); });
    m_stage.picture(u"two-heads-page"_s);
    if (!touched || !m_stage.click(u"twoHeadsProve"_s))
        return m_stage.say(u"two heads side by side"_s, false);
    m_stage.pictureNow(u"two-heads-proving"_s);
    const bool proven =
        m_stage.waitFor([this] { return m_stage.session().inspecting().isEmpty(); });
    m_stage.picture(u"two-heads-proven"_s);
    m_stage.press(Qt::Key_PageDown, Qt::NoModifier);
    m_stage.press(Qt::Key_PageDown, Qt::NoModifier);
    m_stage.picture(u"two-heads-ways-out"_s);
    m_stage.press(Qt::Key_Escape, Qt::NoModifier);
    return m_stage.say(u"two heads side by side"_s, proven);
}

bool Scenes::production()
{
    const QString folder = project("production");
    const QString url = u"DATABASE_URL=%1\n"_s.arg(m_sample.server().url(u"shop_prod"_s));
    if (!make("production", m_sample.databaseUrl())
        || !writeText(folder + u"/.env.production"_s, url) || !m_stage.open(folder))
        return false;
    m_stage.press(Qt::Key_J); // Activity has nothing to show here
    m_stage.session().selectEnvironment(u"production"_s);
    const bool pending = m_stage.waitFor([this] {
        return m_stage.isIdle() && m_stage.session().state().environmentName == "production"_L1
            && !m_stage.session().state().standing.pending().isEmpty();
    });
    std::ignore = m_stage.waitForScript(u"script"_s);
    m_stage.picture(u"production"_s);
    m_stage.press(Qt::Key_U);
    const bool shown = m_stage.waitForScript(u"planScript"_s)
        && m_stage.waitFor([this] { return m_stage.sees(u"backupChoice"_s); });
    m_stage.type("typedName", u"shop_pr"_s);
    m_stage.picture(u"production-plan"_s);
    return m_stage.say(u"production"_s, pending && shown);
}

bool Scenes::narrow()
{
    const QSize before = m_stage.window().size();
    m_stage.window().resize(900, 600);
    m_stage.picture(u"narrow-plan"_s);
    m_stage.press(Qt::Key_Escape, Qt::NoModifier);
    m_stage.picture(u"narrow"_s);
    m_stage.press(Qt::Key_J);
    m_stage.picture(u"narrow-activity"_s);
    m_stage.press(Qt::Key_J);
    m_stage.window().resize(before);
    return m_stage.say(u"narrow"_s, m_stage.sees(u"revisions"_s));
}

bool Scenes::unreachable()
{
    if (!make("unreachable", u"postgresql+psycopg2://shop@localhost:1/shop_dev"_s)
        || !m_stage.open(project("unreachable")))
        return false;
    m_stage.picture(u"unreachable"_s);
    return m_stage.say(u"unreachable"_s, m_stage.session().state().databaseError.has_value());
}

bool Scenes::untrusted()
{
    if (!make("untrusted", m_sample.databaseUrl(), false)
        || !writeRevision(project("untrusted"),
            {.id = u"93b0c7d15ae4"_s, .parents = u"\"1e6f08b9c2a7\""_s, .message = u"Add gifts"_s})
        || !m_stage.open(project("untrusted")))
        return false;
    m_stage.press(Qt::Key_U);
    const bool asked = m_stage.waitFor([this] { return m_stage.sees(u"trouble"_s); });
    m_stage.picture(u"untrusted"_s);
    m_stage.press(Qt::Key_Escape, Qt::NoModifier);
    return m_stage.say(u"untrusted"_s, asked);
}

bool Scenes::severalConfigurations()
{
    const QString folder = m_folder.filePath(u"several/shop"_s);
    for (const QString &part : {u"api"_s, u"billing"_s, u"reporting/warehouse"_s}) {
        if (!writeLongHistory(folder + u'/' + part, 3))
            return false;
    }
    m_stage.session().open(folder);
    const bool asked = m_stage.waitFor([this] { return m_stage.sees(u"trouble"_s); });
    m_stage.picture(u"several-configurations"_s);
    m_stage.press(Qt::Key_Escape, Qt::NoModifier);
    return m_stage.say(u"several configurations"_s, asked);
}

bool Scenes::brokenFile()
{
    const QString folder = project("broken");
    if (!make("broken", m_sample.databaseUrl())
        || !writeText(folder + u"/migrations/versions/7c20d9e4b1f8_add_gifts.py"_s,
            u"\"\"\"Add gifts\"\"\"\nrevision = \"7c20d9e4b1f8\"\ndown_revision = (\"1e6f08b9c2a7\"\n"_s)
        || !m_stage.open(folder))
        return false;
    const bool shown = m_stage.click(u"showProblems"_s);
    m_stage.picture(u"broken-file"_s);
    return m_stage.say(
        u"broken file"_s, shown && !m_stage.session().state().graph.problems().empty());
}

bool Scenes::longHistory()
{
    constexpr int revisions = 1'000;
    const QString folder = m_folder.filePath(u"long/warehouse"_s);
    if (!writeLongHistory(folder, revisions) || !m_stage.open(folder))
        return false;
    std::ignore = m_stage.waitForScript(u"script"_s);
    m_stage.picture(u"long-history"_s);
    return m_stage.say(u"a long history"_s,
        m_stage.session().state().graph.revisions().size() == std::size_t(revisions));
}

} // namespace app
