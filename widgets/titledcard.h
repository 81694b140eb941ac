// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/theme.h"

#include <QFrame>

class QLabel;
class QVBoxLayout;

namespace widgets {

// A card with a title, a summary at its right, and below them its content, one sentence when there
// is none, or grey bars while it is read.
class TitledCard : public QFrame
{
    Q_OBJECT
public:
    TitledCard(const Theme &theme, const QString &title, QWidget *parent = nullptr);
    void setSummary(const QString &summary);
    void showContent();
    void showEmpty(const QString &sentence);
    void showReading();

protected:
    QVBoxLayout *body() const { return m_body; }
    const Theme &theme() const { return m_theme; }

private:
    enum class Part { Content, Empty, Reading };
    void showPart(Part part);

    const Theme &m_theme;
    QLabel *m_summary = nullptr;
    QWidget *m_content = nullptr;
    QVBoxLayout *m_body = nullptr;
    QLabel *m_empty = nullptr;
    QWidget *m_bars = nullptr;
};

} // namespace widgets
