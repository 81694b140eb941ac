// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/operations/versiontableguess.h"

#include <QRegularExpression>

#include <optional>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

QString withoutComments(const QString &text)
{
    static const QRegularExpression comment(u"(?m)(^|\\s)#[^\\n]*$"_s);
    return QString(text).remove(comment);
}

// The argument's literal; nullopt when it is not given; certain = false when it is no literal.
std::optional<QString> literalOf(const QString &text, const QString &argument, bool &certain)
{
    const QRegularExpression assigned(
        u"\\b%1[\"']?\\s*[=:]\\s*(None\\b|[rub]?(\"[^\"]*\"|'[^']*')(?=\\s*[,)}\\n])|.)"_s.arg(
            argument),
        QRegularExpression::DotMatchesEverythingOption);
    const QRegularExpressionMatch match = assigned.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    if (match.captured(1) == "None"_L1)
        return QString();
    const QString quoted = match.captured(2);
    if (quoted.isEmpty())
        certain = false;
    return quoted.mid(1, quoted.size() - 2);
}

} // namespace

VersionTableGuess guessVersionTable(const QString &envPyText)
{
    VersionTableGuess guess;
    const QString text = withoutComments(envPyText);
    const std::optional<QString> name = literalOf(text, u"version_table"_s, guess.certain);
    if (name && !name->isEmpty())
        guess.table.name = *name;
    guess.table.schema =
        literalOf(text, u"version_table_schema"_s, guess.certain).value_or(QString());
    return guess;
}

} // namespace migrations
