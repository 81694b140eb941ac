// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Stands in for linking libgit2: each function that we call is defined here and forwards to the
// real one, which is loaded at the first call: only who shows a branch waits for it. Another
// function needs another line.

#include "migrations/base/sharedlibrary.h"

#include <git2.h>

#include <cstdarg>

#define FORWARD(result, name, parameters, arguments)                                               \
    SPIRITSAFE_FORWARD(SPIRITSAFE_LIBGIT2, result, name, parameters, arguments)

using Repository = git_repository *;
using Text = const char *;

// clang-format off
FORWARD(int, git_libgit2_init, (), ())
FORWARD(int, git_libgit2_shutdown, (), ())
FORWARD(const git_error *, git_error_last, (), ())

FORWARD(int, git_repository_open_ext, (git_repository **out, Text path, unsigned flags, Text ceilings), (out, path, flags, ceilings))
FORWARD(int, git_repository_init_ext, (git_repository **out, Text path, git_repository_init_options * options), (out, path, options))
FORWARD(Text, git_repository_workdir, (const git_repository *repository), (repository))
FORWARD(Text, git_repository_path, (const git_repository *repository), (repository))
FORWARD(Text, git_repository_commondir, (const git_repository *repository), (repository))
FORWARD(int, git_repository_index, (git_index **out, Repository repository), (out, repository))
FORWARD(int, git_repository_set_head, (Repository repository, Text name), (repository, name))
FORWARD(void, git_repository_free, (Repository repository), (repository))

FORWARD(int, git_reference_lookup, (git_reference **out, Repository repository, Text name), (out, repository, name))
FORWARD(int, git_reference_name_to_id, (git_oid * out, Repository repository, Text name), (out, repository, name))
FORWARD(Text, git_reference_symbolic_target, (const git_reference *reference), (reference))
FORWARD(Text, git_reference_name, (const git_reference *reference), (reference))
FORWARD(void, git_reference_free, (git_reference * reference), (reference))
FORWARD(int, git_branch_create, (git_reference **out, Repository repository, Text name, const git_commit *target, int force), (out, repository, name, target, force))

FORWARD(int, git_reference_iterator_glob_new, (git_reference_iterator **out, Repository repository, Text glob), (out, repository, glob))
FORWARD(int, git_reference_next, (git_reference **out, git_reference_iterator *all), (out, all))
FORWARD(void, git_reference_iterator_free, (git_reference_iterator * all), (all))
FORWARD(int, git_reference_peel, (git_object **out, const git_reference *reference, git_object_t type), (out, reference, type))
FORWARD(void, git_object_free, (git_object * object), (object))

FORWARD(int, git_object_peel, (git_object **out, const git_object *object, git_object_t type), (out, object, type))
FORWARD(int, git_revparse_single, (git_object **out, Repository repository, Text name), (out, repository, name))
FORWARD(int, git_merge_base, (git_oid * out, Repository repository, const git_oid *one, const git_oid *other), (out, repository, one, other))

FORWARD(int, git_diff_buffers, (const void *one, size_t size, Text path, const void *other, size_t otherSize, Text otherPath, const git_diff_options *options, git_diff_file_cb file, git_diff_binary_cb binary, git_diff_hunk_cb hunk, git_diff_line_cb line, void *payload), (one, size, path, other, otherSize, otherPath, options, file, binary, hunk, line, payload))
FORWARD(int, git_status_list_new, (git_status_list **out, Repository repository, const git_status_options *options), (out, repository, options))
FORWARD(size_t, git_status_list_entrycount, (git_status_list * list), (list))
FORWARD(const git_status_entry *, git_status_byindex, (git_status_list * list, size_t index), (list, index))
FORWARD(void, git_status_list_free, (git_status_list * list), (list))

FORWARD(const git_oid *, git_object_id, (const git_object *object), (object))

FORWARD(int, git_reflog_read, (git_reflog **out, Repository repository, Text name), (out, repository, name))
FORWARD(size_t, git_reflog_entrycount, (git_reflog * reflog), (reflog))
FORWARD(const git_reflog_entry *, git_reflog_entry_byindex, (const git_reflog *reflog, size_t index), (reflog, index))
FORWARD(const git_oid *, git_reflog_entry_id_new, (const git_reflog_entry *entry), (entry))
FORWARD(void, git_reflog_free, (git_reflog * reflog), (reflog))

FORWARD(int, git_repository_odb, (git_odb **out, Repository repository), (out, repository))
FORWARD(int, git_odb_foreach, (git_odb * odb, git_odb_foreach_cb each, void *payload), (odb, each, payload))
FORWARD(int, git_odb_read_header, (size_t *size, git_object_t *type, git_odb *odb, const git_oid *id), (size, type, odb, id))
FORWARD(void, git_odb_free, (git_odb * odb), (odb))

