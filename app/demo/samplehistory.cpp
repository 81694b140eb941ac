// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/demo/sampleproject.h"
#include "migrations/history/revisionfiles.h"

#include <git2.h>

#include <QDir>
#include <QFile>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;
using migrations::ErrorKind;
using migrations::failure;
using migrations::Result;
using migrations::RevisionFile;

namespace app {

namespace {

struct Free
{
    void operator()(git_repository *repository) const { git_repository_free(repository); }
    void operator()(git_index *index) const { git_index_free(index); }
    void operator()(git_signature *signature) const { git_signature_free(signature); }
    void operator()(git_tree *tree) const { git_tree_free(tree); }
    void operator()(git_commit *commit) const { git_commit_free(commit); }
    void operator()(git_reference *reference) const { git_reference_free(reference); }
};

template <typename T>
using Handle = std::unique_ptr<T, Free>;

// libgit2 counts its initialisations.
struct Library
{
    Library() { git_libgit2_init(); }
    ~Library() { git_libgit2_shutdown(); }
    Q_DISABLE_COPY_MOVE(Library)
};

struct Author
{
    const char *name;
    const char *email;
};
constexpr std::array authors {
    Author {"Ada Reyes", "ada@shop.example"},
    Author {"Kim Larsen", "kim@shop.example"},
    Author {"Mira Soto", "mira@shop.example"},
};

struct Commit
{
    QStringList paths; // relative
    QString message;
    QDateTime time;
    std::size_t author = 0;
};

Result<void> gitFailure(const QString &what)
{
    const git_error *error = git_error_last();
    return failure(ErrorKind::File,
        u"The sample's git history could not be written: %1."_s.arg(what),
        error ? QString::fromUtf8(error->message) : QString());
}

Result<void> commit(git_repository *repository, const Commit &commit)
{
    git_index *index = nullptr;
    if (git_repository_index(&index, repository) != 0)
        return gitFailure(u"no index"_s);
    const Handle<git_index> indexHandle(index);
    for (const QString &path : commit.paths) {
        if (git_index_add_bypath(index, path.toUtf8().constData()) != 0)
            return gitFailure(path);
    }
    git_oid treeId {};
    git_tree *tree = nullptr;
    if (git_index_write(index) != 0 || git_index_write_tree(&treeId, index) != 0
        || git_tree_lookup(&tree, repository, &treeId) != 0)
        return gitFailure(u"no tree"_s);
    const Handle<git_tree> treeHandle(tree);

    git_signature *signature = nullptr;
    const Author &author = authors[commit.author % authors.size()];
    if (git_signature_new(&signature, author.name, author.email, commit.time.toSecsSinceEpoch(), 60)
        != 0)
        return gitFailure(u"no signature"_s);
    const Handle<git_signature> signatureHandle(signature);

    git_oid parentId {};
    git_commit *parent = nullptr;
    if (git_reference_name_to_id(&parentId, repository, "HEAD") == 0)
        git_commit_lookup(&parent, repository, &parentId);
    const Handle<git_commit> parentHandle(parent);
    std::array<const git_commit *, 1> parents {parent};
    git_oid id {};
    if (git_commit_create(&id, repository, "HEAD", signature, signature, nullptr,
            commit.message.toUtf8().constData(), tree, parent ? 1 : 0, parents.data())
        != 0)
        return gitFailure(u"no commit"_s);
    return {};
}

// A branch at HEAD, which HEAD then follows; the files stay as they are.
Result<void> switchToNewBranch(git_repository *repository, const char *name)
{
    git_oid headId {};
    git_commit *head = nullptr;
    if (git_reference_name_to_id(&headId, repository, "HEAD") != 0
        || git_commit_lookup(&head, repository, &headId) != 0)
        return gitFailure(u"no commit yet"_s);
    const Handle<git_commit> headHandle(head);
    git_reference *branch = nullptr;
    if (git_branch_create(&branch, repository, name, head, 0) != 0)
        return gitFailure(u"no branch"_s);
    const Handle<git_reference> branchHandle(branch);
    if (git_repository_set_head(repository, git_reference_name(branch)) != 0)
        return gitFailure(u"HEAD"_s);
    return {};
}

std::vector<RevisionFile> filesByDate(const QString &folder)
{
    std::vector<RevisionFile> files;
    const QDir versions(folder + u"/migrations/versions"_s);
    for (const QString &name : versions.entryList({u"*.py"_s}, QDir::Files)) {
        QFile file(versions.filePath(name));
        if (file.open(QIODevice::ReadOnly))
            files.push_back(migrations::parseRevision(file.fileName(), file.readAll()));
    }
    std::sort(files.begin(), files.end(),
        [](const RevisionFile &a, const RevisionFile &b) { return a.created < b.created; });
    return files;
}

Result<Handle<git_repository>> initialised(const QString &folder)
{
    git_repository_init_options options = GIT_REPOSITORY_INIT_OPTIONS_INIT;
    options.flags = GIT_REPOSITORY_INIT_MKPATH;
    options.initial_head = "main";
    git_repository *repository = nullptr;
    if (git_repository_init_ext(&repository, folder.toUtf8().constData(), &options) != 0)
        return tl::make_unexpected(gitFailure(u"no repository"_s).error());
    return Handle<git_repository>(repository);
}

} // namespace

Result<void> commitSampleHistory(const QString &folder)
{
    const Library library;
    const auto repository = initialised(folder);
    if (!repository)
        return tl::make_unexpected(repository.error());
    const std::vector<RevisionFile> files = filesByDate(folder);
    if (files.empty())
        return failure(ErrorKind::File, u"The sample has no revision files in %1."_s.arg(folder));
    const Commit start {
        .paths = {u".gitignore"_s, u"README.md"_s, u"alembic.ini"_s, u"migrations/env.py"_s,
            u"migrations/script.py.mako"_s, u"shop/__init__.py"_s, u"shop/models.py"_s},
        .message = u"Start the shop"_s,
        .time = files.front().created.addSecs(-3600),
        .author = 0,
    };
    Result<void> done = commit(repository->get(), start);
    const QDir root(folder);
    std::size_t author = 0;
    for (const RevisionFile &file : files) {
        if (!done)
            return done;
        const Commit one {
            .paths = {root.relativeFilePath(file.path)},
            .message = file.message.section(u'\n', 0, 0),
            .time = file.created.addSecs(300),
            .author = author++,
        };
        done = commit(repository->get(), one);
        if (done && file.id == sampleStart())
            done = switchToNewBranch(repository->get(), "feature/refunds");
    }
    return done;
}

} // namespace app
