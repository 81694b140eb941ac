// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/closingdialog.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace widgets {

using namespace Qt::StringLiterals;

ClosingDialog::ClosingDialog(
    const Theme &theme, const Place &place, const QString &operation, QWidget *parent)
    : TierDialog(theme, place, tr("Close"), parent)
{
    setObjectName("closing"_L1);
    auto *title = new QLabel(tr("Close while this runs?"), this);
    title->setFont(theme.type().heading);
    m_text = new QLabel(
        tr("%1 is running. To close, it is cancelled on the server first; the window closes when "
           "it has been read back what the database kept.")
            .arg(operation),
        this);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setObjectName("closingText"_L1);
    m_text->setWordWrap(true);
    m_text->setMinimumWidth(440);
    auto *keep = new QPushButton(tr("Keep running"), this);
    keep->setObjectName("keepRunning"_L1);
    auto *cancel = new QPushButton(tr("Cancel it and close"), this);
    cancel->setObjectName("cancelAndClose"_L1);
    cancel->setProperty("role", u"danger"_s);
    cancel->setAutoDefault(false);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addStretch(1);
    row->addWidget(cancel);
    row->addWidget(keep);
    body()->addWidget(title);
    body()->addWidget(m_text);
    body()->addSpacing(4);
    body()->addLayout(row);
    connect(keep, &QPushButton::clicked, this, &QDialog::reject);
    connect(cancel, &QPushButton::clicked, this, &QDialog::accept);
    keep->setDefault(true);
    keep->setFocus();
}

void ClosingDialog::setConsequence(const QString &text)
{
    m_text->setText(text);
}

} // namespace widgets
