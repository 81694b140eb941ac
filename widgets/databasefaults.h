// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/operations/databaseinfo.h"
#include "widgets/theme.h"

#include <QWidget>

class QVBoxLayout;

namespace widgets {

class FaultCard;

// What was interrupted in a database, then what is not as it should be: a card each.
class DatabaseFaults : public QWidget
{
    Q_OBJECT
public:
    explicit DatabaseFaults(const Theme &theme, QWidget *parent = nullptr);
    void setFaults(const std::vector<migrations::InterruptedOperation> &interrupted,
        const std::vector<migrations::Anomaly> &anomalies);
    void setWhyNot(const QString &whyNot);

Q_SIGNALS:
    void finishRequested(const migrations::InterruptedOperation &interrupted);
    void undoRequested(const migrations::InterruptedOperation &interrupted);
    void repairRequested(const migrations::Anomaly &anomaly);

private:
    void add(const migrations::InterruptedOperation &interrupted);
    void add(const migrations::Anomaly &anomaly);
    void addHeading(const QString &text);

    const Theme &m_theme;
    std::vector<migrations::InterruptedOperation> m_interrupted;
    std::vector<migrations::Anomaly> m_anomalies;
    QVBoxLayout *m_column = nullptr;
    QWidget *m_cards = nullptr; // made anew when the faults are others
};

} // namespace widgets
