// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/alembic/authoring.h"
#include "migrations/base/error.h"
#include "widgets/tierdialog.h"

#include <optional>

class QComboBox;
class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;
class QRadioButton;

namespace widgets {

// A new revision: its message, what it follows, and what autogenerate found, to choose from. Told
// what was found, says what is wanted. Object name "newRevision".
class NewRevisionDialog : public TierDialog
{
    Q_OBJECT
public:
    // heads: of the project; more than one have to be chosen from.
    NewRevisionDialog(const Theme &theme, const Place &place, const QStringList &heads,
        QWidget *parent = nullptr);
    // Answers compareRequested.
    void setFound(const std::vector<migrations::FoundOperation> &found);
    void setProblem(const migrations::Error &error); // why there is nothing to choose from
    // Answers writeRequested when nothing was written.
    void setNotWritten(const migrations::Error &error);
    migrations::RevisionOptions options() const;

Q_SIGNALS:
    void compareRequested(const migrations::RevisionOptions &options);
    void writeRequested(const migrations::RevisionOptions &options,
        const std::optional<migrations::OperationChoice> &choice);
    void upgradeRequested();

private:
    QWidget *buildForm(const QStringList &heads);
    QWidget *buildFoot();
    void compare();
    void addOperation(const migrations::FoundOperation &operation, int place);
    void addRename(int drop);
    std::optional<migrations::OperationChoice> choice() const;
    void say(const QString &text, bool offersUpgrade = false);
    void check();
    void write();

    std::optional<std::vector<migrations::FoundOperation>> m_found;
    bool m_writing = false;
    QLineEdit *m_message = nullptr;
    QComboBox *m_head = nullptr;
    QRadioButton *m_fromModels = nullptr;
    QRadioButton *m_empty = nullptr;
    QListWidget *m_list = nullptr;
    QLabel *m_note = nullptr;
    QPushButton *m_upgrade = nullptr;
    QLabel *m_hint = nullptr;
    QPushButton *m_write = nullptr;
};

} // namespace widgets
