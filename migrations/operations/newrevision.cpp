// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/operations/newrevision.h"

#include "migrations/base/sourcefile.h"
#include "migrations/database/sqlite.h"
#include "migrations/history/revisionfiles.h"

#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

constexpr qsizetype longestMessage = 200;
constexpr qsizetype longestId = 32; // alembic_version.version_num

tl::unexpected<Error> cannot(const QString &message, const QString &code)
{
    return failure(ErrorKind::Project, message, {}, code);
}

tl::unexpected<Error> badMessage(const QString &why)
{
    return failure(ErrorKind::Refused,
        u"This message cannot be used: %1. It becomes part of a Python file."_s.arg(why), {},
        u"bad_message"_s);
}

bool isControl(QChar character)
{
    const QChar::Category category = character.category();
    return category == QChar::Other_Control || category == QChar::Separator_Line
        || category == QChar::Separator_Paragraph || category == QChar::Other_Format
        || category == QChar::Other_Surrogate;
}

// Alembic reads whatever it is given; a line that begins like an option it would not even get.
Result<> checkWord(const QString &word, const QString &what)
{
    static const QString forbidden = u"\"'\\@+:"_s;
    const bool bad = std::any_of(word.begin(), word.end(), [](QChar character) {
        return forbidden.contains(character) || character.isSpace() || isControl(character);
    });
    if (bad || word.startsWith(u'-'))
        return cannot(
            u"“%1” cannot be %2: use letters, digits, _ and ."_s.arg(word, what), u"bad_word"_s);
    return {};
}

Result<> checkId(const ProjectState &state, const QString &id)
{
    if (id.isEmpty())
        return {};
    if (id.size() > longestId || id.contains(u'-'))
        return cannot(u"“%1” cannot be a revision id: it must have at most 32 characters, and no - "
                      "or +. Without one Alembic makes it."_s.arg(id),
            u"bad_word"_s);
    if (Result<> good = checkWord(id, u"a revision id"_s); !good)
        return good;
    if (state.graph.find(id) != nullptr)
        return cannot(u"There is a revision %1 already. Choose another id."_s.arg(id), u"exists"_s);
    return {};
}

Result<> checkHead(const ProjectState &state, const RevisionOptions &options)
{
    const QStringList heads = state.graph.heads();
    if (options.head.isEmpty() && heads.size() > 1)
        return failure(ErrorKind::Alembic,
            u"There are several heads: %1. Choose the one that the new revision follows, or merge "
            u"them "
            "first."_s.arg(heads.join(u", "_s)),
            {}, u"MultipleHeads"_s);
    if (options.head.isEmpty())
        return {};
    const Result<QStringList> chosen = state.graph.resolve(options.head);
    if (!chosen)
        return tl::unexpected(chosen.error());
    for (const QString &id : *chosen) {
        if (!id.isEmpty() && id != "base"_L1 && !heads.contains(id) && !options.splice)
            return cannot(
                u"%1 is no head: something follows it already. Choose one of %2, or make a "
                "branch there (splice)."_s.arg(id, heads.join(u", "_s)),
                u"not_a_head"_s);
    }
    return {};
}

Result<> checkPlaces(const ProjectState &state, const RevisionOptions &options)
{
    for (const QString &needed : options.dependsOn) {
        if (const Result<QString> found = state.graph.resolveOne(needed); !found)
            return tl::unexpected(found.error());
    }
    if (options.branchLabel.isEmpty())
        return {};
    return checkWord(options.branchLabel, u"a branch label"_s);
}

