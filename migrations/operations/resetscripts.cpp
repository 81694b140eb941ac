// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/operations/resetscripts.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

// The way back is not run by a reset.
QString upgradeOf(const QString &script)
{
    static const QRegularExpression downgrade(
        u"(?ms)^(?:async )?def downgrade\\b.*?(?=\\n\\S|\\z)"_s);
    static const QRegularExpression comment(u"(?m)^\\s*#[^\\n]*$"_s);
    return QString(script).remove(downgrade).remove(comment);
}

QString kindOf(const QString &word)
{
    const QString kind = word.toLower().simplified();
    return kind == "user"_L1 || kind == "group"_L1 ? u"role"_s : kind;
}

} // namespace

bool leavesTransaction(const QString &script)
{
    static const QRegularExpression leaving(u"autocommit_block|[\"';]\\s*commit\\s*[\"';]"_s,
        QRegularExpression::CaseInsensitiveOption);
    return upgradeOf(script).contains(leaving);
}

std::vector<MadeOutside> madeOutside(const QString &script)
{
    static const QRegularExpression created(
        u"\\bcreate\\s+(schema|extension|role|user|group|publication|server|event\\s+trigger)\\s+"
        "(?!if\\s+not\\s+exists|mapping\\b)\\\\?[\"'`]?(\\w+)"_s,
        QRegularExpression::CaseInsensitiveOption);
    // SQLAlchemy's own: CreateSchema("app"), with or without if_not_exists=True.
    static const QRegularExpression object(
        u"\\bCreateSchema\\(\\s*[\"'](\\w+)[\"'](?![^)]*if_not_exists\\s*=\\s*True)"_s);
    const QString text = upgradeOf(script);
    std::vector<MadeOutside> found;
    for (auto matches = created.globalMatch(text); matches.hasNext();) {
        const QRegularExpressionMatch match = matches.next();
        found.push_back({kindOf(match.captured(1)), match.captured(2)});
    }
    for (auto matches = object.globalMatch(text); matches.hasNext();)
        found.push_back({u"schema"_s, matches.next().captured(1)});
    return found;
}

} // namespace migrations
