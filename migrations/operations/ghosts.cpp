// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/operations/ghosts.h"

#include "migrations/git/keptfiles.h"
#include "migrations/history/revisionfiles.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

constexpr int entriesLookedAt = 1'000;

QString idIn(const QString &name, const QByteArray &text)
{
    return parseRevision(name, text).id;
}

FoundScript scriptFrom(const QString &name, const QByteArray &text, const QString &where)
{
    const RevisionFile file = parseRevision(name, text);
    return {.revision = file.id,
        .message = file.message,
        .down = file.down,
        .labels = file.branchLabels,
        .dependsOn = file.dependsOn,
        .name = name,
        .text = text,
        .where = where};
}

QString placeOf(const KeptFile &file)
{
    return u"%1, commit %2 by %3 of %4"_s.arg(file.where, file.commit.left(7), file.author,
        file.time.toLocalTime().date().toString(Qt::ISODate));
}

class GhostFinder
{
public:
    GhostFinder(const ProjectState &state, const Journal &journal, Progress &progress)
        : m_state(state)
        , m_journal(journal)
        , m_progress(progress)
    {
    }

    Result<GhostSearch> find()
    {
        m_search.ghosts = m_state.standing.ghosts;
        QStringList wanted = m_search.ghosts;
        while (!wanted.isEmpty()) {
            if (Result<> looked = lookFor(wanted); !looked)
                return tl::unexpected(looked.error());
            wanted = ancestorsWithoutFile();
        }
        std::reverse(m_search.found.begin(), m_search.found.end());
        return m_search;
    }

private:
    Result<> lookFor(const QStringList &wanted)
    {
        QStringList missing = wanted;
        const auto inGit =
            findKeptFiles(m_state.project.versionLocations, missing, idIn, m_progress);
        if (!inGit)
            return tl::unexpected(inGit.error());
        for (const KeptFile &file : *inGit)
            take(scriptFrom(file.name, file.text, placeOf(file)), missing);
        Result<> looked = lookAmongKept(missing).and_then([&] { return lookIntoJournal(missing); });
        if (!looked)
            return looked;
        m_search.missing += missing;
        return {};
    }

    Result<> lookAmongKept(QStringList &missing)
    {
        const QStringList wanted = missing;
        for (const QString &revision : wanted) {
            const auto kept = m_journal.newestSource(memoryKey(m_state.project), revision);
            if (!kept)
                return tl::unexpected(kept.error());
            if (*kept)
                take(scriptFrom((*kept)->name, (*kept)->text,
                         u"kept when it ran from here on %1"_s.arg(
                             (*kept)->time.toLocalTime().date().toString(Qt::ISODate))),
                    missing);
        }
        return {};
    }

    Result<> lookIntoJournal(QStringList &missing)
    {
        if (missing.isEmpty())
            return {};
        const auto entries = m_journal.entries(memoryKey(m_state.project), entriesLookedAt);
        if (!entries)
            return tl::unexpected(entries.error());
        for (const JournalEntry &entry : *entries) {
            for (const FileChange &change : changesFrom(entry)) {
                for (const auto &text : {change.after, change.before}) {
                    if (text)
                        take(scriptFrom(QFileInfo(change.path).fileName(), *text,
                                 u"operation %1 of the journal"_s.arg(entry.id)),
                            missing);
                }
            }
        }
        return {};
    }

    void take(FoundScript script, QStringList &missing)
    {
        if (missing.removeAll(script.revision) > 0)
            m_search.found.push_back(std::move(script));
    }

    QStringList ancestorsWithoutFile() const
    {
        QStringList wanted;
        for (const FoundScript &script : m_search.found) {
            for (const QString &parent : script.down) {
                if (!m_state.graph.find(parent) && !isKnown(parent, wanted))
                    wanted.append(parent);
            }
            for (const QString &needed : script.dependsOn) {
                if (!m_state.graph.resolve(needed) && !isKnown(needed, wanted))
                    wanted.append(needed);
            }
        }
        return wanted;
    }

    bool isKnown(const QString &name, const QStringList &wanted) const
    {
        return m_search.missing.contains(name) || wanted.contains(name)
            || std::any_of(
                m_search.found.begin(), m_search.found.end(), [&](const FoundScript &script) {
                    return script.revision == name || script.labels.contains(name);
                });
    }

    const ProjectState &m_state;
    const Journal &m_journal;
    Progress &m_progress;
    GhostSearch m_search;
};

} // namespace

Result<GhostSearch> findGhosts(
    const ProjectState &state, const Journal &journal, Progress &progress)
{
    return GhostFinder(state, journal, progress).find();
}

Result<> checkFound(const GhostSearch &search)
{
    if (search.found.empty())
        return failure(ErrorKind::Project, u"No script was found that could be restored or run."_s,
            {}, u"nothing"_s);
    if (!search.missing.isEmpty())
        return failure(ErrorKind::Refused,
            u"%1 was found nowhere, and without it Alembic could not read the history. Ask who "
            "ran it for the file, or stamp the database with a revision that has one."_s.arg(
                search.missing.join(u", "_s)),
            {}, u"incomplete"_s);
    return {};
}

Result<FileReport> restoreGhosts(
    const ProjectState &state, const GhostSearch &search, Journal &journal)
{
    if (const Result<> found = checkFound(search); !found)
        return tl::unexpected(found.error());
    if (state.project.versionLocations.isEmpty())
        return failure(ErrorKind::Project,
            u"There is no versions folder to write the files into."_s, {}, u"nothing"_s);
    std::vector<FileChange> changes;
    QStringList names;
    for (const FoundScript &script : search.found) {
        changes.push_back(
            {.path = QDir(state.project.versionLocations.first()).filePath(script.name),
                .before = std::nullopt,
                .after = script.text});
        names.append(script.name);
    }
    auto operation = FileOperation::begin(
        journal, state, FileOperationKind::RestoreScripts, search.ghosts.join(u' '));
    if (!operation)
        return tl::unexpected(operation.error());
    const Result<QString> made =
        operation->announce(changes).and_then([&] { return operation->apply(changes); });
    if (!made)
        return tl::unexpected(operation->failed(made.error()));
    return operation->done(u"Restored %1"_s.arg(names.join(u", "_s)), changes);
}

} // namespace migrations
