// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/icons.h"
#include "widgets/theme.h"

#include <QFrame>

class QHBoxLayout;
class QPushButton;

namespace widgets {

// One thing that is wrong: what is so, what can be done about it, and the buttons that do it. On
// the soft fill of its meaning.
class FaultCard : public QFrame
{
    Q_OBJECT
public:
    enum class Kind { Caution, Danger };

    struct Text
    {
        QString sentence;
        QString action; // what its button does, or what a person does next
    };

    FaultCard(const Theme &theme, Kind kind, const Text &text, QWidget *parent = nullptr);
    QPushButton *addButton(const QString &name, const QString &text);
    void setWhyNot(const QString &whyNot); // none of its buttons can be pressed now

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    Kind m_kind;
    QString m_sentence;
    QHBoxLayout *m_buttons = nullptr;
};

} // namespace widgets
