// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/base/error.h"
#include "migrations/operations/commitcontent.h"
#include "widgets/theme.h"

#include <QDialog>

class QLabel;
class QListWidget;
class QPlainTextEdit;
class QPushButton;

namespace widgets {

// What goes into a commit, and its message. Told what has changed, says what is wanted. Object name
// "commit".
class CommitDialog : public QDialog
{
    Q_OBJECT
public:
    CommitDialog(const Theme &theme, const QString &branch,
        const std::vector<migrations::CommitFile> &files, QWidget *parent = nullptr);

    void setRefused(const migrations::Error &error); // answers either request

Q_SIGNALS:
    void stageRequested(const QStringList &files);
    void commitRequested(const QStringList &files, const QString &message);

private:
    QWidget *buildFoot();
    void addFile(const migrations::CommitFile &file);
    QStringList chosen() const;
    void suggestMessage();
    void check();
    void work(bool working);

    const Theme &m_theme;
    const std::vector<migrations::CommitFile> m_files;
    QListWidget *m_list = nullptr;
    QPlainTextEdit *m_message = nullptr;
    QPlainTextEdit *m_output = nullptr; // all that git and its hooks said
    QLabel *m_hint = nullptr;
    QPushButton *m_cancel = nullptr;
    QPushButton *m_stage = nullptr;
    QPushButton *m_commit = nullptr;
    QString m_suggested;
    QString m_said; // what git answered, until something else is chosen
    bool m_working = false;
};

} // namespace widgets
