// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/alembic/alembic.h"

#include "migrations/alembic/alembicjson.h"

#include <QDir>
#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

// Alembic walks sets of strings, so that the order of some plans hangs on Python's hash seed. The
// native plan follows seed 0; the run has to walk the same way, or it would differ by chance.
QMap<QString, QString> withFixedHashes(QMap<QString, QString> variables)
{
    variables.insert(u"PYTHONHASHSEED"_s, u"0"_s);
    return variables;
}

} // namespace

Result<Alembic> Alembic::start(
    const Project &project, const Environment &environment, const QString &interpreter)
{
    auto helper = Helper::start({.interpreter = interpreter,
        .workingDirectory = project.root,
        .variables = withFixedHashes(environment.variables),
        .redactor = project.redactor()});
    if (!helper)
        return tl::unexpected(helper.error());
    // Relative, as a person types it: env.py finds this very text in its configuration.
    return Alembic(std::move(*helper),
        {{u"file"_s, QDir(project.root).relativeFilePath(project.config.file)},
            {u"section"_s, project.config.section},
            {u"added_locations"_s, QJsonArray::fromStringList(project.addedLocations)},
            {u"url_from_environment"_s, environment.overridesIni}});
}

Alembic::Alembic(Helper helper, QJsonObject config)
    : m_helper(std::move(helper))
    , m_config(std::move(config))
{
}

void Alembic::setXArguments(const QStringList &arguments)
{
    m_config[u"x"_s] = QJsonArray::fromStringList(arguments);
}

Result<HelperVersions> Alembic::versions(Progress &progress)
{
    return m_helper.versions(progress);
}

Result<void> Alembic::prepare(Progress &progress)
{
    const auto answer = m_helper.call(u"prepare"_s, {{u"config"_s, m_config}}, progress);
    if (!answer)
        return tl::unexpected(answer.error());
    return {};
}

Result<RunContext> Alembic::context(Progress &progress, Look look)
{
    const auto answer = m_helper.call(u"context"_s,
        {{u"config"_s, m_config}, {u"one_transaction"_s, look == Look::OneTransaction}}, progress);
    if (!answer)
        return tl::unexpected(answer.error());
    return contextFromJson((*answer)[u"context"].toObject());
}

Result<std::vector<RevisionFile>> Alembic::revisions(Progress &progress)
{
    const auto answer = m_helper.call(u"revisions"_s, {{u"config"_s, m_config}}, progress);
    if (!answer)
        return tl::unexpected(answer.error());
    return revisionsFromJson(*answer);
}

Result<RunAnswer> Alembic::run(const RunRequest &request, Progress &progress)
{
    QJsonObject parameters = toJson(request);
    parameters[u"config"_s] = m_config;
    const auto answer = m_helper.call(u"run"_s, parameters, progress);
    if (!answer)
        return tl::unexpected(answer.error());
    return runAnswerFromJson(*answer);
}

Result<std::vector<StepSql>> Alembic::sql(
    Direction direction, const QString &target, const QStringList &rows, Progress &progress)
{
    const auto answer = m_helper.call(u"sql"_s,
        {{u"config"_s, m_config},
            {u"direction"_s, direction == Direction::Down ? u"down"_s : u"up"_s},
            {u"target"_s, target}, {u"rows"_s, QJsonArray::fromStringList(rows)}},
        progress);
    if (!answer)
        return tl::unexpected(answer.error());
    std::vector<StepSql> steps;
    for (const QJsonValue &step : (*answer)[u"steps"].toArray())
        steps.push_back({step[u"revision"].toString(), step[u"sql"].toString()});
    return steps;
}

bool Alembic::alive() const
{
    return m_helper.alive();
}

void Alembic::kill()
{
    m_helper.kill();
}

QString Alembic::tail() const
{
    return m_helper.tail();
}

qint64 Alembic::processId() const
{
    return m_helper.processId();
}

} // namespace migrations