FORWARD(int, git_revwalk_new, (git_revwalk **out, Repository repository), (out, repository))
FORWARD(int, git_revwalk_sorting, (git_revwalk * walk, unsigned mode), (walk, mode))
FORWARD(int, git_revwalk_push, (git_revwalk * walk, const git_oid *id), (walk, id))
FORWARD(int, git_revwalk_hide, (git_revwalk * walk, const git_oid *id), (walk, id))
FORWARD(int, git_revwalk_next, (git_oid * out, git_revwalk *walk), (out, walk))
FORWARD(void, git_revwalk_free, (git_revwalk * walk), (walk))

FORWARD(int, git_blob_lookup, (git_blob **out, Repository repository, const git_oid *id), (out, repository, id))
FORWARD(const void *, git_blob_rawcontent, (const git_blob *blob), (blob))
FORWARD(git_object_size_t, git_blob_rawsize, (const git_blob *blob), (blob))
FORWARD(void, git_blob_free, (git_blob * blob), (blob))

FORWARD(int, git_index_add_bypath, (git_index * index, Text path), (index, path))
FORWARD(const git_index_entry *, git_index_get_bypath, (git_index * index, Text path, int stage), (index, path, stage))
FORWARD(int, git_index_write, (git_index * index), (index))
FORWARD(int, git_index_write_tree, (git_oid * out, git_index *index), (out, index))
FORWARD(void, git_index_free, (git_index * index), (index))

FORWARD(int, git_tree_lookup, (git_tree **out, Repository repository, const git_oid *id), (out, repository, id))
FORWARD(void, git_tree_free, (git_tree * tree), (tree))
FORWARD(int, git_tree_entry_bypath, (git_tree_entry **out, const git_tree *tree, Text path), (out, tree, path))
FORWARD(void, git_tree_entry_free, (git_tree_entry * entry), (entry))
FORWARD(size_t, git_tree_entrycount, (const git_tree *tree), (tree))
FORWARD(const git_tree_entry *, git_tree_entry_byindex, (const git_tree *tree, size_t index), (tree, index))
FORWARD(Text, git_tree_entry_name, (const git_tree_entry *entry), (entry))
FORWARD(const git_oid *, git_tree_entry_id, (const git_tree_entry *entry), (entry))
FORWARD(git_object_t, git_tree_entry_type, (const git_tree_entry *entry), (entry))
FORWARD(int, git_tree_entry_cmp, (const git_tree_entry *one, const git_tree_entry *other), (one, other))
FORWARD(const git_tree_entry *, git_tree_entry_byname, (const git_tree *tree, Text name), (tree, name))
FORWARD(const git_oid *, git_tree_id, (const git_tree *tree), (tree))
FORWARD(int, git_commit_lookup, (git_commit **out, Repository repository, const git_oid *id), (out, repository, id))
FORWARD(int, git_commit_create, (git_oid * out, Repository repository, Text reference, const git_signature *author, const git_signature *committer, Text encoding, Text message, const git_tree *tree, size_t count, const git_commit *parents[]), (out, repository, reference, author, committer, encoding, message, tree, count, parents))
FORWARD(int, git_commit_tree, (git_tree **out, const git_commit *commit), (out, commit))
FORWARD(const git_oid *, git_commit_id, (const git_commit *commit), (commit))
FORWARD(const git_signature *, git_commit_author, (const git_commit *commit), (commit))
FORWARD(git_time_t, git_commit_time, (const git_commit *commit), (commit))
FORWARD(unsigned, git_commit_parentcount, (const git_commit *commit), (commit))
FORWARD(const git_oid *, git_commit_parent_id, (const git_commit *commit, unsigned n), (commit, n))
FORWARD(Text, git_commit_summary, (git_commit * commit), (commit))
FORWARD(void, git_commit_free, (git_commit * commit), (commit))
FORWARD(int, git_signature_new, (git_signature **out, Text name, Text email, git_time_t time, int offset), (out, name, email, time, offset))
FORWARD(void, git_signature_free, (git_signature * signature), (signature))
FORWARD(int, git_oid_equal, (const git_oid *one, const git_oid *other), (one, other))
FORWARD(char *, git_oid_tostr, (char *out, size_t size, const git_oid *id), (out, size, id))
// clang-format on

// All that we set with it are numbers.
int git_libgit2_opts(int option, ...)
{
    static auto *const real = reinterpret_cast<decltype(&git_libgit2_opts)>(
        migrations::librarySymbol(SPIRITSAFE_LIBGIT2, "git_libgit2_opts"));
    std::va_list values;
    va_start(values, option);
    const int value = va_arg(values, int);
    va_end(values);
    return real(option, value);
}
