// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/git/keptfiles.h"

#include "migrations/git/openrepository.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSet>

#include <vector>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

// A commit from which history is followed, and what a person calls that place.
struct Tip
{
    git_oid commit {};
    QString where;
};

QByteArray idOf(const git_oid *id)
{
    return {reinterpret_cast<const char *>(id->id), GIT_OID_RAWSZ};
}

class Tips
{
public:
    explicit Tips(git_repository *repository)
        : m_repository(repository)
    {
    }

    // What has a name first: there a person finds it again most easily.
    std::vector<Tip> named()
    {
        addReferences("refs/heads/*", u"branch "_s);
        addReferences("refs/remotes/*", u"remote branch "_s);
        addReferences("refs/tags/*", u"tag "_s);
        addReflog("refs/stash", [](std::size_t i) { return u"stash@{%1}"_s.arg(i); });
        addReflog("HEAD", [](std::size_t) { return u"reflog of HEAD"_s; });
        for (const QByteArray &branch : std::as_const(m_branches)) {
            const QString name = QString::fromUtf8(branch.mid(qstrlen("refs/heads/")));
            addReflog(
                branch.constData(), [&](std::size_t) -> QString { return u"reflog of "_s + name; });
        }
        return std::move(m_tips);
    }

    // Every commit that is still stored: a deleted branch takes its reflog with it.
    std::vector<Tip> nameless()
    {
        git_odb *opened = nullptr;
        if (::git_repository_odb(&opened, m_repository) != 0)
            return {};
        m_odb.reset(opened);
        ::git_odb_foreach(
            m_odb.get(),
            [](const git_oid *id, void *self) {
                static_cast<Tips *>(self)->addCommit(id);
                return 0;
            },
            this);
        return std::move(m_tips);
    }

private:
    void addReferences(const char *glob, const QString &kind)
    {
        git_reference_iterator *all = nullptr;
        if (::git_reference_iterator_glob_new(&all, m_repository, glob) != 0)
            return;
        const ReferencesHandle references(all);
        git_reference *next = nullptr;
        while (::git_reference_next(&next, references.get()) == 0) {
            const ReferenceHandle reference(next);
            const QByteArray name = ::git_reference_name(reference.get());
            git_object *peeled = nullptr;
            if (::git_reference_peel(&peeled, reference.get(), GIT_OBJECT_COMMIT) != 0)
                continue;
            const ObjectHandle commit(peeled);
            const auto prefix = name.indexOf('/', qstrlen("refs/")) + 1;
            m_tips.push_back(
                {*::git_object_id(commit.get()), kind + QString::fromUtf8(name.mid(prefix))});
            if (name.startsWith("refs/heads/"))
                m_branches.append(name);
        }
    }

    void addReflog(const char *name, const std::function<QString(std::size_t)> &where)
    {
        git_reflog *read = nullptr;
        if (::git_reflog_read(&read, m_repository, name) != 0)
            return;
        const ReflogHandle reflog(read);
        for (std::size_t i = 0; i < ::git_reflog_entrycount(reflog.get()); ++i) {
            const git_reflog_entry *entry = ::git_reflog_entry_byindex(reflog.get(), i);
            m_tips.push_back({*::git_reflog_entry_id_new(entry), where(i)});
        }
    }

    void addCommit(const git_oid *id)
    {
        std::size_t size = 0;
        git_object_t type = GIT_OBJECT_INVALID;
        if (::git_odb_read_header(&size, &type, m_odb.get(), id) == 0 && type == GIT_OBJECT_COMMIT)
            m_tips.push_back({*id, u"a commit that no branch holds"_s});
    }

    git_repository *const m_repository;
    OdbHandle m_odb;
    std::vector<Tip> m_tips;
    QList<QByteArray> m_branches;
};

class Search
{
public:
    Search(
        git_repository *repository, const QStringList &keys, const KeyOf &keyOf, Progress &progress)
        : m_repository(repository)
        , m_missing(keys.begin(), keys.end())
        , m_keyOf(keyOf)
        , m_progress(progress)
    {
    }

    void addFolder(const QByteArray &path) { m_folders.append(path); }

    Result<QMap<QString, KeptFile>> find()
    {
        Tips tips(m_repository);
        return follow(tips.named())
            .and_then([&] { return isDone() ? Result<>() : follow(tips.nameless()); })
            .map([this] { return std::move(m_found); });
    }

private:
    bool isDone() const { return m_missing.isEmpty(); }

    Result<> follow(const std::vector<Tip> &tips)
    {
        for (const Tip &tip : tips) {
            if (m_walked.contains(idOf(&tip.commit)))
                continue;
            if (Result<> walked = walk(tip); !walked || isDone())
                return walked;
        }
        return {};
    }

