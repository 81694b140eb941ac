// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/git/filehistory.h"
#include "migrations/git/filestates.h"
#include "migrations/operations/editedscripts.h"
#include "model/enginethread.h"
#include "model/job.h"

#include <QFileSystemWatcher>
#include <QObject>
#include <QTimer>

#include <memory>

namespace model {

// What is known of the revision files beside their text. By file, as the revisions name it.
struct FileFacts
{
    migrations::GitStates git; // empty: no repository
    QHash<QString, migrations::FileCommit> commits; // absent: not in HEAD, or not read yet
    QHash<QString, migrations::EditedScript> edited; // by revision: not what its database has

    bool operator==(const FileFacts &) const = default;
};
using SharedFileFacts = std::shared_ptr<const FileFacts>;

// The state of a file in a word, for people: "pushed"; empty: git does not see it.
QString gitWord(const FileFacts &facts, const QString &file);

// Who gave it the text that it has, when and why; else the word.
QString gitSentence(const FileFacts &facts, const QString &file);

// Reads them on a thread of its own, since a long history takes a while, and again when git's index
// or a branch has changed. Lives on the GUI thread and never waits.
class FileFactsReader : public QObject
{
    Q_OBJECT
public:
    explicit FileFactsReader(QObject *parent = nullptr);
    ~FileFactsReader() override;

    void read(const migrations::ProjectState &state); // replaces what is being read
    void readAgain();
    void forget();
    // Something else about the files, on the same thread: work(journal, progress), then done(value)
    // here; journal is null when it cannot be read. A later one replaces it.
    template <typename Work, typename Done>
    void ask(Work work, Done done)
    {
        if (m_question)
            m_question->abandon();
        m_question = std::make_shared<Job>(this, [](const Job::Events &) {});
        m_thread->post(
            this,
            [work = std::move(work), job = m_question](Engine &engine) {
                const auto journal = engine.journal();
                return work(journal ? *journal : nullptr, *job);
            },
            [job = m_question, done = std::move(done)](const auto &value) {
                if (!job->isAbandoned())
                    done(value);
            });
    }
    const SharedFileFacts &facts() const { return m_facts; } // never null

Q_SIGNALS:
    void changed();

private:
    void readCommits(const QStringList &files);
    void take(FileFacts facts);

    migrations::ProjectState m_state;
    SharedFileFacts m_facts = std::make_shared<const FileFacts>();
    QString m_head; // the commits are of
    std::shared_ptr<Job> m_job;
    std::shared_ptr<Job> m_question;
    QFileSystemWatcher m_watcher;
    QTimer m_quiet;
    std::unique_ptr<EngineThread> m_thread; // last: its work refers to what is above
};

} // namespace model
