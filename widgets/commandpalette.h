// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/palettemodel.h"
#include "widgets/theme.h"

#include <QPointer>
#include <QWidget>

#include <functional>

class QAction;
class QFrame;
class QLabel;
class QLineEdit;
class QListView;

namespace widgets {

// Something to choose by typing a few of its letters, over a veil on the window: commands, or the
// revision to go to. Object names "palette", "paletteEdit", "paletteList".
class CommandPalette : public QWidget
{
    Q_OBJECT
public:
    struct Question
    {
        std::vector<model::PaletteEntry> entries;
        QString placeholder;
        QString verb; // what Enter does: "run", "go"
        QString otherKey; // "Ctrl+P": the palette's other face …
        QString otherVerb; // … and what it does: "go to revision"
        // Entries that answer what was typed although their text does not hold it.
        std::function<std::vector<model::PaletteEntry>(const QString &)> answers;
    };

    CommandPalette(const Theme &theme, QWidget *window);

    void ask(const Question &question);
    void dismiss();

Q_SIGNALS:
    void chosen(const QString &id);
    void otherAsked();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;

private:
    void place();
    bool handleKey(int key, Qt::KeyboardModifiers modifiers);
    void move(int by);
    void accept();
    void restyle();
    void showFoot();

    const Theme &m_theme;
    model::PaletteModel m_model;
    Question m_question;
    QFrame *m_frame = nullptr;
    QLineEdit *m_edit = nullptr;
    QAction *m_sign = nullptr;
    QListView *m_list = nullptr;
    QLabel *m_foot = nullptr;
    QLabel *m_nothing = nullptr;
    QPointer<QWidget> m_focusBefore;
};

} // namespace widgets
