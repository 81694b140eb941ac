// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/operations/commitcontent.h"

#include "migrations/base/sourcefile.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

using Kind = CommitFile::Kind;

bool isIn(const QString &file, const QStringList &folders)
{
    return std::any_of(folders.begin(), folders.end(), [&](const QString &folder) {
        return file.startsWith(QFileInfo(folder).canonicalFilePath() + u'/');
    });
}

// Read as text, not as Python: this only decides what is ticked.
bool looksLikeModels(const ChangedFile &file)
{
    if (!file.path.endsWith(".py"_L1))
        return false;
    if (file.deleted)
        return file.path.contains("model"_L1);
    const auto text = readSourceFile(file.path);
    return text && *text && (*text)->contains("sqlalchemy");
}

QString messageOf(const QString &path, const ProjectState &state)
{
    const auto &revisions = state.graph.revisions();
    const auto revision = std::find_if(revisions.begin(), revisions.end(),
        [&](const Revision &one) { return QFileInfo(one.file).canonicalFilePath() == path; });
    return revision == revisions.end() ? QString() : revision->message;
}

bool has(const std::vector<CommitFile> &all, Kind kind, const QStringList &chosen, bool isChosen)
{
    return std::any_of(all.begin(), all.end(), [&](const CommitFile &one) {
        return one.kind == kind && chosen.contains(one.file.path) == isChosen;
    });
}

} // namespace

Result<std::vector<CommitFile>> filesToCommit(const ProjectState &state)
{
    if (state.project.git.root.isEmpty())
        return failure(ErrorKind::Project,
            u"%1 is in no git repository. Run git init there first."_s.arg(state.project.root), {},
            u"no_git"_s);
    const Result<std::vector<ChangedFile>> changed = changedFiles(state.project.root);
    if (!changed)
        return tl::unexpected(changed.error());
    std::vector<CommitFile> files;
    for (const ChangedFile &file : *changed) {
        CommitFile one {.file = file,
            .shown = QDir(state.project.git.root).relativeFilePath(file.path),
            .message = {}};
        if (isIn(file.path, state.project.versionLocations)) {
            one.kind = Kind::Revision;
            one.message = messageOf(file.path, state);
        } else if (looksLikeModels(file)) {
            one.kind = Kind::Model;
        }
        files.push_back(std::move(one));
    }
    std::stable_sort(files.begin(), files.end(),
        [](const CommitFile &one, const CommitFile &other) { return one.kind < other.kind; });
    return files;
}

QString commitHint(const std::vector<CommitFile> &all, const QStringList &chosen)
{
    const bool revisions = has(all, Kind::Revision, chosen, true);
    const bool models = has(all, Kind::Model, chosen, true);
    if (revisions && !models && has(all, Kind::Model, chosen, false))
        return u"A revision without the change of its models: is that meant?"_s;
    if (models && !revisions && has(all, Kind::Revision, chosen, false))
        return u"A change of models without its revision: is that meant?"_s;
    if (models && !revisions)
        return u"Models change and no revision does: is one still to be made?"_s;
    return {};
}

QString suggestedMessage(const std::vector<CommitFile> &all, const QStringList &chosen)
{
    QStringList messages;
    for (const CommitFile &one : all) {
        if (!one.message.isEmpty() && chosen.contains(one.file.path))
            messages.append(one.message);
    }
    return messages.join(u"; "_s);
}

} // namespace migrations
