// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/databasefacts.h"

#include "model/backupmodel.h"
#include "widgets/richtext.h"
#include "widgets/smallbutton.h"

#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace widgets {

using namespace Qt::StringLiterals;
using migrations::Backup;
using migrations::Proof;
using migrations::Tier;

namespace {

QString backupText(const Backup &backup, const QDateTime &now)
{
    const QString revisions =
        backup.revisions.isEmpty() ? DatabaseFacts::tr("base") : backup.revisions.join(", "_L1);
    return DatabaseFacts::tr("%1, %2, %3, at %4")
        .arg(model::ageText(backup.ended, now), migrations::proofName(backup.proof),
            model::bytesText(backup.bytes), revisions);
}

} // namespace

DatabaseFacts::DatabaseFacts(const Theme &theme, QWidget *parent)
    : TitledCard(theme, tr("Facts"), parent)
{
    setObjectName("databaseFacts"_L1);
    m_protect = smallButton(this, u"protect"_s, {});
    m_unlock = smallButton(
        this, u"unlockDatabase"_s, tr("Unlock for %1 minutes…").arg(migrations::unlockMinutes));
    m_backups = smallButton(this, u"openBackups"_s, tr("Backups"));
    m_rows = new QGridLayout;
    m_rows->setContentsMargins(14, 8, 14, 8);
    m_rows->setHorizontalSpacing(16);
    m_rows->setVerticalSpacing(2);
    m_rows->setColumnStretch(1, 1);
    body()->addLayout(m_rows);
    m_size = addRow(tr("Size"), nullptr);
    m_size->setObjectName("factSize"_L1);
    m_protection = addRow(tr("Protection"), m_protect);
    m_protection->setObjectName("factProtection"_L1);
    m_lock = addRow(tr("Reset, recreate"), m_unlock);
    m_lock->setObjectName("factLock"_L1);
    m_backup = addRow(tr("Newest proven backup"), m_backups);
    m_backup->setObjectName("factBackup"_L1);
    connect(m_protect, &QPushButton::clicked, this,
        [this] { Q_EMIT protectRequested(!m_facts.protection.marked); });
    connect(m_unlock, &QPushButton::clicked, this, &DatabaseFacts::unlockRequested);
    connect(m_backups, &QPushButton::clicked, this, &DatabaseFacts::backupsRequested);
}

QLabel *DatabaseFacts::addRow(const QString &name, QPushButton *button)
{
    const int row = m_rows->count() == 0 ? 0 : m_rows->rowCount();
    QLabel *label = secondaryLabel(name, this);
    auto *value = new QLabel(this);
    value->setTextFormat(Qt::PlainText);
    value->setWordWrap(true);
    value->setTextInteractionFlags(Qt::TextSelectableByMouse);
    value->setAccessibleName(name);
    m_rows->setRowMinimumHeight(row, 30);
    m_rows->addWidget(label, row, 0, Qt::AlignVCenter);
    m_rows->addWidget(value, row, 1, Qt::AlignVCenter);
    if (button)
        m_rows->addWidget(button, row, 2, Qt::AlignRight | Qt::AlignVCenter);
    return value;
}

void DatabaseFacts::setFacts(const Facts &facts)
{
    m_facts = facts;
    m_size->setText(facts.bytes < 0 ? tr("not known") : model::bytesText(facts.bytes));
    showProtection();
    tick();
}

void DatabaseFacts::setWhyNot(const QString &whyNot)
{
    allow(m_protect, whyNot);
    allow(m_unlock, whyNot);
}

void DatabaseFacts::tick()
{
    showLock(QDateTime::currentDateTimeUtc());
    showBackup(QDateTime::currentDateTime());
}

void DatabaseFacts::showProtection()
{
    const bool marked = m_facts.protection.marked;
    m_protection->setText(marked ? tr("Protected: it counts as production, whatever URL leads here")
                                 : tr("Not protected: the tier of the environment decides"));
    m_protect->setText(marked ? tr("Remove protection…") : tr("Protect…"));
}

void DatabaseFacts::showLock(const QDateTime &now)
{
    const bool guarded = m_facts.protection.marked || m_facts.tier == Tier::Production;
    const bool unlocked = m_facts.protection.unlocked(now);
    m_unlock->setVisible(guarded && !unlocked);
    if (!guarded)
        m_lock->setText(tr("Not locked: only production is"));
    else if (!unlocked)
        m_lock->setText(tr("Locked"));
    else
        m_lock->setText(
            tr("Unlocked for %1")
                .arg(durationText(now.secsTo(m_facts.protection.unlockedUntil) * 1'000)));
}

void DatabaseFacts::showBackup(const QDateTime &now)
{
    const migrations::BackupList list {m_facts.backups, {}};
    if (const Backup *newest = list.newestProven(Proof::Readable))
        m_backup->setText(backupText(*newest, now));
    else if (m_facts.backups.empty())
        m_backup->setText(tr("There is no backup"));
    else
        m_backup->setText(m_facts.backups.size() == 1
                ? tr("The only backup is not proven")
                : tr("None of %1 backups is proven").arg(m_facts.backups.size()));
}

} // namespace widgets
