// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/window/scriptdesk.h"

#include "migrations/base/sourcefile.h"
#include "widgets/banner.h"
#include "widgets/scriptpane.h"

#include <QAbstractButton>
#include <QFileInfo>
#include <QLocale>
#include <QMessageBox>

#include <utility>

namespace app {

using namespace Qt::StringLiterals;
using migrations::Result;
using model::Script;
using widgets::Banner;

namespace {

constexpr int draftPauseMs = 1'000;

QString nameOf(const QString &path)
{
    return QFileInfo(path).fileName();
}

} // namespace

ScriptDesk::ScriptDesk(
    widgets::ScriptPane &pane, Banner &bar, model::ProjectSession &session, QWidget *window)
    : QObject(window)
    , m_pane(pane)
    , m_bar(bar)
    , m_session(session)
    , m_window(window)
{
    m_draftTimer.setSingleShot(true);
    m_draftTimer.setInterval(draftPauseMs);
    connect(&m_draftTimer, &QTimer::timeout, this, &ScriptDesk::keepDraft);
    connect(&pane, &widgets::ScriptPane::edited, this, [this] { m_draftTimer.start(); });
    connect(&pane, &widgets::ScriptPane::modificationChanged, this, [this](bool modified) {
        if (!modified && m_script) {
            m_draftTimer.stop();
            m_session.forgetDraft(m_script->path);
        }
        Q_EMIT modificationChanged();
    });
    connect(&bar, &Banner::buttonClicked, this, &ScriptDesk::pressBar);
}

void ScriptDesk::choose(const QString &path, const QString &revision)
{
    m_revision = revision;
    if (path == m_pane.path())
        return;
    putAside();
    m_bar.clear();
    m_pane.expect(path);
}

void ScriptDesk::chooseNothing(const QString &sentence)
{
    m_revision.clear();
    putAside();
    m_bar.clear();
    m_pane.showNothing(sentence);
    Q_EMIT modificationChanged();
}

// What was typed stays with its file until somebody comes back to it.
void ScriptDesk::putAside()
{
    if (m_script && m_pane.isModified()) {
        keepDraft();
        m_unsaved.insert(m_script->path, {*m_script, m_pane.text()});
        m_pane.setEditable(false);
    }
    m_draftTimer.stop();
    m_script.reset();
    m_onDisk.reset();
}

void ScriptDesk::show(const Script &script)
{
    if (script.path != m_pane.path())
        return; // another one was chosen meanwhile
    if (const auto unsaved = m_unsaved.constFind(script.path); unsaved != m_unsaved.constEnd()) {
        const Unsaved text = *unsaved;
        m_unsaved.erase(unsaved);
        return takeUp(text, script);
    }
    if (m_script && m_pane.isModified()) {
        if (script.bytes != m_script->bytes)
            showChangedOnDisk(script);
        return;
    }
    m_script = script;
    showText();
}

void ScriptDesk::showText()
{
    m_onDisk.reset();
    m_pane.show(m_script->path, m_script->text, m_script->problem);
    showBar();
    Q_EMIT modificationChanged();
}

void ScriptDesk::takeUp(const Unsaved &unsaved, const Script &now)
{
    m_script = unsaved.script;
    m_pane.show(m_script->path, m_script->text, {});
    m_pane.setEditable(true);
    m_pane.showUnsaved(unsaved.text);
    m_bar.clear();
    if (now.bytes != m_script->bytes)
        showChangedOnDisk(now);
    Q_EMIT modificationChanged();
}

void ScriptDesk::showBar()
{
    m_bar.clear();
    m_pane.setEditable(mayBeEdited());
}

// Says why not.
bool ScriptDesk::mayBeEdited()
{
    if (!m_script->problem.isEmpty())
        return false;
    if (!m_script->canBeWritten()) {
        m_bar.setContent({Banner::Kind::Info, tr("Read only"),
            tr("the file is not in UTF-8, and saving it would change more than was typed"), {},
            {}});
        return false;
    }
    if (m_script->draft && m_script->draft->text != m_script->text) {
        m_bar.setContent({Banner::Kind::Caution, tr("There is unsaved text of this script"),
            tr("of %1").arg(
                QLocale().toString(m_script->draft->time.toLocalTime(), u"d MMM, HH:mm"_s)),
            {}, {{u"discardDraft"_s, tr("Discard")}, {u"restoreDraft"_s, tr("Restore"), true}}});
        return false;
    }
    if (m_anyway.contains(m_script->path))
        return true;
    const std::vector<Banner::Button> anyway {{u"editAnyway"_s, tr("Edit anyway")}};
    const bool applied =
        m_session.state().standing.stateOf(m_revision) == migrations::RevisionState::Applied;
    if (m_script->pushed)
        m_bar.setContent({Banner::Kind::Info, tr("Read only: pushed"), tr("others may have run it"),
            {}, anyway});
    else if (applied)
        m_bar.setContent({Banner::Kind::Info, tr("Read only: applied"),
            tr("roll it back to change it"), {}, anyway});
    return !m_script->pushed && !applied;
}

void ScriptDesk::showChangedOnDisk(const Script &now)
{
    m_onDisk = now;
    m_pane.closeOffers(); // they lie over what comes now
    m_bar.setContent({Banner::Kind::Danger, tr("Another program changed this file"), {}, {},
        {{u"compareScript"_s, tr("Compare")}, {u"keepMine"_s, tr("Keep mine")},
            {u"reloadScript"_s, tr("Take theirs")}}});
}

void ScriptDesk::pressBar(const QString &id)
{
    if (!m_script)
        return;
    if (id == "editAnyway"_L1) {
        m_anyway.insert(m_script->path);
        showBar();
        m_pane.focusEditor();
    } else if (id == "discardDraft"_L1) {
        m_session.forgetDraft(m_script->path);
        m_script->draft.reset();
        showBar();
    } else if (id == "restoreDraft"_L1) {
        const QString text = m_script->draft->text;
        m_script->draft.reset();
        m_bar.clear();
        m_pane.setEditable(true);
        m_pane.showUnsaved(text);
        m_pane.focusEditor();
    } else if (id == "compareScript"_L1) {
        Q_EMIT comparisonRequested();
    } else if (id == "keepMine"_L1 && m_onDisk) {
        m_script->bytes = m_onDisk->bytes; // the next save replaces that
        m_onDisk.reset();
        m_bar.clear();
    } else if (id == "reloadScript"_L1 && m_onDisk) {
        reload();
    }
}

void ScriptDesk::reload()
{
    m_draftTimer.stop();
    m_session.forgetDraft(m_script->path);
    m_script = *std::exchange(m_onDisk, std::nullopt);
    m_script->draft.reset();
    m_pane.markSaved();
    showText();
}

void ScriptDesk::keepDraft()
{
    if (m_script && m_pane.isModified())
        m_session.keepDraft(
            m_script->path, {m_pane.text(), migrations::sha256Of(m_script->bytes), {}});
}

bool ScriptDesk::isModified() const
{
    return m_script && m_pane.isModified();
}

std::optional<QString> ScriptDesk::unsavedText(const QString &path) const
{
    if (m_script && m_script->path == path && isModified())
        return m_pane.text();
    const auto unsaved = m_unsaved.constFind(path);
    return unsaved == m_unsaved.constEnd() ? std::nullopt : std::optional(unsaved->text);
}

QStringList ScriptDesk::unsaved() const
{
    QStringList paths = m_unsaved.keys();
    if (isModified())
        paths.prepend(m_script->path);
    return paths;
}

void ScriptDesk::save()
{
    if (isModified())
        saveText(*m_script, m_pane.text(), [] {});
}

void ScriptDesk::saveText(const Script &script, const QString &text, std::function<void()> done)
{
    m_draftTimer.stop();
    const QByteArray bytes = script.bytesOf(text);
    m_session.saveScript(script.path, script.bytes, bytes,
        [this, path = script.path, text, bytes, done = std::move(done)](const Result<> &result) {
            if (result) {
                saved(path, text, bytes);
                return done();
            }
            m_draftTimer.start();
            m_session.readScript(path); // what it is now decides what can be done
            Q_EMIT failed(result.error());
        });
}

// More may have been typed while it was written.
void ScriptDesk::saved(const QString &path, const QString &text, const QByteArray &bytes)
{
    if (m_script && m_script->path == path) {
        m_script->bytes = bytes;
        m_script->text = text;
        m_script->draft.reset();
        m_onDisk.reset();
        m_bar.clear();
        if (m_pane.text() == text)
            m_pane.markSaved();
        else
            m_draftTimer.start();
    } else if (const auto aside = m_unsaved.find(path); aside != m_unsaved.end()) {
        aside->script.bytes = bytes;
        aside->script.text = text;
        if (aside->text == text) {
            m_unsaved.erase(aside);
            m_session.forgetDraft(path);
        }
    }
    Q_EMIT modificationChanged();
}

void ScriptDesk::revert()
{
    if (!isModified())
        return;
    m_pane.showUnsaved(m_script->text);
    m_pane.markSaved();
}

void ScriptDesk::whenSaved(std::function<void()> wish)
{
    const QStringList paths = unsaved();
    if (paths.isEmpty())
        return wish();
    QStringList names;
    for (const QString &path : paths)
        names.append(nameOf(path));
    auto *box = new QMessageBox(QMessageBox::Question, tr("Unsaved text"),
        paths.size() == 1 ? tr("Save the changes of %1 first?").arg(names.first())
                          : tr("Save the changes of %1 files first?").arg(paths.size()),
        QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel, m_window);
    box->setObjectName("unsavedQuestion"_L1);
    box->setTextFormat(Qt::PlainText);
    box->setInformativeText(paths.size() == 1 ? QString() : names.join(u'\n'));
    box->setDefaultButton(QMessageBox::Save);
    box->setAttribute(Qt::WA_DeleteOnClose);
    connect(box, &QMessageBox::buttonClicked, this,
        [this, box, wish = std::move(wish)](QAbstractButton *pressed) {
            switch (box->standardButton(pressed)) {
            case QMessageBox::Save:
                return saveAll(wish);
            case QMessageBox::Discard:
                return discardAll(wish);
            default:
                return;
            }
        });
    box->open();
}

// One after the other; one that fails ends it, and what was wished for is not done.
void ScriptDesk::saveAll(std::function<void()> wish)
{
    const auto next = [this, wish] { saveAll(wish); };
    if (isModified())
        return saveText(*m_script, m_pane.text(), next);
    if (m_unsaved.isEmpty())
        return wish();
    const Unsaved unsaved = m_unsaved.first();
    saveText(unsaved.script, unsaved.text, next);
}

// The wish may end the program, so it waits until nothing is kept any more.
void ScriptDesk::discardAll(const std::function<void()> &wish)
{
    const QStringList paths = unsaved();
    m_unsaved.clear();
    revert();
    m_bar.clear();
    Q_EMIT modificationChanged();
    for (const QString &path : paths)
        m_session.forgetDraft(
            path, path == paths.last() ? wish : [] {});
}

} // namespace app
