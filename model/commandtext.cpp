// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "model/commandtext.h"

#include "model/running.h"

#include <QRegularExpression>

namespace model {

using namespace Qt::StringLiterals;
using migrations::JournalEntry;
using migrations::OperationRequest;

namespace {

struct Verb
{
    QLatin1StringView kind; // of the journal; but for ghosts
    QLatin1StringView group;
    QLatin1StringView command;
};

constexpr Verb verbs[] {
    {"upgrade"_L1, "migration"_L1, "run"_L1},
    {"downgrade"_L1, "migration"_L1, "rollback"_L1},
    {"stamp"_L1, "migration"_L1, "stamp"_L1},
    {"ghosts"_L1, "migration"_L1, "ghosts"_L1},
    {"backup"_L1, "db"_L1, "backup"_L1},
    {"restore"_L1, "db"_L1, "restore"_L1},
    {"reset"_L1, "db"_L1, "reset"_L1},
    {"recreate"_L1, "db"_L1, "recreate"_L1},
    {"undo"_L1, "db"_L1, "undo"_L1},
};

// For a POSIX shell.
QString quoted(const QString &word)
{
    static const QRegularExpression plain(u"\\A[A-Za-z0-9_@%+=:,./-]+\\z"_s);
    return plain.match(word).hasMatch() ? word
                                        : u'\'' + QString(word).replace(u'\'', "'\\''"_L1) + u'\'';
}

QString commandOf(const QString &kind, const QStringList &targets, const QString &environment,
    const QString &confirm)
{
    for (const Verb &verb : verbs) {
        if (kind != verb.kind)
            continue;
        QStringList words {u"spiritsafe"_s, verb.group, verb.command};
        if (verb.group == "migration"_L1)
            words += targets;
        words += {u"--env"_s, environment};
        if (!confirm.isEmpty())
            words += {u"--confirm"_s, confirm};
        for (QString &word : words)
            word = quoted(word);
        return words.join(u' ');
    }
    return {};
}

QString nameToConfirm(const migrations::ProjectState &state)
{
    const migrations::Environment *environment = state.environment();
    return environment && environment->url && environment->tier == migrations::Tier::Production
        ? environment->url->databaseName()
        : QString();
}

} // namespace

QString commandText(const OperationRequest &request, const migrations::ProjectState &state)
{
    if (state.ghostScripts)
        return commandOf(
            u"ghosts"_s, {u"--roll-back"_s}, state.environmentName, nameToConfirm(state));
    QStringList targets = request.targets;
    if (request.purge)
        targets.append(u"--purge"_s);
    return commandOf(migrations::operationName(request.kind), targets, state.environmentName,
        nameToConfirm(state));
}

QString commandText(const ProjectSession::Running &running, const migrations::ProjectState &state)
{
    return running.lifecycle
        ? commandOf(runningKind(running), {}, state.environmentName, nameToConfirm(state))
        : commandText(running.request, state);
}

// The journal keeps the database as "shop on host".
QString commandText(const JournalEntry &entry)
{
    const bool production = entry.tier == migrations::tierName(migrations::Tier::Production);
    return commandOf(entry.kind, entry.target.split(u' ', Qt::SkipEmptyParts), entry.environment,
        production ? entry.database.section(u" on "_s, 0, 0) : QString());
}

} // namespace model
