// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/tour/mainjob.h"

#include "app/tour/sqlsession.h"

namespace app {

using namespace Qt::StringLiterals;

bool MainJob::run()
{
    return open() && readPlan() && upgradeBehindLock() && rollBack() && upgradeAgain();
}

// What the database itself says, on a connection of our own.
QStringList MainJob::rows() const
{
    migrations::NoProgress progress;
    const auto url = migrations::DatabaseUrl::fromText(m_sample.databaseUrl());
    if (!url)
        return {url.error().message};
    const auto reading = migrations::readDatabase(*url, {}, m_sample.folder(), progress);
    return reading ? reading->rows : QStringList {reading.error().message};
}

bool MainJob::standsAt(const char *what, const QString &expected)
{
    const bool moved = m_stage.waitFor([&] { return rows() == QStringList {expected}; });
    const bool idle = m_stage.waitForIdle();
    m_stage.picture(QString::fromLatin1(what).replace(u' ', u'-'));
    return m_stage.say(
        QString::fromLatin1(what) + u": the database stands at "_s + rows().join(u", "_s),
        moved && idle);
}

bool MainJob::open()
{
    m_stage.picture(u"empty"_s);
    return m_stage.open(m_sample.folder()) && m_stage.waitForScript(u"script"_s)
        && standsAt("opened", sampleStart());
}

bool MainJob::readPlan()
{
    m_stage.press(Qt::Key_L);
    const bool shown = m_stage.waitForScript(u"planScript"_s);
    m_stage.picture(u"plan"_s);
    m_stage.press(Qt::Key_Escape, Qt::NoModifier);
    return m_stage.say(u"the plan is read"_s,
        shown && m_stage.waitFor([this] { return m_stage.sees(u"revisions"_s); }));
}

bool MainJob::upgradeBehindLock()
{
    SqlSession other(m_sample.databaseUrl(), u"metabase"_s);
    const bool held = other.run(u"BEGIN"_s) && other.run(u"SELECT count(*) FROM payments"_s);
    m_stage.press(Qt::Key_U);
    const bool waits = m_stage.waitFor([this] {
        const auto &running = m_stage.session().running();
        return m_stage.sees(u"blocker"_s) && running && running->waitedMs >= 1'000;
    });
    m_stage.pictureNow(u"running"_s);
    const bool asked = m_stage.click(u"endTheirs"_s);
    m_stage.pictureNow(u"end-their-session"_s);
    const bool left = m_stage.click(u"theirsKeep"_s);
    m_stage.window().close();
    const bool closing =
        m_stage.pictureOf("closing", u"closing"_s) && m_stage.click(u"keepRunning"_s);
    const bool released = other.run(u"COMMIT"_s);
    return m_stage.say(u"upgrade waits for the session that is shown"_s,
               held && waits && asked && left && closing && released)
        && standsAt("upgrade", sampleHead());
}

bool MainJob::rollBack()
{
    m_stage.press(Qt::Key_D);
    const bool shown = m_stage.waitForScript(u"planScript"_s);
    m_stage.picture(u"roll-back-plan"_s);
    return m_stage.say(u"what can be lost is shown first"_s, shown && m_stage.click(u"planRun"_s))
        && standsAt("roll back one", u"2a7f90c4d8e1"_s);
}

bool MainJob::upgradeAgain()
{
    m_stage.press(Qt::Key_U);
    return standsAt("upgrade again", sampleHead());
}

} // namespace app
