// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/operations/databaseinfo.h"
#include "widgets/titledcard.h"

class QPushButton;

namespace widgets {

class GoesList;

// The tables of a database, the largest first, with what they hold and take.
class DatabaseTables : public TitledCard
{
    Q_OBJECT
public:
    explicit DatabaseTables(const Theme &theme, QWidget *parent = nullptr);
    void setTables(const std::vector<migrations::TableSize> &tables, qint64 count);

private:
    QWidget *buildOthers();
    void showOthers();

    std::vector<migrations::TableSize> m_tables;
    qint64 m_count = 0;
    GoesList *m_list = nullptr;
    QWidget *m_others = nullptr;
    QLabel *m_othersText = nullptr;
    QPushButton *m_showAll = nullptr;
};

} // namespace widgets
