// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "model/scriptvocabulary.h"

#include <algorithm>

namespace model {

using namespace Qt::StringLiterals;
using migrations::PythonName;

namespace {

QString parentOf(const QString &path)
{
    return path.contains(u'.') ? path.section(u'.', 0, -2) : QString();
}

// "sa.types" -> "sqlalchemy.types".
QString meaningOf(const QString &path, const QMap<QString, QString> &imports)
{
    const QString meaning = imports.value(path.section(u'.', 0, 0));
    const QString rest = path.section(u'.', 1);
    return meaning.isEmpty() || rest.isEmpty() ? meaning : meaning + u'.' + rest;
}

} // namespace

QStringList ScriptVocabulary::ownersOf(const QMap<QString, QString> &imports)
{
    QStringList owners;
    for (const QString &meaning : imports) {
        owners.append(meaning);
        if (const QString parent = parentOf(meaning); parent.startsWith("sqlalchemy"_L1))
            owners.append(parent);
    }
    owners.removeDuplicates();
    return owners;
}

const std::vector<PythonName> *ScriptVocabulary::membersOf(const QString &path) const
{
    const auto members = names.constFind(meaningOf(path, imports));
    return members == names.constEnd() ? nullptr : &*members;
}

const PythonName *ScriptVocabulary::find(const QString &path) const
{
    const QString meaning = meaningOf(path, imports);
    const auto members = names.constFind(parentOf(meaning));
    if (members == names.constEnd())
        return nullptr;
    const QString name = meaning.section(u'.', -1);
    const auto found = std::find_if(members->begin(), members->end(),
        [&name](const PythonName &one) { return one.name == name; });
    return found == members->end() ? nullptr : &*found;
}

} // namespace model
