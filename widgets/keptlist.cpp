// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/keptlist.h"

#include "model/backupmodel.h"
#include "widgets/elidedlabel.h"
#include "widgets/richtext.h"
#include "widgets/smallbutton.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace widgets {

using namespace Qt::StringLiterals;
using migrations::KeptRecord;

namespace {

QString originText(const KeptRecord &record)
{
    QStringList parts;
    if (record.database.bytes >= 0)
        parts.append(model::bytesText(record.database.bytes));
    if (!record.since.isValid())
        parts.append(KeptList::tr("only its name tells where it is from"));
    else if (record.by.isEmpty())
        parts.append(KeptList::tr("from %1").arg(momentText(record.since)));
    else
        parts.append(KeptList::tr("from the %1 of %2").arg(record.by, momentText(record.since)));
    if (record.database.allowsConnections)
        parts.append(KeptList::tr("open to connections"));
    return parts.join(", "_L1);
}

} // namespace

KeptList::KeptList(const Theme &theme, QWidget *parent)
    : TitledCard(theme, tr("Kept databases"), parent)
{
    setObjectName("databaseKept"_L1);
}

void KeptList::setKept(const std::vector<KeptRecord> &kept)
{
    if (kept.empty())
        showEmpty(tr("None is kept. Recreate and restore keep the old one here until you drop "
                     "it."));
    else
        showContent();
    setSummary(kept.size() < 2 ? QString() : QString::number(kept.size()));
    if (m_rows && kept == m_kept)
        return tick();
    m_kept = kept;
    m_ages.clear();
    delete m_rows;
    m_rows = new QWidget(this);
    auto *column = new QVBoxLayout(m_rows);
    column->setContentsMargins(14, 10, 14, 10);
    column->setSpacing(12);
    body()->addWidget(m_rows);
    for (const KeptRecord &record : m_kept)
        add(record);
    tick();
}

void KeptList::add(const KeptRecord &record)
{
    auto *row = new QWidget(m_rows);
    row->setAccessibleName(record.database.database.name);
    QPushButton *putBack = smallButton(row, u"putBackKept"_s, tr("Put back…"));
    QPushButton *drop = smallButton(row, u"dropKept"_s, tr("Drop…"));
    putBack->setAccessibleName(tr("Put back %1").arg(record.database.database.name));
    drop->setAccessibleName(tr("Drop %1").arg(record.database.database.name));
    drop->setProperty("role", u"cancel"_s);
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins({});
    layout->setSpacing(8);
    layout->addWidget(buildTexts(record, row), 1);
    layout->addWidget(putBack);
    layout->addWidget(drop);
    m_rows->layout()->addWidget(row);
    connect(
        putBack, &QPushButton::clicked, this, [this, record] { Q_EMIT putBackRequested(record); });
    connect(drop, &QPushButton::clicked, this, [this, record] { Q_EMIT dropRequested(record); });
}

QWidget *KeptList::buildTexts(const KeptRecord &record, QWidget *parent)
{
    auto *texts = new QWidget(parent);
    auto *name = new ElidedLabel(texts);
    name->setObjectName("keptName"_L1);
    name->setFont(theme().type().fixed);
    name->setText(record.database.database.name);
    name->setTextInteractionFlags(Qt::TextSelectableByMouse);
    QLabel *origin = secondaryLabel(originText(record), texts);
    origin->setObjectName("keptOrigin"_L1);
    origin->setWordWrap(true);
    QLabel *age = secondaryLabel({}, texts);
    age->setObjectName("keptAge"_L1);
    m_ages.push_back(age);
    for (QLabel *label : {origin, age})
        label->setFont(theme().type().small);
    auto *column = new QVBoxLayout(texts);
    column->setContentsMargins({});
    column->setSpacing(2);
    for (QLabel *label : {static_cast<QLabel *>(name), origin, age})
        column->addWidget(label);
    return texts;
}

void KeptList::setWhyNot(const QString &whyNot)
{
    for (QPushButton *button : findChildren<QPushButton *>())
        allow(button, whyNot);
}

void KeptList::tick()
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    for (std::size_t i = 0; i < m_kept.size(); ++i) {
        const KeptRecord &record = m_kept[i];
        m_ages[i]->setVisible(migrations::isOld(record, now));
        m_ages[i]->setText(tr("Kept for %1 days: drop it when nobody needs it any more.")
                               .arg(record.since.daysTo(now)));
    }
}

} // namespace widgets