    Result<> walk(const Tip &tip)
    {
        git_revwalk *made = nullptr;
        if (::git_revwalk_new(&made, m_repository) != 0)
            return gitFailure(workTreeOf(m_repository));
        const WalkHandle walk(made);
        ::git_revwalk_sorting(walk.get(), GIT_SORT_TIME);
        if (::git_revwalk_push(walk.get(), &tip.commit) != 0)
            return {}; // a reflog may name what is stored no longer
        for (const git_oid &end : m_ends)
            ::git_revwalk_hide(walk.get(), &end);
        git_oid id {};
        while (::git_revwalk_next(&id, walk.get()) == 0 && !isDone()) {
            if (m_progress.cancelled())
                return failure(ErrorKind::Cancelled, u"The search was cancelled."_s);
            m_walked.insert(idOf(&id));
            lookInto(id, tip.where);
        }
        m_ends.push_back(tip.commit);
        return {};
    }

    void lookInto(const git_oid &id, const QString &where)
    {
        git_commit *found = nullptr;
        if (::git_commit_lookup(&found, m_repository, &id) != 0)
            return;
        const CommitHandle commit(found);
        git_tree *root = nullptr;
        if (::git_commit_tree(&root, commit.get()) != 0)
            return;
        const TreeHandle tree(root);
        m_commit = commit.get();
        m_where = where;
        for (const QByteArray &folder : std::as_const(m_folders)) {
            if (folder == ".") {
                lookInto(*tree);
                continue;
            }
            git_tree_entry *entry = nullptr;
            if (::git_tree_entry_bypath(&entry, tree.get(), folder.constData()) != 0)
                continue;
            lookInto(*entry);
            ::git_tree_entry_free(entry);
        }
    }

    // A tree or a file that was seen in a newer commit tells nothing new.
    void lookInto(const git_tree_entry &entry)
    {
        const git_oid *const id = ::git_tree_entry_id(&entry);
        const QByteArray key = idOf(id);
        if (m_seen.contains(key))
            return;
        m_seen.insert(key);
        const QString name = QString::fromUtf8(::git_tree_entry_name(&entry));
        if (::git_tree_entry_type(&entry) == GIT_OBJECT_TREE) {
            git_tree *tree = nullptr;
            if (::git_tree_lookup(&tree, m_repository, id) == 0)
                lookInto(*TreeHandle(tree));
        } else if (name.endsWith(u".py"_s)) {
            readFile(name, *id);
        }
    }

    void lookInto(const git_tree &tree)
    {
        for (std::size_t i = 0; i < ::git_tree_entrycount(&tree); ++i)
            lookInto(*::git_tree_entry_byindex(&tree, i));
    }

    void readFile(const QString &name, const git_oid &id)
    {
        git_blob *read = nullptr;
        if (::git_blob_lookup(&read, m_repository, &id) != 0)
            return;
        const BlobHandle blob(read);
        const QByteArray text(static_cast<const char *>(::git_blob_rawcontent(blob.get())),
            qsizetype(::git_blob_rawsize(blob.get())));
        const QString key = m_keyOf(name, text);
        if (!m_missing.remove(key))
            return;
        const git_signature *const author = ::git_commit_author(m_commit);
        m_found.insert(key,
            {.name = name,
                .text = text,
                .where = m_where,
                .commit = QString::fromLatin1(idOf(::git_commit_id(m_commit)).toHex()),
                .author = author ? QString::fromUtf8(author->name) : QString(),
                .time = QDateTime::fromSecsSinceEpoch(::git_commit_time(m_commit), Qt::UTC)});
    }

    git_repository *const m_repository;
    QSet<QString> m_missing;
    const KeyOf &m_keyOf;
    Progress &m_progress;
    QList<QByteArray> m_folders;
    QMap<QString, KeptFile> m_found;
    QSet<QByteArray> m_seen; // trees and files
    QSet<QByteArray> m_walked; // commits
    std::vector<git_oid> m_ends; // what they lead to has been walked
    git_commit *m_commit = nullptr; // the one that is looked into
    QString m_where;
};

} // namespace

Result<QMap<QString, KeptFile>> findKeptFiles(
    const QStringList &folders, const QStringList &keys, const KeyOf &keyOf, Progress &progress)
{
    if (folders.isEmpty() || keys.isEmpty())
        return QMap<QString, KeptFile>();
    const Result<RepositoryHandle> repository = repositoryOf(folders.first());
    if (!repository)
        return tl::unexpected(repository.error());
    const QString root = *repository ? workTreeOf(repository->get()) : QString();
    if (root.isEmpty())
        return QMap<QString, KeptFile>();
    Search search(repository->get(), keys, keyOf, progress);
    for (const QString &folder : folders)
        search.addFolder(
            QFile::encodeName(QDir(root).relativeFilePath(QFileInfo(folder).canonicalFilePath())));
    return search.find();
}

} // namespace migrations