Result<> checkDatabase(const ProjectState &state)
{
    if (state.databaseError && state.databaseError->code != u"no_file")
        return tl::unexpected(*state.databaseError);
    if (!state.standing.known)
        return cannot(u"The models can only be compared with a database that answers. Set "
                      "DATABASE_URL, or write an empty revision."_s,
            u"no_database"_s);
    if (!state.standing.ghosts.isEmpty())
        return cannot(u"The database holds %1, which is not on disk, so Alembic cannot compare. "
                      "Bring the revision back, or stamp the database."_s.arg(
                          state.standing.ghosts.join(u", "_s)),
            u"ghost"_s);
    if (state.standing.pending().isEmpty())
        return {};
    return cannot(
        u"The database is %1 revisions behind, so the models would be compared with an "
        "old schema. Upgrade it first, then try again."_s.arg(state.standing.pending().size()),
        u"not_at_head"_s);
}

// What Alembic's own words for it leave open.
Error explained(Error error)
{
    if (error.message.contains("Target database is not up to date"_L1)) {
        error.kind = ErrorKind::Project;
        error.code = u"not_at_head"_s;
        error.message = u"The database is not at the heads. Upgrade it first, then try again."_s;
    }
    return error;
}

// env.py's connection makes the file of a SQLite database that is not there yet. Comparing writes
// nothing, so it goes again.
class NoStump
{
public:
    explicit NoStump(const ProjectState &state)
    {
        if (state.databaseError && state.databaseError->code == "no_file"_L1)
            m_path = sqliteFile(*state.environment()->url, state.project.root);
    }
    ~NoStump()
    {
        if (!m_path.isEmpty() && QFileInfo(m_path).size() == 0)
            QFile::remove(m_path);
    }
    Q_DISABLE_COPY_MOVE(NoStump)

private:
    QString m_path;
};

std::optional<DatabaseIdentity> identityOf(const ProjectState &state)
{
    if (!state.database)
        return std::nullopt;
    return state.database->identity;
}

// A choice among operations that are all needed by nobody else is a choice of none.
Result<> checkChoice(const std::optional<OperationChoice> &choice)
{
    if (!choice || !choice->picked.isEmpty())
        return {};
    return cannot(choice->shown.empty()
            ? u"Models and database are the same, so there is nothing to write. If a change is "
              "missing, see whether env.py imports its model."_s
            : u"None of the operations is chosen, so there is nothing to write."_s,
        u"no_changes"_s);
}

Result<std::vector<FileChange>> changesOf(const QStringList &written)
{
    std::vector<FileChange> changes;
    for (const QString &path : written) {
        const auto bytes = readSourceFile(path);
        if (!bytes)
            return tl::unexpected(bytes.error());
        changes.push_back(withMode({.path = path, .before = std::nullopt, .after = *bytes}));
    }
    return changes;
}

// What Alembic's own command writes, as an operation that can be undone.
template <typename Write>
Result<FileReport> written(Result<FileOperation> operation, Alembic &alembic, Write write)
{
    if (!operation)
        return tl::unexpected(operation.error());
    const FileOperation::Writing writing(*operation, alembic);
    const Result<std::vector<FileChange>> changes = write();
    if (!changes)
        return tl::unexpected(
            operation->failed(operation->withoutWritten(explained(changes.error()))));
    if (Result<> announced = operation->announce(*changes); !announced)
        return tl::unexpected(operation->failed(announced.error()));
    if (changes->empty())
        return tl::unexpected(operation->failed({ErrorKind::Alembic,
            u"Alembic wrote no file: env.py's process_revision_directives took the revision away."_s,
            {}, u"no_changes"_s}));
    QStringList names;
    for (const FileChange &change : *changes)
        names.append(QFileInfo(change.path).fileName());
    return operation->done(u"Wrote %1"_s.arg(names.join(u", "_s)), *changes);
}

Result<> checkScripts(const ProjectState &state)
{
    if (!state.hasScripts())
        return cannot(u"The folder of the scripts, %1, is not there. Make it with alembic init, or "
                      "correct script_location."_s.arg(state.project.scriptLocation),
            u"no_scripts"_s);
    for (const Problem &problem : state.graph.problems()) {
        if (problem.fatal)
            return cannot(
                u"Alembic refuses this history until it is mended: %1"_s.arg(problem.message),
                u"unusable"_s);
    }
    return {};
}

} // namespace

