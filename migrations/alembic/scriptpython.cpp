// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/alembic/scriptpython.h"

#include <QJsonArray>

#include <array>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

constexpr int patienceMs = 20'000; // nobody waits for it, but it must not hang for ever

PythonName nameFromJson(const QJsonValue &value)
{
    using Kind = PythonName::Kind;
    constexpr std::array kinds {std::pair("function"_L1, Kind::Function),
        std::pair("class"_L1, Kind::Class), std::pair("module"_L1, Kind::Module)};
    PythonName name {value[u"name"].toString(), Kind::Value, value[u"signature"].toString(),
        value[u"doc"].toString()};
    for (const auto &[text, kind] : kinds) {
        if (value[u"kind"].toString() == text)
            name.kind = kind;
    }
    return name;
}

} // namespace

Result<ScriptPython> ScriptPython::start(
    const Project &project, const Environment &environment, const QString &interpreter)
{
    auto helper = Helper::start({.interpreter = interpreter,
        .workingDirectory = project.root,
        .variables = environment.variables,
        .redactor = project.redactor()});
    if (!helper)
        return tl::unexpected(helper.error());
    return ScriptPython(std::move(*helper));
}

ScriptPython::ScriptPython(Helper helper)
    : m_helper(std::move(helper))
{
}

Result<QString> ScriptPython::version(Progress &progress)
{
    return m_helper.versions(progress).map(
        [](const HelperVersions &versions) { return versions.python; });
}

Result<std::optional<PythonSyntaxProblem>> ScriptPython::syntaxProblem(
    const QString &path, const QString &text, Progress &progress)
{
    const auto answer =
        m_helper.call(u"syntax"_s, {{u"path"_s, path}, {u"text"_s, text}}, progress, patienceMs);
    if (!answer)
        return tl::unexpected(answer.error());
    const QJsonValue problem = (*answer)[u"problem"];
    if (!problem.isObject())
        return std::optional<PythonSyntaxProblem>();
    return std::optional(PythonSyntaxProblem {problem[u"message"].toString(),
        problem[u"line"].toInt(1), problem[u"column"].toInt(), problem[u"length"].toInt()});
}

Result<PythonNames> ScriptPython::names(const QStringList &owners, Progress &progress)
{
    const auto answer = m_helper.call(
        u"names"_s, {{u"owners"_s, QJsonArray::fromStringList(owners)}}, progress, patienceMs);
    if (!answer)
        return tl::unexpected(answer.error());
    const QJsonObject found = (*answer)[u"names"].toObject();
    PythonNames names;
    for (auto owner = found.begin(); owner != found.end(); ++owner) {
        std::vector<PythonName> &members = names[owner.key()];
        for (const QJsonValue &value : owner->toArray())
            members.push_back(nameFromJson(value));
    }
    return names;
}

} // namespace migrations
