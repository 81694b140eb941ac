// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/operations/keptrecords.h"
#include "widgets/titledcard.h"

namespace widgets {

// The databases that were set aside instead of dropped, each with its way back and its end.
class KeptList : public TitledCard
{
    Q_OBJECT
public:
    explicit KeptList(const Theme &theme, QWidget *parent = nullptr);
    void setKept(const std::vector<migrations::KeptRecord> &kept);
    void setWhyNot(const QString &whyNot);
    void tick();

Q_SIGNALS:
    void putBackRequested(const migrations::KeptRecord &record);
    void dropRequested(const migrations::KeptRecord &record);

private:
    void add(const migrations::KeptRecord &record);
    QWidget *buildTexts(const migrations::KeptRecord &record, QWidget *parent);

    std::vector<migrations::KeptRecord> m_kept;
    QWidget *m_rows = nullptr; // made anew when others are kept
    std::vector<QLabel *> m_ages; // one a row
};

} // namespace widgets
