// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/databasefaults.h"

#include "widgets/faultcard.h"
#include "widgets/richtext.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace widgets {

using namespace Qt::StringLiterals;
using migrations::Anomaly;
using migrations::InterruptedOperation;
using migrations::Repair;

namespace {

QString repairText(Repair repair)
{
    switch (repair) {
    case Repair::Stamp:
        return DatabaseFaults::tr("The repair writes the revision that you name into the version "
                                  "table; no script runs.");
    case Repair::StampPurge:
        return DatabaseFaults::tr("The repair empties the version table, then writes the revision "
                                  "that you name; no script runs.");
    case Repair::KeepHeads:
        return DatabaseFaults::tr("The repair empties the version table, then writes only the rows "
                                  "that are the ends of their lines.");
    case Repair::DropDuplicates:
        return DatabaseFaults::tr("The repair deletes all but one of the equal rows.");
    case Repair::DropInvalidIndexes:
        return DatabaseFaults::tr("The repair drops them concurrently, so that reads and writes "
                                  "go on.");
    case Repair::None:
        return {};
    }
    return {};
}

struct NextAction
{
    QLatin1StringView code;
    QString text;
};

// Where no repair is offered: what a person does next.
QString nextActionText(const QString &code)
{
    const NextAction actions[] = {
        {"schema_missing"_L1,
            DatabaseFaults::tr("Create the schema, or correct version_table_schema in env.py.")},
        {"table_elsewhere"_L1,
            DatabaseFaults::tr("Set version_table_schema in env.py, so that the search_path no "
                               "longer decides.")},
        {"no_target_schema"_L1,
            DatabaseFaults::tr("Create a schema of the search_path, or grant this role the use of "
                               "one.")},
        {"no_primary_key"_L1,
            DatabaseFaults::tr("Run that statement; rows that stand there twice must go first.")},
        {"several_heads"_L1,
            DatabaseFaults::tr("Go back to the revisions to merge or rebase them.")},
        {"id_too_long"_L1,
            DatabaseFaults::tr("Shorten it in its script and in those that come after it.")},
    };
    for (const NextAction &action : actions) {
        if (code == action.code)
            return action.text;
    }
    return code.startsWith("script_"_L1)
        ? DatabaseFaults::tr("Correct the script; the revisions show it with its line.")
        : DatabaseFaults::tr("Correct the version table that env.py configures, then refresh.");
}

bool same(const InterruptedOperation &one, const InterruptedOperation &other)
{
    return one.entry == other.entry && one.sentence == other.sentence
        && one.canFinish == other.canFinish && one.canUndo == other.canUndo;
}

QString choiceText(const InterruptedOperation &interrupted)
{
    if (interrupted.canFinish && interrupted.canUndo)
        return DatabaseFaults::tr("Finish goes on where it stopped; Undo leaves everything as it "
                                  "was before.");
    if (interrupted.canFinish)
        return DatabaseFaults::tr("Finish goes on where it stopped; it can no longer be undone.");
    if (interrupted.canUndo)
        return DatabaseFaults::tr("It cannot be finished; Undo leaves everything as it was "
                                  "before.");
    return DatabaseFaults::tr("It can neither be finished nor undone from here.");
}

} // namespace

DatabaseFaults::DatabaseFaults(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setObjectName("databaseFaults"_L1);
    m_column = new QVBoxLayout(this);
    m_column->setContentsMargins({});
    hide();
}

void DatabaseFaults::setFaults(
    const std::vector<InterruptedOperation> &interrupted, const std::vector<Anomaly> &anomalies)
{
    setVisible(!interrupted.empty() || !anomalies.empty());
    if (m_cards && anomalies == m_anomalies
        && std::equal(interrupted.begin(), interrupted.end(), m_interrupted.begin(),
            m_interrupted.end(), same))
        return;
    m_interrupted = interrupted;
    m_anomalies = anomalies;
    delete m_cards;
    m_cards = new QWidget(this);
    auto *column = new QVBoxLayout(m_cards);
    column->setContentsMargins({});
    column->setSpacing(8);
    m_column->addWidget(m_cards);
    if (!m_interrupted.empty())
        addHeading(tr("Interrupted"));
    for (const InterruptedOperation &each : m_interrupted)
        add(each);
    if (!m_interrupted.empty() && !m_anomalies.empty())
        column->addSpacing(6);
    if (!m_anomalies.empty())
        addHeading(tr("Not as it should be"));
    for (const Anomaly &each : m_anomalies)
        add(each);
}

void DatabaseFaults::setWhyNot(const QString &whyNot)
{
    for (FaultCard *card : findChildren<FaultCard *>())
        card->setWhyNot(whyNot);
}

void DatabaseFaults::addHeading(const QString &text)
{
    QLabel *heading = secondaryLabel(text, m_cards);
    heading->setFont(m_theme.type().smallStrong);
    m_cards->layout()->addWidget(heading);
}

void DatabaseFaults::add(const InterruptedOperation &interrupted)
{
    auto *card = new FaultCard(
        m_theme, FaultCard::Kind::Danger, {interrupted.sentence, choiceText(interrupted)}, m_cards);
    card->setObjectName("interrupted"_L1);
    if (interrupted.canUndo)
        connect(card->addButton(u"undoInterrupted"_s, tr("Undo…")), &QPushButton::clicked, this,
            [this, interrupted] { Q_EMIT undoRequested(interrupted); });
    if (interrupted.canFinish)
        connect(card->addButton(u"finishInterrupted"_s, tr("Finish…")), &QPushButton::clicked, this,
            [this, interrupted] { Q_EMIT finishRequested(interrupted); });
    m_cards->layout()->addWidget(card);
}

void DatabaseFaults::add(const Anomaly &anomaly)
{
    const bool repairable = anomaly.repair != Repair::None;
    const QString action = repairable ? repairText(anomaly.repair) : nextActionText(anomaly.code);
    auto *card =
        new FaultCard(m_theme, FaultCard::Kind::Caution, {anomaly.sentence, action}, m_cards);
    card->setObjectName("anomaly"_L1);
    if (repairable)
        connect(card->addButton(u"repairAnomaly"_s, tr("Repair…")), &QPushButton::clicked, this,
            [this, anomaly] { Q_EMIT repairRequested(anomaly); });
    m_cards->layout()->addWidget(card);
}

} // namespace widgets
