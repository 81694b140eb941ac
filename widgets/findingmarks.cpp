// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/findingmarks.h"

#include "widgets/icons.h"
#include "widgets/qsci.h"

#include <QFontMetricsF>
#include <QHelpEvent>
#include <QToolTip>

#include <algorithm>
#include <array>

namespace widgets {

using namespace Qt::StringLiterals;
using migrations::ScriptFinding;
using Severity = migrations::ScriptFinding::Severity;

namespace {

constexpr std::array severities {Severity::Caution, Severity::Danger};
constexpr int signSize = 14;
constexpr int firstIndicator = 8; // those before it belong to the lexer
constexpr int firstStyle = 48; // two a severity: its name, and what follows
constexpr int narrowest = 160;

int markerOf(Severity severity)
{
    return int(severity);
}

int indicatorOf(Severity severity)
{
    return firstIndicator + int(severity);
}

int strongStyleOf(Severity severity)
{
    return firstStyle + 2 * int(severity);
}

int plainStyleOf(Severity severity)
{
    return strongStyleOf(severity) + 1;
}

QString nameOf(Severity severity)
{
    return severity == Severity::Danger ? FindingMarks::tr("Danger") : FindingMarks::tr("Caution");
}

QString textOf(const ScriptFinding &finding)
{
    return u"%1: %2"_s.arg(nameOf(finding.severity), finding.message);
}

QString wrapped(const QString &text, const QFont &font, qreal width)
{
    const QFontMetricsF metrics(font);
    QString lines;
    QString line;
    for (const QString &word : text.split(u' ')) {
        const QString longer = line.isEmpty() ? word : line + u' ' + word;
        if (line.isEmpty() || metrics.horizontalAdvance(longer) <= width) {
            line = longer;
            continue;
        }
        lines += line + u'\n';
        line = word;
    }
    return lines + line;
}

} // namespace

FindingMarks::FindingMarks(const Theme &theme, QsciScintilla &editor, int margin)
    : QObject(&editor)
    , m_theme(theme)
    , m_editor(editor)
    , m_margin(margin)
{
    for (const Severity severity : severities)
        m_editor.indicatorDefine(QsciScintilla::SquiggleIndicator, indicatorOf(severity));
    m_editor.setAnnotationDisplay(QsciScintilla::AnnotationIndented);
    m_editor.viewport()->installEventFilter(this);
}

void FindingMarks::restyle()
{
    const Tokens &tokens = m_theme.tokens();
    for (const Severity severity : severities) {
        const bool danger = severity == Severity::Danger;
        const MeaningColours &colours = danger ? tokens.danger : tokens.caution;
        m_editor.markerDefine(
            iconPixmap(danger ? Icon::Danger : Icon::Caution, colours.text, 1, signSize).toImage(),
            markerOf(severity));
        m_editor.setIndicatorForegroundColor(colours.text, indicatorOf(severity));
        QFont strong = m_theme.type().smallStrong;
        const std::array fonts {strong, m_theme.type().small};
        for (int i = 0; i < 2; ++i)
            QsciStyle(
                strongStyleOf(severity) + i, {}, colours.text, colours.soft, fonts.at(size_t(i)))
                .apply(&m_editor);
    }
    annotate();
}

void FindingMarks::show(const Findings &findings)
{
    if (findings == m_findings)
        return;
    const auto top =
        m_editor.SendScintilla(QsciScintilla::SCI_DOCLINEFROMVISIBLE, m_editor.firstVisibleLine());
    clear();
    m_findings = findings;
    for (const ScriptFinding &finding : m_findings)
        mark(finding);
    annotate();
    // Words that come or go above what is seen do not move it.
    m_editor.SendScintilla(QsciScintilla::SCI_SETFIRSTVISIBLELINE,
        m_editor.SendScintilla(QsciScintilla::SCI_VISIBLEFROMDOCLINE, top));
    describe();
    Q_EMIT changed();
}

void FindingMarks::clear()
{
    for (const Severity severity : severities) {
        m_editor.markerDeleteAll(markerOf(severity));
        m_editor.SendScintilla(QsciScintilla::SCI_SETINDICATORCURRENT, indicatorOf(severity));
        m_editor.SendScintilla(QsciScintilla::SCI_INDICATORCLEARRANGE, 0, m_editor.length());
    }
}

void FindingMarks::mark(const ScriptFinding &finding)
{
    const int line = std::clamp(finding.line - 1, 0, m_editor.lines() - 1);
    const bool worse = std::any_of(m_findings.begin(), m_findings.end(), [&](const auto &other) {
        return other.line == finding.line && other.severity > finding.severity;
    });
    if (!worse)
        m_editor.markerAdd(line, markerOf(finding.severity));
    const QString text = m_editor.text(line);
    const auto code =
        std::find_if_not(text.begin(), text.end(), [](QChar c) { return c.isSpace(); });
    const int end = int(text.trimmed().size() + (code - text.begin()));
    const int from = finding.length > 0 ? finding.column : int(code - text.begin());
    const int to = finding.length > 0 ? finding.column + finding.length : end;
    m_editor.fillIndicatorRange(line, from, line, to, indicatorOf(finding.severity));
}

int FindingMarks::annotationWidth(int line) const
{
    int margins = 0;
    for (int margin = 0; margin < 3; ++margin)
        margins += m_editor.marginWidth(margin);
    const int indent =
        m_editor.indentation(line) * QFontMetrics(m_theme.type().fixed).horizontalAdvance(u'0');
    return std::max(m_editor.viewport()->width() - margins - indent - 16, narrowest);
}

void FindingMarks::annotate()
{
    m_annotatedWidth = m_editor.viewport()->width();
    m_editor.clearAnnotations();
    int done = 0;
    for (const ScriptFinding &finding : m_findings) {
        if (finding.line != done)
            annotateLine(finding.line);
        done = finding.line;
    }
}

void FindingMarks::annotateLine(int number)
{
    const int line = std::clamp(number - 1, 0, m_editor.lines() - 1);
    QList<QsciStyledText> parts;
    for (const ScriptFinding &finding : m_findings) {
        if (finding.line != number)
            continue;
        const QString name = nameOf(finding.severity) + u':';
        const QString text = wrapped(textOf(finding), m_theme.type().small, annotationWidth(line));
        parts.append({(parts.isEmpty() ? u""_s : u"\n"_s) + name, strongStyleOf(finding.severity)});
        parts.append({text.mid(name.size()), plainStyleOf(finding.severity)});
    }
    m_editor.annotate(line, parts);
}

QString FindingMarks::summary() const
{
    const auto count = m_findings.size();
    return count == 0 ? QString() : count == 1 ? tr("1 finding") : tr("%1 findings").arg(count);
}

void FindingMarks::describe()
{
    QStringList sentences;
    for (const ScriptFinding &finding : m_findings)
        sentences.append(tr("Line %1, %2").arg(finding.line).arg(textOf(finding)));
    m_editor.setAccessibleDescription(sentences.join(u'\n'));
}

void FindingMarks::goToNext()
{
    if (m_findings.empty())
        return;
    int line = 0;
    int column = 0;
    m_editor.getCursorPosition(&line, &column);
    const auto next = std::find_if(m_findings.begin(), m_findings.end(), [&](const auto &finding) {
        return std::pair(finding.line - 1, finding.column) > std::pair(line, column);
    });
    goTo(next == m_findings.end() ? m_findings.front() : *next);
}

void FindingMarks::goToPrevious()
{
    if (m_findings.empty())
        return;
    int line = 0;
    int column = 0;
    m_editor.getCursorPosition(&line, &column);
    const auto last =
        std::find_if(m_findings.rbegin(), m_findings.rend(), [&](const auto &finding) {
            return std::pair(finding.line - 1, finding.column) < std::pair(line, column);
        });
    goTo(last == m_findings.rend() ? m_findings.back() : *last);
}

void FindingMarks::goTo(const ScriptFinding &finding)
{
    const int line = std::clamp(finding.line - 1, 0, m_editor.lines() - 1);
    m_editor.ensureLineVisible(line);
    m_editor.setCursorPosition(line, finding.column);
    m_editor.setFocus();
}

bool FindingMarks::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto &help = static_cast<const QHelpEvent &>(*event);
        return showTip(help.pos(), help.globalPos());
    }
    if (event->type() == QEvent::Resize && m_editor.viewport()->width() != m_annotatedWidth)
        annotate();
    return QObject::eventFilter(watched, event);
}

// Over the sign in the margin, or the squiggle.
bool FindingMarks::showTip(const QPoint &place, const QPoint &onScreen)
{
    const auto position =
        m_editor.SendScintilla(QsciScintilla::SCI_POSITIONFROMPOINT, place.x(), place.y());
    const auto line = m_editor.SendScintilla(QsciScintilla::SCI_LINEFROMPOSITION, position);
    const int left = m_editor.marginWidth(0);
    const bool onSign = place.x() >= left && place.x() < left + m_editor.marginWidth(m_margin);
    const auto marks =
        m_editor.SendScintilla(QsciScintilla::SCI_INDICATORALLONFOR, position) >> firstIndicator;
    QStringList texts;
    for (const ScriptFinding &finding : m_findings) {
        if (finding.line - 1 == line && (onSign || marks != 0))
            texts.append(textOf(finding));
    }
    if (texts.isEmpty())
        return false;
    QToolTip::showText(onScreen, texts.join(u'\n'), m_editor.viewport());
    return true;
}

} // namespace widgets
