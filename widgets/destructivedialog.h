// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/banner.h"
#include "widgets/goeslist.h"
#include "widgets/tierdialog.h"

#include <optional>

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace widgets {

// A question whose Yes destroys something (LOOK.md 6, picture 06): what goes, what stays, the way
// back, then the typed name. Cancel is the default; Enter never destroys; the red button says
// beside it what is missing. Told what to show, answers with accepted() and backUpFirst().
class DestructiveDialog : public TierDialog
{
    Q_OBJECT
public:
    struct BackupOffer
    {
        bool checked = true;
        bool required = false; // the tick cannot be taken away
        QString text; // "about 9 s and 140 MB, readable to the end and checksummed"
    };
    struct Content
    {
        Place place;
        QString title; // "Reset schema", of the window
        QString question; // with the name in it
        QString sentence;
        QString goesTitle; // "What goes", else what the list is
        QString goesWhat; // head of the names; empty: "Table"
        QString goesSummary; // "31 tables, 1.5 M rows, 824 MB"
        std::vector<GoingItem> goes;
        QString goesOther; // "4 views, 28 sequences": what is not in the list
        QString goesNothing; // in place of an empty list
        QStringList stays;
        QString staysNote; // "Nothing outside depends on what goes."
        Banner::Content wayBack;
        std::optional<BackupOffer> backup; // nullopt: none is offered
        QString typedName; // empty: none has to be typed
        QString typedFor; // "reset its schema"
        QString button; // repeats the verb of the title
        QString buttonWithBackup;
        QString refusal; // why it cannot be done at all; empty: it can
        QString unlockText; // of the button that lifts the refusal; empty: there is none
    };

    DestructiveDialog(const Theme &theme, const Content &content, QWidget *parent = nullptr);
    bool backUpFirst() const;
    // What stands in the way now, after an unlock for instance; empty: nothing.
    void setRefusal(const QString &refusal, const QString &unlockText = {});
    // Beside the buttons, while nothing is missing: "unlocked for 9 min 12 s".
    void setNote(const QString &note);

Q_SIGNALS:
    void unlockRequested();

private:
    QWidget *buildHead();
    QWidget *buildGoes();
    QWidget *buildStays();
    QWidget *buildBackup();
    QWidget *buildFoot();
    void showOthers();
    void check();
    void restyle();

    Content m_content;
    QString m_note;
    GoesList *m_goes = nullptr;
    QLabel *m_others = nullptr;
    QLabel *m_sign = nullptr;
    QLabel *m_goesSign = nullptr;
    QLabel *m_staysSign = nullptr;
    std::vector<QLabel *> m_ticks;
    QCheckBox *m_backup = nullptr;
    QLineEdit *m_name = nullptr;
    QLabel *m_hint = nullptr;
    QPushButton *m_unlock = nullptr;
    QPushButton *m_cancel = nullptr;
    QPushButton *m_yes = nullptr;
};

} // namespace widgets
