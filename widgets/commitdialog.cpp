// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/commitdialog.h"

#include "widgets/richtext.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QShortcut>
#include <QVBoxLayout>

namespace widgets {

using namespace Qt::StringLiterals;
using migrations::CommitFile;

namespace {

QString kindWord(const CommitFile &file)
{
    switch (file.kind) {
    case CommitFile::Kind::Revision:
        return CommitDialog::tr("revision");
    case CommitFile::Kind::Model:
        return CommitDialog::tr("models");
    case CommitFile::Kind::Other:
        break;
    }
    return {};
}

QString textOf(const CommitFile &file)
{
    QStringList words {file.file.deleted ? CommitDialog::tr("deleted")
                                         : migrations::gitStateName(file.file.state)};
    if (const QString kind = kindWord(file); !kind.isEmpty())
        words.prepend(kind);
    return u"%1\n%2"_s.arg(file.shown, words.join(u", "_s));
}

} // namespace

CommitDialog::CommitDialog(const Theme &theme, const QString &branch,
    const std::vector<CommitFile> &files, QWidget *parent)
    : QDialog(parent)
    , m_theme(theme)
    , m_files(files)
{
    setObjectName("commit"_L1);
    setWindowTitle(branch.isEmpty() ? tr("Commit") : tr("Commit to %1").arg(branch));
    auto *filesLabel = new QLabel(tr("&Files, as they are now"), this);
    m_list = new QListWidget(this);
    m_list->setObjectName("commitFiles"_L1);
    m_list->setAccessibleName(tr("Files of the commit"));
    m_list->setSpacing(2);
    filesLabel->setBuddy(m_list);
    for (const CommitFile &file : m_files)
        addFile(file);
    auto *messageLabel = new QLabel(tr("&Message"), this);
    m_message = new QPlainTextEdit(this);
    m_message->setObjectName("commitMessage"_L1);
    m_message->setFont(theme.type().fixed);
    m_message->setTabChangesFocus(true);
    m_message->setFixedHeight(QFontMetrics(theme.type().fixed).lineSpacing() * 5 + 12);
    messageLabel->setBuddy(m_message);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(18, 16, 18, 16);
    column->setSpacing(8);
    column->addWidget(filesLabel);
    column->addWidget(m_list, 1);
    column->addWidget(messageLabel);
    column->addWidget(m_message);
    m_output = new QPlainTextEdit(this);
    m_output->setObjectName("commitOutput"_L1);
    m_output->setAccessibleName(tr("What git said"));
    m_output->setFont(theme.type().fixedSmall);
    m_output->setReadOnly(true);
    m_output->setFixedHeight(m_message->height());
    m_output->hide();
    column->addWidget(m_output);
    column->addWidget(buildFoot());
    connect(m_list, &QListWidget::itemChanged, this, [this] {
        m_said.clear();
        suggestMessage();
        check();
    });
    connect(m_message, &QPlainTextEdit::textChanged, this, &CommitDialog::check);
    suggestMessage();
    check();
    m_message->setFocus();
    resize(640, 520);
}

QWidget *CommitDialog::buildFoot()
{
    auto *foot = new QWidget(this);
    m_hint = secondaryLabel({}, foot);
    m_hint->setObjectName("commitHint"_L1);
    m_hint->setFont(m_theme.type().small);
    m_hint->setWordWrap(true);
    m_cancel = new QPushButton(tr("Cancel"), foot);
    m_cancel->setObjectName("cancel"_L1);
    m_cancel->setAutoDefault(false);
    m_stage = new QPushButton(tr("&Stage only"), foot);
    m_stage->setObjectName("stage"_L1);
    m_stage->setAutoDefault(false);
    m_commit = new QPushButton(tr("&Commit"), foot);
    m_commit->setObjectName("commitButton"_L1);
    m_commit->setProperty("role", u"primary"_s);
    m_commit->setDefault(true);
    m_commit->setToolTip(tr("Ctrl+Enter. Nothing is pushed."));
    auto *row = new QHBoxLayout(foot);
    row->setContentsMargins(0, 6, 0, 0);
    row->setSpacing(8);
    row->addWidget(m_hint, 1);
    row->addWidget(m_cancel);
    row->addWidget(m_stage);
    row->addWidget(m_commit);
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_stage, &QPushButton::clicked, this, [this] {
        work(true);
        Q_EMIT stageRequested(chosen());
    });
    connect(m_commit, &QPushButton::clicked, this, [this] {
        work(true);
        Q_EMIT commitRequested(chosen(), m_message->toPlainText().trimmed());
    });
    for (const int key : {Qt::Key_Return, Qt::Key_Enter})
        connect(new QShortcut(QKeySequence(int(Qt::CTRL) | key), this), &QShortcut::activated,
            m_commit, &QPushButton::click);
    return foot;
}

// What belongs to a migration is ticked.
void CommitDialog::addFile(const CommitFile &file)
{
    auto *item = new QListWidgetItem(textOf(file), m_list);
    item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
    const bool belongs =
        file.kind != CommitFile::Kind::Other && file.file.state != migrations::GitState::Conflicted;
    item->setCheckState(belongs ? Qt::Checked : Qt::Unchecked);
    item->setToolTip(file.file.path);
}

QStringList CommitDialog::chosen() const
{
    QStringList files;
    for (int row = 0; row < m_list->count(); ++row) {
        if (m_list->item(row)->checkState() == Qt::Checked)
            files.append(m_files[std::size_t(row)].file.path);
    }
    return files;
}

// As long as the person has not written one.
void CommitDialog::suggestMessage()
{
    if (m_message->toPlainText() != m_suggested)
        return;
    m_suggested = migrations::suggestedMessage(m_files, chosen());
    m_message->setPlainText(m_suggested);
    m_message->moveCursor(QTextCursor::End);
}

void CommitDialog::check()
{
    const QStringList files = chosen();
    QString missing;
    if (m_working)
        missing = tr("git is at work, and goes on when this is closed.");
    else if (m_files.empty())
        missing = tr("Nothing has changed since the last commit.");
    else if (files.isEmpty())
        missing = tr("No file is ticked.");
    m_stage->setEnabled(missing.isEmpty());
    if (missing.isEmpty() && m_message->toPlainText().trimmed().isEmpty())
        missing = tr("A commit needs a message.");
    m_commit->setEnabled(missing.isEmpty());
    if (!m_said.isEmpty() && !m_working)
        m_hint->setText(m_said);
    else
        m_hint->setText(missing.isEmpty() ? migrations::commitHint(m_files, files) : missing);
}

void CommitDialog::work(bool working)
{
    m_working = working;
    m_said.clear();
    m_list->setEnabled(!working);
    m_cancel->setText(working ? tr("Close") : tr("Cancel"));
    check();
}

void CommitDialog::setRefused(const migrations::Error &error)
{
    work(false);
    m_said = error.message;
    m_output->setPlainText(error.detail.trimmed());
    m_output->setVisible(!error.detail.trimmed().isEmpty());
    check();
}

} // namespace widgets
