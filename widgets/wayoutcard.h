// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/minigraph.h"

#include <QFrame>

class QLabel;
class QPushButton;

namespace widgets {

class StatePill;

// A way out of two heads or of a ghost: what the history will be, what it does, and its button. The
// one that fits is framed in the accent and has the primary button.
class WayOutCard : public QFrame
{
    Q_OBJECT
public:
    struct Content
    {
        std::vector<MiniGraph::Row> rows;
        QString text;
        QString fits; // why it is the one to take; empty: it is not
        QString whyNot; // the button is off: the reason
    };
    WayOutCard(
        const Theme &theme, const QString &title, const QString &button, QWidget *parent = nullptr);
    void setContent(const Content &content);
    QPushButton *button() const { return m_button; }

Q_SIGNALS:
    void chosen();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    Content m_content;
    StatePill *m_fits = nullptr;
    MiniGraph *m_graph = nullptr;
    QLabel *m_text = nullptr;
    QPushButton *m_button = nullptr;
};

} // namespace widgets
