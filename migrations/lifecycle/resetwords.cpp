// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/lifecycle/resetwords.h"

#include <QLocale>

#include <map>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

QStringList namesOf(const ResetPlan &plan, const QString &kind)
{
    QStringList names;
    for (const ResetKept &kept : plan.kept(kind))
        names.append(kept.name);
    return names;
}

} // namespace

QString plural(qint64 count, const QString &word)
{
    QString many = word + u's';
    if (word.endsWith(u'y'))
        many = word.chopped(1) + u"ies"_s;
    else if (word.endsWith(u's') || word.endsWith(u'x'))
        many = word + u"es"_s;
    return QLocale(QLocale::English).toString(count) + u' ' + (count == 1 ? word : many);
}

QString resetOthers(const ResetPlan &plan)
{
    std::map<QString, qint64> kinds;
    for (const ResetObject &object : plan.objects) {
        if (object.type != u"table"_s)
            ++kinds[object.type];
    }
    QStringList texts;
    for (const auto &[kind, count] : kinds)
        texts.append(plural(count, kind));
    return texts.join(u", "_s);
}

QStringList resetKeeps(const ResetPlan &plan)
{
    QStringList lines;
    for (const ResetKept &schema : plan.kept(u"schema"_s))
        lines.append(u"schema %1, its owner %2 and its %3"_s.arg(
            schema.name, schema.owner, plural(schema.number, u"grant"_s)));
    if (!plan.kept(u"default privileges"_s).empty())
        lines.append(u"default privileges"_s);
    for (const QString &kind :
        {u"extension"_s, u"event trigger"_s, u"publication"_s, u"server"_s}) {
        if (const QStringList names = namesOf(plan, kind); !names.isEmpty())
            lines.append((names.size() == 1 ? kind : kind + u's') + u' ' + names.join(u", "_s));
    }
    if (const QStringList others = namesOf(plan, u"other schema"_s); !others.isEmpty())
        lines.append((others.size() == 1 ? u"schema "_s : u"schemas "_s) + others.join(u", "_s));
    if (!plan.grants.empty() || !plan.publications.empty())
        lines.append(u"given back where the object is made again: %1, %2"_s.arg(
            plural(qint64(plan.grants.size()), u"grant"_s),
            plural(qint64(plan.publications.size()), u"publication membership"_s)));
    return lines;
}

} // namespace migrations
