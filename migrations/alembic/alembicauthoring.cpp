// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/alembic/alembic.h"
#include "migrations/alembic/alembicjson.h"

#include <QJsonArray>

#include <array>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

struct RiskWords
{
    FoundRisk risk;
    const char *helper; // the helper's word
    const char *sentence;
};

constexpr std::array riskWords {
    RiskWords {FoundRisk::None, "none", ""},
    RiskWords {FoundRisk::DataLoss, "data_loss", "What it holds is lost."},
    RiskWords {FoundRisk::FailsWithRows, "fails_with_rows",
        "Fails where the table has rows: it must not be null and has no server default."},
    RiskWords {
        FoundRisk::FailsWithNulls, "fails_with_nulls", "Fails where the column holds nulls."},
    RiskWords {FoundRisk::ChecksRows, "checks_rows",
        "Fails on rows that break it, and holds a lock while it looks at all of them."},
    RiskWords {FoundRisk::Rewrites, "rewrites",
        "May write the whole table anew, which nobody can use meanwhile."},
    RiskWords {FoundRisk::BlocksWrites, "blocks_writes",
        "Nobody can write to the table while the index is built."},
};

const RiskWords &wordsOf(FoundRisk risk)
{
    for (const RiskWords &words : riskWords) {
        if (words.risk == risk)
            return words;
    }
    return riskWords.front();
}

FoundRisk riskFrom(const QString &word)
{
    for (const RiskWords &words : riskWords) {
        if (word == QLatin1StringView(words.helper))
            return words.risk;
    }
    return FoundRisk::None;
}

FoundOperation operationFrom(const QJsonObject &json)
{
    return {.kind = json[u"kind"].toString(),
        .schema = json[u"schema"].toString(),
        .table = json[u"table"].toString(),
        .name = json[u"name"].toString(),
        .code = json[u"code"].toString(),
        .risk = riskFrom(json[u"risk"].toString()),
        .renamedTo = json[u"renamed_to"].toInt(-1),
        .renamedFrom = json[u"renamed_from"].toInt(-1)};
}

QJsonObject parametersOf(const RevisionOptions &options, const QJsonObject &config)
{
    return {{u"config"_s, config}, {u"message"_s, options.message},
        {u"autogenerate"_s, options.autogenerate}, {u"head"_s, options.head},
        {u"branch_label"_s, options.branchLabel}, {u"version_path"_s, options.versionPath},
        {u"rev_id"_s, options.id}, {u"splice"_s, options.splice},
        {u"depends_on"_s, QJsonArray::fromStringList(options.dependsOn)}};
}

QJsonObject toJson(const OperationChoice &choice)
{
    QJsonArray shown;
    for (const FoundOperation &operation : choice.shown)
        shown.append(operation.code);
    QJsonArray picked;
    for (const int index : choice.picked)
        picked.append(index);
    QJsonArray renames;
    for (const auto &[drop, add] : choice.renames)
        renames.append(QJsonArray {drop, add});
    return {{u"shown"_s, shown}, {u"picked"_s, picked}, {u"renames"_s, renames}};
}

QStringList filesOf(const QJsonObject &answer)
{
    QStringList files;
    for (const QJsonValue &file : answer[u"files"].toArray())
        files.append(file.toString());
    return files;
}

} // namespace

QString riskName(FoundRisk risk)
{
    return QString::fromLatin1(wordsOf(risk).helper).replace(u'_', u'-');
}

QString riskSentence(FoundRisk risk)
{
    return QString::fromLatin1(wordsOf(risk).sentence);
}

Result<std::vector<FoundOperation>> Alembic::foundOperations(const RevisionOptions &options,
    const std::optional<DatabaseIdentity> &identity, Progress &progress)
{
    QJsonObject parameters = parametersOf(options, m_config);
    if (identity)
        parameters.insert(u"identity"_s, identityJson(*identity));
    const auto answer = m_helper.call(u"found"_s, parameters, progress);
    if (!answer)
        return tl::unexpected(answer.error());
    std::vector<FoundOperation> operations;
    for (const QJsonValue &operation : (*answer)[u"operations"].toArray())
        operations.push_back(operationFrom(operation.toObject()));
    return operations;
}

Result<QStringList> Alembic::newRevision(const RevisionOptions &options,
    const std::optional<OperationChoice> &choice, const std::optional<DatabaseIdentity> &identity,
    Progress &progress)
{
    QJsonObject parameters = parametersOf(options, m_config);
    if (identity)
        parameters.insert(u"identity"_s, identityJson(*identity));
    if (choice)
        parameters.insert(u"choice"_s, toJson(*choice));
    return m_helper.call(u"new"_s, parameters, progress).map(filesOf);
}

void Alembic::setBeforeWriting(const BeforeWriting &before)
{
    if (!before)
        return m_helper.setAsked({});
    m_helper.setAsked([before](const QJsonObject &question) {
        return before(question[u"writing"].toString(), question[u"revision"].toString());
    });
}

Result<QStringList> Alembic::merge(
    const QStringList &revisions, const RevisionOptions &options, Progress &progress)
{
    QJsonObject parameters = parametersOf(options, m_config);
    parameters.insert(u"revisions"_s, QJsonArray::fromStringList(revisions));
    return m_helper.call(u"merge"_s, parameters, progress).map(filesOf);
}

} // namespace migrations
