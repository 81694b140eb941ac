// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/operations/safeguards.h"
#include "widgets/theme.h"

#include <QFrame>

class QButtonGroup;
class QLabel;
class QRadioButton;

namespace widgets {

// Which backup an operation has behind it: one that is there already, one made now, or none, where
// the tier allows it. Object name "backupChoice".
class BackupChoice : public QFrame
{
    Q_OBJECT
public:
    enum class Choice { None, Use, Make };
    struct Content
    {
        migrations::Safeguards safeguards;
        std::optional<migrations::Backup> there; // one that will do
        QString estimate; // of one made now

        bool operator==(const Content &) const = default;
    };

    explicit BackupChoice(const Theme &theme, QWidget *parent = nullptr);
    void setContent(const Content &content); // hides itself where no backup is spoken of
    Choice choice() const;

Q_SIGNALS:
    void chosen();

private:
    QRadioButton *addOption(const char *name, QLabel *&detail);

    const Theme &m_theme;
    Content m_content;
    QButtonGroup *m_group = nullptr;
    QRadioButton *m_use = nullptr;
    QRadioButton *m_make = nullptr;
    QRadioButton *m_none = nullptr;
    QLabel *m_useText = nullptr;
    QLabel *m_makeText = nullptr;
    QLabel *m_noneText = nullptr;
};

} // namespace widgets
