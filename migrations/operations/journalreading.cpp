// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/base/ownprocess.h"
#include "migrations/operations/journal_p.h"
#include "migrations/operations/journalrows.h"

#include <QSqlError>
#include <QSqlQuery>

using namespace Qt::StringLiterals;

namespace migrations {

Result<> Journal::Private::read(const QString &select, const QVariantList &values,
    const std::function<void(const QSqlQuery &)> &take) const
{
    QSqlQuery query(database());
    query.setForwardOnly(true);
    bool ok = query.prepare(select);
    for (const QVariant &value : values)
        query.addBindValue(value);
    ok = ok && query.exec();
    while (ok && query.next())
        take(query);
    if (query.lastError().isValid())
        return tl::unexpected(journalError(u"read"_s, query.lastError(), database()));
    return {};
}

Result<std::vector<JournalEntry>> Journal::Private::entries(
    const QString &where, const QVariantList &values) const
{
    std::vector<JournalEntry> found;
    const QString select =
        u"SELECT id, run_id, kind, project, environment, tier, database, identity, target, "
        "rows_before, rows_after, started, ended, outcome, sentence, error, operating_user, "
        "process_id FROM operations WHERE "_s;
    const Result<> done = read(
        select + where, values, [&](const QSqlQuery &query) { found.push_back(entryFrom(query)); });
    if (!done)
        return tl::unexpected(done.error());
    for (JournalEntry &entry : found) {
        entry.steps = stepsOf(database(), entry.id);
        entry.stages = stagesOf(database(), entry.id);
    }
    return found;
}

Result<std::vector<JournalEntry>> Journal::entries(const QString &project, int limit) const
{
    return d->entries(u"(? = '' OR project = ?) ORDER BY id DESC LIMIT ?"_s,
        {nonNull(project), nonNull(project), limit});
}

Result<JournalEntry> Journal::entry(qint64 id) const
{
    Result<std::vector<JournalEntry>> found = d->entries(u"id = ?"_s, {id});
    if (!found)
        return tl::unexpected(found.error());
    if (found->empty())
        return failure(
            ErrorKind::File, u"The journal has no operation %1."_s.arg(id), {}, u"no_entry"_s);
    JournalEntry entry = found->front();
    entry.statements = statementsOf(d->database(), id);
    return entry;
}

Result<std::vector<JournalEntry>> Journal::unfinished(const QString &project) const
{
    Result<std::vector<JournalEntry>> open =
        d->entries(u"ended IS NULL AND (? = '' OR project = ?) ORDER BY id DESC"_s,
            {nonNull(project), nonNull(project)});
    if (!open)
        return open;
    std::erase_if(*open, [this](const JournalEntry &entry) {
        QSqlQuery query(d->database());
        query.prepare(u"SELECT process_started FROM operations WHERE id = ?"_s);
        query.addBindValue(entry.id);
        return query.exec() && query.next() && !query.value(0).toString().isEmpty()
            && processStart(entry.processId) == query.value(0).toString();
    });
    return open;
}

Result<std::optional<KeptSource>> Journal::Private::source(
    const QString &where, const QVariantList &values) const
{
    std::optional<KeptSource> found;
    const Result<> done = read(u"SELECT revision, name, text, time FROM sources WHERE "_s + where,
        values, [&](const QSqlQuery &query) {
            found = {.revision = query.value(0).toString(),
                .name = query.value(1).toString(),
                .text = query.value(2).toByteArray(),
                .time = timeFrom(query.value(3).toString())};
        });
    if (!done)
        return tl::unexpected(done.error());
    return found;
}

Result<std::optional<KeptSource>> Journal::newestSource(
    const QString &project, const QString &revision) const
{
    return d->source(u"project = ? AND revision = ? ORDER BY time DESC, rowid DESC LIMIT 1"_s,
        {nonNull(project), revision});
}

Result<std::optional<KeptSource>> Journal::source(
    const QString &project, const QString &revision, const QString &sha256) const
{
    return d->source(
        u"project = ? AND revision = ? AND sha256 = ?"_s, {nonNull(project), revision, sha256});
}

Result<QHash<QString, AppliedScript>> Journal::appliedScripts(const QString &identity) const
{
    QHash<QString, AppliedScript> scripts;
    const QString select =
        u"SELECT revision, script_sha256, started FROM operations JOIN steps ON operation = id "
        "WHERE identity = ? AND direction = 'up' AND in_database = 1 AND script_sha256 <> '' "
        "ORDER BY id"_s;
    const Result<> done = d->read(select, {identity}, [&](const QSqlQuery &query) {
        scripts.insert(query.value(0).toString(),
            {.sha256 = query.value(1).toString(), .time = timeFrom(query.value(2).toString())});
    });
    if (!done)
        return tl::unexpected(done.error());
    return scripts;
}

} // namespace migrations
