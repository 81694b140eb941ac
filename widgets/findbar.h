// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/theme.h"

#include <QFrame>

class QLabel;
class QLineEdit;
class QsciScintilla;
class QToolButton;

namespace widgets {

// Find and replace in the script that is shown: Enter the next, Shift+Enter the one before, Escape
// back to the text. Object name "findBar".
class FindBar : public QFrame
{
    Q_OBJECT
public:
    FindBar(const Theme &theme, QsciScintilla &editor, QWidget *parent = nullptr);

    void openToFind();
    void openToReplace(); // as openToFind where the text is read only

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    enum class Way { Next, Previous, Here };

    QLineEdit *addEdit(const char *name, const QString &placeholder);
    QToolButton *addButton(const char *name, const QString &text);
    void open(bool replacing);
    void close();
    void find(Way way);
    void replaceOne();
    void replaceAll();

    QsciScintilla &m_editor;
    QLineEdit *m_find = nullptr;
    QLineEdit *m_replace = nullptr;
    QToolButton *m_replaceOne = nullptr;
    QToolButton *m_replaceAll = nullptr;
    QLabel *m_result = nullptr;
};

} // namespace widgets
