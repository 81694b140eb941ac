// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/alembic/authoring.h"
#include "migrations/base/error.h"
#include "widgets/tierdialog.h"

#include <optional>

class QCheckBox;
class QComboBox;
class QFormLayout;
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
    // heads and version folders of the project: where there are several, one is chosen.
    NewRevisionDialog(const Theme &theme, const Place &place, const QStringList &heads,
        const QStringList &folders, QWidget *parent = nullptr);
    // Shows what differs and writes nothing: the button leads to a new revision.
    void onlyCompare();
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
    void newRequested(); // from what was only compared

private:
    QWidget *buildForm(const QStringList &heads);
    QWidget *buildMore(const QStringList &folders);
    QLineEdit *addField(
        QFormLayout &rows, const char *name, const QString &label, const QString &placeholder);
    void letFollowAnything(bool splice);
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
    bool m_onlyCompares = false;
    QWidget *m_form = nullptr;
    QWidget *m_more = nullptr;
    QLineEdit *m_message = nullptr;
    QComboBox *m_head = nullptr;
    QFormLayout *m_rows = nullptr;
    QStringList m_heads;
    QLineEdit *m_label = nullptr;
    QLineEdit *m_dependsOn = nullptr;
    QLineEdit *m_id = nullptr;
    QComboBox *m_folder = nullptr;
    QCheckBox *m_splice = nullptr;
    QRadioButton *m_fromModels = nullptr;
    QRadioButton *m_empty = nullptr;
    QListWidget *m_list = nullptr;
    QLabel *m_note = nullptr;
    QPushButton *m_upgrade = nullptr;
    QLabel *m_hint = nullptr;
    QPushButton *m_write = nullptr;
};

} // namespace widgets
