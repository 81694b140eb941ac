// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/gotorevision.h"

#include "widgets/icons.h"
#include "widgets/statepill.h"

#include <QCoreApplication>

namespace widgets {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("widgets::GoToRevision", text);
}

model::PaletteEntry entryOf(const migrations::ProjectState &state, const QString &id)
{
    model::PaletteEntry entry;
    const migrations::RevisionState standing = state.standing.stateOf(id);
    const migrations::Revision *revision = state.graph.find(id);
    entry.id = id;
    entry.second = id;
    entry.text = revision ? revision->message : tr("in the database, not on disk");
    entry.place = stateWord(standing);
    entry.icon = int(iconOf(standing));
    return entry;
}

} // namespace

CommandPalette::Question revisionQuestion(const migrations::ProjectState &state)
{
    CommandPalette::Question question;
    question.placeholder = tr("Go to a revision: message, id, head, label@head");
    question.verb = tr("go");
    for (const QString &ghost : state.standing.ghosts)
        question.entries.push_back(entryOf(state, ghost));
    for (const migrations::Revision &revision : state.graph.revisions()) {
        question.entries.push_back(entryOf(state, revision.id));
        if (revision.isHead)
            question.entries.back().place += tr(", head");
    }
    for (model::PaletteEntry &entry : question.entries)
        entry.group = tr("Revisions");
    question.answers = [state](const QString &typed) {
        std::vector<model::PaletteEntry> answers;
        const auto resolved = state.graph.resolve(typed);
        for (const QString &id : resolved.value_or(QStringList())) {
            answers.push_back(entryOf(state, id));
            answers.back().group = tr("What Alembic calls “%1”").arg(typed);
        }
        return answers;
    };
    return question;
}

} // namespace widgets
