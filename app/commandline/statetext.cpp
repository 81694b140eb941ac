// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/commandline/statetext.h"

#include "app/commandline/statejson.h"

using namespace Qt::StringLiterals;
using migrations::RevisionState;
using migrations::Tier;

namespace app {

namespace {

QString databaseText(const migrations::ProjectState &state)
{
    const migrations::Environment *environment = state.environment();
    if (!environment || !environment->url)
        return u"no database URL"_s;
    QString text = environment->url->display();
    if (state.database && !state.database->serverVersion.isEmpty()) {
        const bool sqlite = environment->url->dialect == migrations::Dialect::Sqlite;
        text += (sqlite ? u", SQLite "_s : u", PostgreSQL "_s) + state.database->serverVersion;
    }
    return text;
}

} // namespace

Style styleOf(Tier tier)
{
    switch (tier) {
    case Tier::Development:
        return Style::Good;
    case Tier::Staging:
        return Style::Caution;
    case Tier::Production:
        return Style::Danger;
    }
    return Style::Danger;
}

Style styleOf(RevisionState state)
{
    switch (state) {
    case RevisionState::Applied:
        return Style::Dim;
    case RevisionState::Pending:
        return Style::Pending;
    case RevisionState::Ghost:
        return Style::Danger;
    case RevisionState::Unknown:
        return Style::Plain;
    }
    return Style::Plain;
}

void showHeading(Output &output, const migrations::ProjectState &state)
{
    QString text = output.styled(state.project.name, Style::Strong);
    if (const migrations::Environment *environment = state.environment()) {
        const QString tier = migrations::tierName(environment->tier).toUpper();
        text +=
            u"   "_s + output.styled(tier, styleOf(environment->tier)) + u' ' + environment->name;
        text += u"   "_s + withoutControls(databaseText(state));
        if (!environment->urlSource.isEmpty())
            text += output.styled(u"   ("_s + environment->urlSource + u')', Style::Dim);
    }
    output.line(text);
}

void showProblems(Output &output, const migrations::ProjectState &state)
{
    for (const migrations::Problem &problem : problemsOf(state)) {
        const bool grave = problem.fatal || problem.code == u"database";
        QString text = output.styled(grave ? u"error:"_s : u"warning:"_s,
                           grave ? Style::Danger : Style::Caution)
            + u' ' + withoutControls(problem.message);
        if (!problem.file.isEmpty())
            text += u" ("_s + problem.file
                + (problem.line > 0 ? u':' + QString::number(problem.line) : QString()) + u')';
        output.line(text);
    }
}

void showRevisions(
    Output &output, const migrations::ProjectState &state, const QStringList &ids, Style style)
{
    for (const QString &id : ids) {
        const migrations::Revision *revision = state.graph.find(id);
        const QString message = revision ? withoutControls(revision->message) : u"not on disk"_s;
        const int used = static_cast<int>(id.size()) + 4;
        output.line(u"  "_s + output.styled(id, style) + u"  "_s + output.fitted(message, used));
    }
}

} // namespace app
