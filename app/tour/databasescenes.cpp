// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

// A whole database in the window: backed up, looked at, made anew, and put back.

#include "app/tour/scenefiles.h"
#include "app/tour/scenes.h"

#include <QFile>
#include <QLabel>

namespace app {

using namespace Qt::StringLiterals;
using migrations::LifecycleKind;

bool Scenes::wholeDatabase()
{
    return openStaging() && backUp() && lookAtReset() && makeAnewAndPutBack();
}

bool Scenes::openStaging()
{
    const QString folder = project("staging");
    const QString url = u"DATABASE_URL=%1\n"_s.arg(m_sample.server().url(u"shop_staging"_s));
    if (!make("staging", m_sample.databaseUrl()) || !writeText(folder + u"/.env.staging"_s, url)
        || !m_stage.open(folder))
        return false;
    m_stage.session().selectEnvironment(u"staging"_s);
    return m_stage.say(u"a staging database"_s, m_stage.waitFor([this] {
        return m_stage.isIdle() && m_stage.session().state().environmentName == "staging"_L1
            && m_stage.session().state().database;
    }));
}

bool Scenes::ended(LifecycleKind kind)
{
    return m_stage.waitFor([&] {
        const auto &report = m_stage.session().lastLifecycle();
        return m_stage.isIdle() && report && report->kind == kind
            && report->outcome == migrations::Outcome::Done;
    });
}

bool Scenes::backUp()
{
    const bool made = m_stage.trigger("actionBackUp") && ended(LifecycleKind::Backup);
    const bool listed = m_stage.trigger("actionShowBackups")
        && m_stage.waitFor([this] { return m_stage.sees(u"backupList"_s); });
    m_stage.picture(u"backups"_s);
    return m_stage.say(u"a backup is made and listed"_s, made && listed);
}

bool Scenes::lookAtReset()
{
    const bool asked = m_stage.trigger("actionResetSchema")
        && m_stage.waitFor([this] { return m_stage.sees(u"destructive"_s); })
        && m_stage.pictureOf("destructive", u"reset"_s);
    return m_stage.say(u"what a reset takes away is shown"_s, asked && m_stage.click(u"cancel"_s));
}

// Agrees to what is asked, by the name of the database.
bool Scenes::agree(const char *action, const QString &picture)
{
    return m_stage.trigger(action)
        && m_stage.waitFor([this] { return m_stage.sees(u"destructive"_s); })
        && m_stage.typeIn("destructive", "typedName", u"shop_staging"_s)
        && m_stage.pictureOf("destructive", picture) && m_stage.click(u"yes"_s);
}

// A column renamed, and one more.
bool Scenes::changeModels()
{
    const QString path = project("staging") + u"/shop/models.py"_s;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return false;
    QString models = QString::fromUtf8(file.readAll());
    models.replace(u"    last_login_at = "_s,
        u"    phone = Column(String(40), nullable=False)\n    last_seen_at = "_s);
    return writeText(path, models);
}

// The dialog of a new revision knows what differs, or why that is not known.
bool Scenes::compares() const
{
    const auto *note = m_stage.window().findChild<QLabel *>(u"newNote"_s);
    return note && !note->text().isEmpty() && !note->text().endsWith(u'…');
}

bool Scenes::makeAnewAndPutBack()
{
    const bool made =
        agree("actionRecreateDatabase", u"recreate"_s) && ended(LifecycleKind::Recreate);
    m_stage.press(Qt::Key_Escape, Qt::NoModifier);
    m_stage.picture(u"recreated"_s);
    const bool looked = m_stage.trigger("actionShowDatabase")
        && m_stage.waitFor([this] { return m_stage.sees(u"keptName"_s); });
    m_stage.picture(u"database"_s);
    m_stage.press(Qt::Key_Escape, Qt::NoModifier);
    const bool compared = changeModels() && m_stage.trigger("actionNewRevision")
        && m_stage.waitFor([this] { return m_stage.sees(u"writeRevision"_s) && compares(); })
        && m_stage.typeIn("newRevision", "newMessage", u"Add what the models have"_s)
        && m_stage.pictureOf("newRevision", u"new-revision"_s) && m_stage.click(u"cancel"_s);
    const bool back =
        compared && made && agree("actionPutBack", u"put-back"_s) && ended(LifecycleKind::Undo);
    m_stage.picture(u"put-back-done"_s);
    return m_stage.say(u"made anew, and put back"_s, made && looked && back);
}

} // namespace app