Result<> checkMessage(const QString &message)
{
    if (message.trimmed().isEmpty())
        return badMessage(u"it is empty"_s);
    if (message.size() > longestMessage)
        return badMessage(u"it has more than 200 characters"_s);
    if (std::any_of(message.begin(), message.end(), isControl))
        return badMessage(u"it has line ends or other control characters"_s);
    for (const QChar quote : {u'"', u'\'', u'\\', u'`'}) {
        if (message.contains(quote))
            return badMessage(u"it has a %1 in it (’ and “ are fine)"_s.arg(quote));
    }
    for (const QString &opening : {u"${"_s, u"<%"_s, u"%>"_s, u"{{"_s, u"{%"_s}) {
        if (message.contains(opening))
            return badMessage(u"%1 is template syntax"_s.arg(opening));
    }
    return {};
}

Result<> checkNewRevision(const ProjectState &state, const RevisionOptions &options)
{
    return checkScripts(state)
        .and_then([&] { return checkHead(state, options); })
        .and_then([&] { return checkId(state, options.id); })
        .and_then([&] { return checkPlaces(state, options); })
        .and_then([&] { return options.autogenerate ? checkDatabase(state) : Result<> {}; });
}

Result<std::vector<FoundOperation>> compareModels(
    const ProjectState &state, const RevisionOptions &options, Alembic &alembic, Progress &progress)
{
    if (Result<> good = checkNewRevision(state, options); !good)
        return tl::unexpected(good.error());
    const NoStump noStump(state);
    return alembic.foundOperations(options, identityOf(state), progress).map_error(explained);
}

OperationChoice everythingOf(const std::vector<FoundOperation> &found)
{
    OperationChoice choice {.shown = found, .picked = {}, .renames = {}};
    for (qsizetype i = 0; i < qsizetype(found.size()); ++i)
        choice.picked.append(int(i));
    return choice;
}

Result<std::vector<FileChange>> writeNewRevision(const ProjectState &state,
    const RevisionOptions &options, const std::optional<OperationChoice> &choice, Alembic &alembic,
    Progress &progress)
{
    const NoStump noStump(state);
    return alembic.newRevision(options, choice, identityOf(state), progress)
        .and_then(changesOf)
        .map_error(explained);
}

Result<FileReport> newRevision(const ProjectState &state, const RevisionOptions &options,
    const std::optional<OperationChoice> &choice, Journal &journal, Alembic &alembic,
    Progress &progress)
{
    const Result<> good = checkMessage(options.message)
                              .and_then([&] { return checkNewRevision(state, options); })
                              .and_then([&] { return checkChoice(choice); });
    if (!good)
        return tl::unexpected(good.error());
    return written(FileOperation::begin(journal, state, FileOperationKind::New, options.message),
        alembic, [&] { return writeNewRevision(state, options, choice, alembic, progress); });
}

Result<FileReport> mergeHeads(const ProjectState &state, const QStringList &heads,
    const RevisionOptions &options, Journal &journal, Alembic &alembic, Progress &progress)
{
    const QStringList merged = heads.isEmpty() ? state.graph.heads() : heads;
    const Result<> good = checkMessage(options.message)
                              .and_then([&] { return checkScripts(state); })
                              .and_then([&] { return checkId(state, options.id); })
                              .and_then([&] { return checkPlaces(state, options); });
    if (!good)
        return tl::unexpected(good.error());
    if (merged.size() < 2)
        return cannot(u"There is one head, so there is nothing to merge."_s, u"one_head"_s);
    return written(
        FileOperation::begin(journal, state, FileOperationKind::Merge, merged.join(u", "_s)),
        alembic, [&] { return alembic.merge(merged, options, progress).and_then(changesOf); });
}

} // namespace migrations
