// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/theme.h"

#include <QFrame>

#include <vector>

class QHBoxLayout;
class QLabel;
class QPlainTextEdit;
class QVBoxLayout;

namespace widgets {

// The one sentence that matters, under the tool bar; also an error inline, where it happened.
// Hidden while it has nothing to say. Object name "banner" unless set otherwise; its buttons are
// named by their ids.
class Banner : public QFrame
{
    Q_OBJECT
public:
    enum class Kind {
        Info,
        Caution,
        Danger,
        Ghost,
        Pending,
        Running,
        Waiting,
        TwoHeads,
        Unknown,
        Ok
    };
    struct Button
    {
        QString id; // what buttonClicked gives, and the button's object name
        QString text;
        bool primary = false;
        bool operator==(const Button &) const = default;
    };
    struct Content
    {
        Kind kind = Kind::Info;
        QString sentence; // in 600
        QString detail; // one clause; `backticks` are set in the fixed font
        QString verbatim; // what a server or Python said: can be unfolded
        std::vector<Button> buttons; // two at most, the likeliest last
        bool operator==(const Content &) const = default;
    };

    explicit Banner(const Theme &theme, QWidget *parent = nullptr);
    const Content &content() const;
    void setContent(const Content &content); // shows it; no sentence: hides
    void clear();
    // Inline: a card with rounded border instead of a full-width strip.
    void setInline(bool inlineCard);

Q_SIGNALS:
    void buttonClicked(const QString &id);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void rebuild();
    void restyle();
    void addVerbatim(QVBoxLayout *column);
    void addButton(const Button &button);
    void addDetailsButton();

    const Theme &m_theme;
    Content m_content;
    bool m_inline = false;
    QLabel *m_text = nullptr;
    QHBoxLayout *m_buttons = nullptr;
    QPlainTextEdit *m_verbatim = nullptr;
};

} // namespace widgets
