// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/fuzzy.h"

#include <QAbstractListModel>

#include <vector>

namespace model {

// One line that can be chosen in the palette.
struct PaletteEntry
{
    QString id;
    QString group; // the heading it stands under
    QString text;
    QString second; // also searched; shown before the text: a revision's id
    QString place; // "Revision", "View": the menu it is in
    QString shortcut; // native text
    QString reason; // why it is disabled; empty: enabled
    int icon = -1; // the view's number of a sign

    bool operator==(const PaletteEntry &) const = default;
};

// What the palette lists for what was typed: entries by group, best first, a heading before each
// group. Headings cannot be chosen.
class PaletteModel : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role {
        HeadingRole = Qt::UserRole + 1, // bool
        IdRole,
        SecondRole,
        PlaceRole,
        ShortcutRole,
        ReasonRole,
        IconRole,
        LettersRole, // QList<int>: letters of the text that were found
        SecondLettersRole,
    };

    explicit PaletteModel(QObject *parent = nullptr);
    void setEntries(std::vector<PaletteEntry> entries);
    // What was typed, and entries that answer it whatever they are called: they come first.
    void setTyped(const QString &typed, std::vector<PaletteEntry> answers = {});
    int firstRow() const; // the first that can be chosen; -1: none
    int nextRow(int row, int by) const; // the next that can be chosen, downwards for by = 1

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

private:
    struct Row
    {
        const PaletteEntry *entry = nullptr; // null: a heading
        QString heading;
        QList<int> letters;
        QList<int> secondLetters;
    };
    void rebuild();

    std::vector<PaletteEntry> m_entries;
    std::vector<PaletteEntry> m_answers;
    std::vector<Row> m_rows;
    QString m_typed;
};

} // namespace model
