// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/window/changesdesk.h"

#include "app/window/scriptdesk.h"
#include "widgets/changespane.h"

namespace app {

ChangesDesk::ChangesDesk(widgets::ChangesPane &pane, model::FileFactsReader &reader,
    const ScriptDesk &scripts, QObject *parent)
    : QObject(parent)
    , m_pane(pane)
    , m_reader(reader)
    , m_scripts(scripts)
{
    connect(&pane, &widgets::ChangesPane::chosen, this, [this](const model::OtherScript &other) {
        m_wanted = other;
        read();
    });
}

void ChangesDesk::show(const QString &project, const QString &path, const QString &revision)
{
    m_project = project;
    if (path != m_path)
        m_wanted.reset();
    m_path = path;
    m_revision = revision;
    m_pane.expect(path);
    read();
}

void ChangesDesk::showNothing(const QString &sentence)
{
    m_path.clear();
    m_pane.showNothing(sentence);
}

void ChangesDesk::read()
{
    model::ChangesRequest request {.path = m_path, .unsaved = m_scripts.unsavedText(m_path)};
    request.project = m_project;
    request.wanted = m_wanted;
    const auto edited = m_reader.facts()->edited.constFind(m_revision);
    if (edited != m_reader.facts()->edited.constEnd())
        request.edited = *edited;
    // What is nearest comes at once, and the whole list when the history has been walked.
    request.everyVersion = m_wanted && m_wanted->kind == model::OtherScript::Kind::Version;
    ask(request);
}

void ChangesDesk::ask(const model::ChangesRequest &request)
{
    m_reader.ask(
        [request](const migrations::Journal *journal, migrations::Progress &progress) {
            return model::readChanges(request, journal, progress);
        },
        [this, request](const model::ScriptChanges &changes) {
            m_pane.setChanges(changes);
            if (request.everyVersion)
                return;
            model::ChangesRequest complete = request;
            complete.everyVersion = true;
            if (changes.chosen >= 0)
                complete.wanted = changes.others[std::size_t(changes.chosen)];
            ask(complete);
        });
}

} // namespace app
