// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/prunedialog.h"

#include "model/backupmodel.h"
#include "widgets/richtext.h"

#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

namespace widgets {

using namespace Qt::StringLiterals;
using migrations::Backup;

namespace {

constexpr int keptAtFirst = 5;
constexpr int daysAtFirst = 30;
constexpr std::size_t mostNamed = 6;

QSpinBox *number(const char *name, int value, QWidget *parent)
{
    auto *box = new QSpinBox(parent);
    box->setObjectName(QLatin1StringView(name));
    box->setRange(0, 10'000);
    box->setValue(value);
    box->setFixedWidth(90);
    return box;
}

} // namespace

PruneDialog::PruneDialog(
    const Theme &theme, const Place &place, const std::vector<Backup> &newestFirst, QWidget *parent)
    : TierDialog(theme, place, tr("Prune backups"), parent)
    , m_backups(newestFirst)
{
    setObjectName("prune"_L1);
    auto *title = new QLabel(tr("Which backups are kept?"), this);
    title->setFont(theme.type().title);
    QLabel *always = secondaryLabel(
        tr("The newest proven one always stays, the newest that was restored and compared too, "
           "and files that Spiritsafe did not make."),
        this);
    always->setWordWrap(true);
    always->setMinimumWidth(460);
    m_newest = number("keepNewest", keptAtFirst, this);
    m_days = number("keepDays", daysAtFirst, this);
    auto *form = new QFormLayout;
    form->setHorizontalSpacing(16);
    form->addRow(tr("Keep the &newest"), m_newest);
    form->addRow(tr("and all younger than (&days)"), m_days);
    m_list = new QLabel(this);
    m_list->setObjectName("going"_L1);
    m_list->setTextFormat(Qt::PlainText);
    m_list->setWordWrap(true);
    m_list->setAlignment(Qt::AlignTop);
    m_list->setMinimumHeight(fontMetrics().lineSpacing() * int(mostNamed + 2));
    auto *cancel = new QPushButton(tr("Cancel"), this);
    cancel->setObjectName("cancel"_L1);
    cancel->setDefault(true);
    m_yes = new QPushButton(this);
    m_yes->setObjectName("yes"_L1);
    m_yes->setProperty("role", u"danger"_s);
    m_yes->setAutoDefault(false);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addStretch(1);
    row->addWidget(cancel);
    row->addWidget(m_yes);
    body()->addWidget(title);
    body()->addWidget(always);
    body()->addLayout(form);
    body()->addWidget(m_list, 1);
    body()->addLayout(row);
    connect(m_newest, &QSpinBox::valueChanged, this, &PruneDialog::showGoing);
    connect(m_days, &QSpinBox::valueChanged, this, &PruneDialog::showGoing);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_yes, &QPushButton::clicked, this, &QDialog::accept);
    showGoing();
    cancel->setFocus();
}

void PruneDialog::showGoing()
{
    m_going = migrations::prunable(
        m_backups, {m_newest->value(), m_days->value()}, QDateTime::currentDateTimeUtc());
    qint64 bytes = 0;
    QStringList names;
    for (const Backup &backup : m_going) {
        bytes += std::max<qint64>(0, backup.bytes);
        if (std::size_t(names.size()) < mostNamed)
            names.append(tr("%1, %2").arg(
                QLocale().toString(backup.ended.toLocalTime(), u"d MMM yyyy HH:mm"_s),
                model::bytesText(backup.bytes)));
    }
    if (m_going.size() > mostNamed)
        names.append(tr("and %1 more").arg(m_going.size() - mostNamed));
    m_list->setText(m_going.empty()
            ? tr("Nothing goes by this rule.")
            : tr("These go, %1 in all:").arg(model::bytesText(bytes)) + u'\n' + names.join(u'\n'));
    m_yes->setText(
        m_going.size() == 1 ? tr("Delete 1 backup") : tr("Delete %1 backups").arg(m_going.size()));
    m_yes->setEnabled(!m_going.empty());
}

} // namespace widgets
