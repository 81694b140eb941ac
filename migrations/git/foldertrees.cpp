// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/git/foldertrees.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QMap>

#include <algorithm>

namespace migrations {

namespace {

constexpr std::size_t mostOpened = 6;

bool isFile(const git_tree_entry *entry)
{
    return ::git_tree_entry_type(entry) == GIT_OBJECT_BLOB;
}

} // namespace

std::vector<FolderFiles> byFolder(const QString &workTree, const QStringList &files)
{
    QMap<QString, QByteArray> folders; // as written → in the repository
    QMap<QByteArray, FolderFiles> grouped;
    for (const QString &file : files) {
        const qsizetype slash = file.lastIndexOf(u'/');
        const QString folder = file.left(slash);
        auto place = folders.constFind(folder);
        if (place == folders.constEnd()) {
            const QString real = QFileInfo(folder).canonicalFilePath();
            place =
                folders.insert(folder, QFile::encodeName(QDir(workTree).relativeFilePath(real)));
        }
        FolderFiles &group = grouped[*place];
        group.folder = *place;
        group.files.insert(QFile::encodeName(file.mid(slash + 1)), file);
    }
    std::vector<FolderFiles> groups;
    for (FolderFiles &group : grouped)
        groups.push_back(std::move(group));
    return groups;
}

FolderTrees::FolderTrees(git_repository *repository, QByteArray folder)
    : m_repository(repository)
    , m_folder(std::move(folder))
{
}

std::optional<git_oid> FolderTrees::in(const git_tree *root) const
{
    if (!root)
        return std::nullopt;
    if (m_folder == ".")
        return *::git_tree_id(root);
    git_tree_entry *found = nullptr;
    if (::git_tree_entry_bypath(&found, root, m_folder.constData()) != 0)
        return std::nullopt;
    const TreeEntryHandle entry(found);
    if (::git_tree_entry_type(found) != GIT_OBJECT_TREE)
        return std::nullopt;
    return *::git_tree_entry_id(found);
}

const git_tree *FolderTrees::open(const std::optional<git_oid> &id)
{
    if (!id)
        return nullptr;
    const auto known = std::find_if(m_opened.begin(), m_opened.end(),
        [&](const auto &opened) { return ::git_oid_equal(&opened.first, &*id) != 0; });
    if (known != m_opened.end()) {
        std::rotate(known, known + 1, m_opened.end());
        return m_opened.back().second.get();
    }
    git_tree *opened = nullptr;
    if (::git_tree_lookup(&opened, m_repository, &*id) != 0)
        return nullptr;
    if (m_opened.size() == mostOpened)
        m_opened.erase(m_opened.begin());
    m_opened.emplace_back(*id, TreeHandle(opened));
    return opened;
}

std::optional<git_oid> fileIn(const git_tree *tree, const QByteArray &name)
{
    const git_tree_entry *const entry =
        tree ? ::git_tree_entry_byname(tree, name.constData()) : nullptr;
    return entry && isFile(entry) ? std::optional(*::git_tree_entry_id(entry)) : std::nullopt;
}

// Both are in the same order, so that one walk along them finds what differs.
std::vector<std::pair<QByteArray, git_oid>> newIn(const git_tree *tree, const git_tree *before)
{
    std::vector<std::pair<QByteArray, git_oid>> fresh;
    const std::size_t count = tree ? ::git_tree_entrycount(tree) : 0;
    const std::size_t countBefore = before ? ::git_tree_entrycount(before) : 0;
    std::size_t old = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const git_tree_entry *const entry = ::git_tree_entry_byindex(tree, i);
        const git_tree_entry *other = nullptr;
        int order = 1;
        while (old < countBefore) {
            other = ::git_tree_entry_byindex(before, old);
            order = ::git_tree_entry_cmp(other, entry);
            if (order >= 0)
                break;
            ++old;
        }
        const git_oid *const id = ::git_tree_entry_id(entry);
        const bool same =
            old < countBefore && order == 0 && ::git_oid_equal(::git_tree_entry_id(other), id) != 0;
        if (!same && isFile(entry))
            fresh.emplace_back(::git_tree_entry_name(entry), *id);
    }
    return fresh;
}

} // namespace migrations
