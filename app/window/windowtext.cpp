// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/window/windowtext.h"

#include "widgets/richtext.h"

#include <QCoreApplication>

namespace app {

using namespace Qt::StringLiterals;
using migrations::Outcome;
using migrations::ProjectState;
using Foot = widgets::ActivityPanel::Foot;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("app::WindowText", text);
}

void signOf(Foot &foot, const QString &outcome)
{
    switch (migrations::outcomeFromName(outcome).value_or(Outcome::Unknown)) {
    case Outcome::Done:
    case Outcome::NothingToDo:
        foot.icon = widgets::Icon::Ok;
        foot.meaning = &widgets::Tokens::ok;
        return;
    case Outcome::RolledBack:
        foot.icon = widgets::Icon::Danger;
        foot.meaning = &widgets::Tokens::danger;
        return;
    case Outcome::Partly:
    case Outcome::Refused:
        foot.icon = widgets::Icon::Caution;
        foot.meaning = &widgets::Tokens::caution;
        return;
    case Outcome::Unknown:
        break;
    }
    foot.icon = widgets::Icon::Unknown;
    foot.meaning = &widgets::Tokens::unknown;
}

QString factsOf(const ProjectState &state, bool reading)
{
    if (!state.database)
        return reading ? tr("reading the database") : tr("the database was not read");
    return tr("reads in READ ONLY transactions    read %1")
        .arg(state.database->readAt.toLocalTime().toString(u"HH:mm:ss"_s));
}

QString serverOf(const ProjectState &state)
{
    if (!state.database)
        return {};
    const bool sqlite = state.database->identity.dialect == migrations::Dialect::Sqlite;
    return u"%1 %2"_s.arg(sqlite ? u"SQLite"_s : u"PostgreSQL"_s, state.database->serverVersion);
}

} // namespace

QString titleText(const ProjectState *state)
{
    if (!state)
        return u"Spiritsafe"_s;
    const migrations::Environment *environment = state->environment();
    if (!environment)
        return u"%1 – Spiritsafe"_s.arg(state->project.name);
    if (environment->tier == migrations::Tier::Development)
        return u"%1 – %2 – Spiritsafe"_s.arg(
            state->project.name, migrations::tierName(environment->tier));
    const QString database = environment->url ? environment->url->display() : tr("no database");
    return u"%1 – %2 – %3 – Spiritsafe"_s.arg(
        migrations::tierName(environment->tier).toUpper(), state->project.name, database);
}

widgets::TierDialog::Place placeOf(const ProjectState &state)
{
    const migrations::Environment *environment = state.environment();
    if (!environment)
        return {migrations::Tier::Production, tr("no database")};
    return {environment->tier, environment->url ? environment->url->display() : tr("no database")};
}

Foot footText(
    const ProjectState *state, const std::vector<migrations::JournalEntry> &journal, bool reading)
{
    Foot foot;
    if (!state) {
        foot.meaning = nullptr;
        foot.sentence = tr("Nothing has run yet");
        foot.facts = tr("Spiritsafe %1").arg(QStringLiteral(SPIRITSAFE_VERSION));
        foot.keys = {{u"Ctrl+Shift+P"_s, tr("commands")}, {u"F1"_s, tr("shortcuts")}};
        return foot;
    }
    if (!journal.empty()) {
        const migrations::JournalEntry &last = journal.front();
        QStringList parts {
            last.sentence.isEmpty() ? tr("An operation never ended") : last.sentence};
        if (last.ended.isValid())
            parts.append(widgets::durationText(last.started.msecsTo(last.ended)));
        parts.append(widgets::momentText(last.started));
        foot.sentence = parts.join(", "_L1);
        signOf(foot, last.outcome);
    } else {
        foot.sentence = tr("Nothing has run yet");
        foot.meaning = nullptr;
    }
    foot.server = serverOf(*state);
    foot.facts = factsOf(*state, reading);
    foot.reads = state->database.has_value();
    return foot;
}

} // namespace app
