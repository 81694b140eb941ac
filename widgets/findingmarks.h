// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/history/scriptfindings.h"
#include "widgets/theme.h"

class QsciScintilla;

namespace widgets {

// Findings in an editor: a sign in the margin, a squiggle, and the words below the line (LOOK.md
// 7). They move with their lines until others are shown.
class FindingMarks : public QObject
{
    Q_OBJECT
public:
    using Findings = std::vector<migrations::ScriptFinding>;

    FindingMarks(const Theme &theme, QsciScintilla &editor, int margin);

    void show(const Findings &findings);
    const Findings &findings() const { return m_findings; }
    QString summary() const; // "2 findings"; empty: none
    void goToNext();
    void goToPrevious();
    void restyle();

Q_SIGNALS:
    void changed();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void clear();
    void mark(const migrations::ScriptFinding &finding);
    void annotate();
    void annotateLine(int line);
    void goTo(const migrations::ScriptFinding &finding);
    bool showTip(const QPoint &place, const QPoint &onScreen);
    int annotationWidth(int line) const;
    void describe();

    const Theme &m_theme;
    QsciScintilla &m_editor;
    const int m_margin;
    Findings m_findings; // by line and column
    int m_annotatedWidth = 0; // of the view when the words were broken into lines
};

} // namespace widgets
