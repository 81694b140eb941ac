// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "model/filefacts.h"

#include "migrations/git/repository.h"

#include <QLocale>

#include <utility>

namespace model {

using namespace Qt::StringLiterals;
using migrations::GitState;
using migrations::ProjectState;

namespace {

constexpr int quietMs = 200; // git writes several files for one commit

QStringList filesOf(const ProjectState &state)
{
    QStringList files;
    files.reserve(qsizetype(state.graph.revisions().size()));
    for (const migrations::Revision &revision : state.graph.revisions())
        files.append(revision.file);
    return files;
}

struct Read
{
    FileFacts facts;
    QString head;
    QStringList folders; // whose change means another index or branch
};

// What cannot be read is not shown: a file's place in git is never why something else fails.
Read readFacts(const ProjectState &state, Engine &engine, migrations::Progress &progress)
{
    const QStringList files = filesOf(state);
    Read read;
    read.facts.git = migrations::readGitStates(files).value_or(migrations::GitStates());
    const auto git = migrations::readGit(state.project.root);
    read.head = git ? git->head : QString();
    read.folders = migrations::gitFolders(state.project.root);
    if (const auto journal = engine.journal())
        read.facts.edited = migrations::editedScripts(state, **journal, progress)
                                .value_or(QHash<QString, migrations::EditedScript>());
    return read;
}

} // namespace

QString gitWord(const FileFacts &facts, const QString &file)
{
    const auto state = facts.git.constFind(file);
    if (state == facts.git.constEnd())
        return {};
    switch (*state) {
    case GitState::Ignored:
        return FileFactsReader::tr("ignored");
    case GitState::Untracked:
        return FileFactsReader::tr("untracked");
    case GitState::Conflicted:
        return FileFactsReader::tr("conflict");
    case GitState::Modified:
        return FileFactsReader::tr("modified");
    case GitState::Staged:
        return FileFactsReader::tr("staged");
    case GitState::Committed:
        return FileFactsReader::tr("committed");
    case GitState::Pushed:
        return FileFactsReader::tr("pushed");
    }
    return {};
}

QString gitSentence(const FileFacts &facts, const QString &file)
{
    const auto commit = facts.commits.constFind(file);
    if (commit == facts.commits.constEnd())
        return gitWord(facts, file);
    return FileFactsReader::tr("%1\n%2, %3, commit %4")
        .arg(commit->summary, commit->author,
            QLocale().toString(commit->time, QLocale::ShortFormat), commit->id.left(7));
}

FileFactsReader::FileFactsReader(QObject *parent)
    : QObject(parent)
    , m_thread(std::make_unique<EngineThread>(u"git"_s))
{
    m_quiet.setSingleShot(true);
    m_quiet.setInterval(quietMs);
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, [this] { m_quiet.start(); });
    connect(&m_quiet, &QTimer::timeout, this, &FileFactsReader::readAgain);
}

FileFactsReader::~FileFactsReader()
{
    for (const auto &job : {m_job, m_question}) {
        if (job)
            job->abandon();
    }
}

void FileFactsReader::read(const ProjectState &state)
{
    m_state = state;
    readAgain();
}

void FileFactsReader::readAgain()
{
    if (m_job)
        m_job->abandon();
    m_job = std::make_shared<Job>(this, [](const Job::Events &) {});
    m_thread->post(
        this,
        [state = m_state, job = m_job](Engine &engine) { return readFacts(state, engine, *job); },
        [this, job = m_job](const Read &read) {
            if (job->isAbandoned())
                return;
            FileFacts facts = read.facts;
            if (m_head == read.head)
                facts.commits = m_facts->commits;
            m_head = read.head;
            const QStringList watched = m_watcher.directories();
            if (watched != read.folders) {
                if (!watched.isEmpty())
                    m_watcher.removePaths(watched);
                if (!read.folders.isEmpty())
                    m_watcher.addPaths(read.folders);
            }
            QStringList missing;
            for (auto file = facts.git.begin(); file != facts.git.end(); ++file) {
                if (*file != GitState::Untracked && *file != GitState::Ignored
                    && !facts.commits.contains(file.key()))
                    missing.append(file.key());
            }
            take(std::move(facts));
            if (!missing.isEmpty())
                readCommits(missing);
        });
}

void FileFactsReader::readCommits(const QStringList &files)
{
    using Commits = QHash<QString, migrations::FileCommit>;
    m_thread->post(
        this,
        [files, job = m_job](
            Engine &) { return migrations::lastCommits(files, *job).value_or(Commits()); },
        [this, job = m_job](const Commits &commits) {
            if (job->isAbandoned() || commits.isEmpty())
                return;
            FileFacts facts = *m_facts;
            facts.commits.insert(commits);
            take(std::move(facts));
        });
}

void FileFactsReader::take(FileFacts facts)
{
    if (facts == *m_facts)
        return;
    m_facts = std::make_shared<const FileFacts>(std::move(facts));
    Q_EMIT changed();
}

void FileFactsReader::forget()
{
    if (m_job)
        m_job->abandon();
    m_state = {};
    m_head.clear();
    if (const QStringList watched = m_watcher.directories(); !watched.isEmpty())
        m_watcher.removePaths(watched);
    take({});
}

} // namespace model
