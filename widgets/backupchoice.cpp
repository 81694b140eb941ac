// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/backupchoice.h"

#include "model/backupmodel.h"
#include "widgets/richtext.h"

#include <QButtonGroup>
#include <QLabel>
#include <QRadioButton>
#include <QVBoxLayout>

namespace widgets {

using namespace Qt::StringLiterals;
using Needed = migrations::Safeguards::Backup;

BackupChoice::BackupChoice(const Theme &theme, QWidget *parent)
    : QFrame(parent)
    , m_theme(theme)
    , m_group(new QButtonGroup(this))
{
    setObjectName("backupChoice"_L1);
    setProperty("card", true);
    QLabel *heading = secondaryLabel(tr("Backup"), this);
    heading->setFont(theme.type().strong);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(14, 12, 14, 12);
    column->setSpacing(4);
    column->addWidget(heading);
    m_use = addOption("backupUse", m_useText);
    m_make = addOption("backupMake", m_makeText);
    m_none = addOption("backupNone", m_noneText);
    m_make->setText(tr("Make one now"));
    m_none->setText(tr("No backup"));
    connect(m_group, &QButtonGroup::buttonClicked, this, &BackupChoice::chosen);
    hide();
}

QRadioButton *BackupChoice::addOption(const char *name, QLabel *&detail)
{
    auto *option = new QRadioButton(this);
    option->setObjectName(QLatin1StringView(name));
    option->setFont(m_theme.type().medium);
    m_group->addButton(option);
    detail = secondaryLabel({}, this);
    detail->setFont(m_theme.type().small);
    detail->setWordWrap(true);
    detail->setContentsMargins(24, 0, 0, 4);
    layout()->addWidget(option);
    layout()->addWidget(detail);
    return option;
}

void BackupChoice::setContent(const Content &content)
{
    if (content == m_content && isVisible())
        return; // what was chosen stays
    m_content = content;
    const Needed needed = content.safeguards.backup;
    const QString proof = migrations::proofName(content.safeguards.proof);
    if (content.there) {
        const QDateTime ended = content.there->ended.toLocalTime();
        m_use->setText(tr("Use the one of %1").arg(ended.toString(u"HH:mm"_s)));
        m_useText->setText(tr("%1, %2, %3")
                               .arg(model::ageText(ended, QDateTime::currentDateTime()),
                                   model::bytesText(content.there->bytes),
                                   migrations::proofName(content.there->proof)));
    }
    m_makeText->setText(
        content.estimate.isEmpty() ? proof : tr("%1; %2").arg(content.estimate, proof));
    m_noneText->setText(needed == Needed::Wanted
            ? tr("Then there is no way back but what the scripts can do.")
            : tr("The scripts are the way back."));
    for (QWidget *part : {static_cast<QWidget *>(m_use), static_cast<QWidget *>(m_useText)})
        part->setVisible(content.there.has_value());
    for (QWidget *part : {static_cast<QWidget *>(m_none), static_cast<QWidget *>(m_noneText)})
        part->setVisible(needed != Needed::Required);
    (content.there ? m_use : m_make)->setChecked(true);
    setVisible(needed != Needed::None);
}

BackupChoice::Choice BackupChoice::choice() const
{
    if (m_content.safeguards.backup == Needed::None || m_none->isChecked())
        return Choice::None;
    return m_use->isChecked() && m_content.there ? Choice::Use : Choice::Make;
}

} // namespace widgets
