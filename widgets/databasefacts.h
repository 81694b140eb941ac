// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/operations/databaseinfo.h"
#include "widgets/titledcard.h"

class QGridLayout;
class QLabel;
class QPushButton;

namespace widgets {

// Size, protection, the lock on reset and recreate, the newest proven backup; a row each.
class DatabaseFacts : public TitledCard
{
    Q_OBJECT
public:
    struct Facts
    {
        qint64 bytes = -1;
        migrations::Tier tier = migrations::Tier::Production;
        migrations::Protection protection;
        std::vector<migrations::Backup> backups;
    };

    explicit DatabaseFacts(const Theme &theme, QWidget *parent = nullptr);
    void setFacts(const Facts &facts);
    void setWhyNot(const QString &whyNot);
    void tick();

Q_SIGNALS:
    void protectRequested(bool on);
    void unlockRequested();
    void backupsRequested();

private:
    QLabel *addRow(const QString &name, QPushButton *button);
    void showProtection();
    void showLock(const QDateTime &now);
    void showBackup(const QDateTime &now);

    Facts m_facts;
    QGridLayout *m_rows = nullptr;
    QLabel *m_size = nullptr;
    QLabel *m_protection = nullptr;
    QLabel *m_lock = nullptr;
    QLabel *m_backup = nullptr;
    QPushButton *m_protect = nullptr;
    QPushButton *m_unlock = nullptr;
    QPushButton *m_backups = nullptr;
};

} // namespace widgets
