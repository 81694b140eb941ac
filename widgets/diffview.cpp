// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/diffview.h"

#include "widgets/editorlook.h"
#include "widgets/qsci.h"

#include <QHBoxLayout>
#include <QScrollBar>

#include <algorithm>

namespace widgets {

using namespace Qt::StringLiterals;
using migrations::DiffLine;

namespace {

constexpr int numberMargin = 0; // and the sign
constexpr int addedMarker = 1;
constexpr int removedMarker = 2;
constexpr int fillerMarker = 3;
constexpr int addedPart = 8; // indicators
constexpr int removedPart = 9;
constexpr int numberStyle = 40; // beyond those of the lexer

// Characters that both ends of two lines have in common.
std::pair<int, int> commonEnds(const QString &one, const QString &other)
{
    const int most = int(std::min(one.size(), other.size()));
    int front = 0;
    while (front < most && one[front] == other[front])
        ++front;
    int back = 0;
    while (back < most - front && one[one.size() - 1 - back] == other[other.size() - 1 - back])
        ++back;
    return {front, back};
}

bool isRemoved(const DiffLine &line)
{
    return line.kind == DiffLine::Kind::Removed;
}

bool isAdded(const DiffLine &line)
{
    return line.kind == DiffLine::Kind::Added;
}

} // namespace

DiffView::DiffView(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setObjectName("diff"_L1);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins({});
    row->setSpacing(1);
    m_columns = {makeColumn("diffOld"), makeColumn("diffNew")};
    m_columns[0].editor->setAccessibleName(tr("Text before"));
    m_columns[1].editor->setAccessibleName(tr("Text now"));
    for (const Column &column : m_columns)
        row->addWidget(column.editor, 1);
    // One bar for both.
    m_columns[0].editor->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    followScrolling(*m_columns[0].editor, *m_columns[1].editor);
    followScrolling(*m_columns[1].editor, *m_columns[0].editor);
    connect(&theme, &Theme::changed, this, &DiffView::restyle);
    restyle();
}

DiffView::Column DiffView::makeColumn(const char *name)
{
    auto *editor = new QsciScintilla(this);
    editor->setObjectName(QLatin1StringView(name));
    editor->setUtf8(true);
    editor->setReadOnly(true);
    editor->setFrameShape(QFrame::NoFrame);
    editor->setExtraAscent(2);
    editor->setExtraDescent(2);
    editor->setCaretLineVisible(true);
    editor->SendScintilla(QsciScintilla::SCI_SETMARGINLEFT, 0, 0L);
    editor->SendScintilla(QsciScintilla::SCI_SETSCROLLWIDTH, 1);
    editor->SendScintilla(QsciScintilla::SCI_SETSCROLLWIDTHTRACKING, 1);
    auto *lexer = new QsciLexerPython(editor);
    editor->setLexer(lexer);
    return {editor, lexer};
}

void DiffView::followScrolling(QsciScintilla &one, QsciScintilla &other)
{
    connect(one.verticalScrollBar(), &QScrollBar::valueChanged, other.verticalScrollBar(),
        &QScrollBar::setValue);
    connect(one.horizontalScrollBar(), &QScrollBar::valueChanged, other.horizontalScrollBar(),
        &QScrollBar::setValue);
}

void DiffView::restyle()
{
    const Tokens &tokens = m_theme.tokens();
    for (const Column &column : m_columns) {
        QsciScintilla &editor = *column.editor;
        styleEditor(editor, *column.lexer, m_theme);
        editor.setMarginType(numberMargin, QsciScintilla::TextMarginRightJustified);
        editor.setMarginWidth(1, 0);
        for (const auto &[marker, colour] :
            {std::pair(addedMarker, tokens.ok.soft), std::pair(removedMarker, tokens.danger.soft),
                std::pair(fillerMarker, tokens.sunken)}) {
            editor.markerDefine(QsciScintilla::Background, marker);
            editor.setMarkerBackgroundColor(colour, marker);
        }
        for (const auto &[part, colour] :
            {std::pair(addedPart, tokens.ok.text), std::pair(removedPart, tokens.danger.text)}) {
            editor.indicatorDefine(QsciScintilla::FullBoxIndicator, part);
            editor.setIndicatorForegroundColor(colour, part);
            editor.SendScintilla(QsciScintilla::SCI_INDICSETALPHA, part, 50);
            editor.SendScintilla(QsciScintilla::SCI_INDICSETOUTLINEALPHA, part, 0L);
            editor.setIndicatorDrawUnder(true, part);
        }
    }
    showLines();
}

void DiffView::setLines(const std::vector<DiffLine> &lines)
{
    if (lines == m_lines)
        return;
    m_lines = lines;
    showLines();
}

void DiffView::setSideBySide(bool sideBySide)
{
    if (sideBySide == m_sideBySide)
        return;
    m_sideBySide = sideBySide;
    showLines();
}

void DiffView::showLines()
{
    m_columns[0].editor->setVisible(m_sideBySide);
    if (m_sideBySide)
        showTwoColumns();
    else
        showUnified();
}

void DiffView::showUnified()
{
    std::vector<Row> rows;
    for (const DiffLine &line : m_lines)
        rows.push_back({&line});
    fill(m_columns[1], rows, false);
    findChanges(rows, rows);
}

// A run of removed lines stands beside the run of added ones that follows it.
void DiffView::showTwoColumns()
{
    std::vector<Row> left;
    std::vector<Row> right;
    for (std::size_t at = 0; at < m_lines.size();) {
        const auto from = m_lines.begin() + std::ptrdiff_t(at);
        const auto added = std::find_if_not(from, m_lines.end(), isRemoved);
        const auto end = std::find_if_not(added, m_lines.end(), isAdded);
        if (end == from) {
            left.push_back({&*from});
            right.push_back({&*from});
            ++at;
            continue;
        }
        const std::ptrdiff_t before = added - from;
        const std::ptrdiff_t after = end - added;
        for (std::ptrdiff_t i = 0; i < std::max(before, after); ++i) {
            Row one {i < before ? &*(from + i) : nullptr};
            Row other {i < after ? &*(added + i) : nullptr};
            if (one.line && other.line) {
                const auto [front, back] = commonEnds(one.line->text, other.line->text);
                one.markFrom = other.markFrom = front;
                one.markTo = int(one.line->text.size()) - back;
                other.markTo = int(other.line->text.size()) - back;
            }
            left.push_back(one);
            right.push_back(other);
        }
        at = std::size_t(end - m_lines.begin());
    }
    fill(m_columns[0], left, true);
    fill(m_columns[1], right, false);
    findChanges(left, right);
}

void DiffView::fill(const Column &column, const std::vector<Row> &rows, bool oldSide)
{
    QsciScintilla &editor = *column.editor;
    QStringList texts;
    for (const Row &row : rows)
        texts.append(row.line ? row.line->text : QString());
    editor.setReadOnly(false);
    editor.SendScintilla(QsciScintilla::SCI_SETSCROLLWIDTH, 1);
    editor.setText(texts.join(u'\n'));
    editor.setReadOnly(true);
    editor.clearMarginText();
    editor.markerDeleteAll();
    const Tokens &tokens = m_theme.tokens();
    const QsciStyle style(
        numberStyle, tr("Line number"), tokens.text3, tokens.sunken, m_theme.type().fixedSmall);
    for (int at = 0; at < int(rows.size()); ++at) {
        if (const DiffLine *line = rows[std::size_t(at)].line) {
            const int number = oldSide || isRemoved(*line) ? line->oldLine : line->newLine;
            const QString sign = isRemoved(*line) ? u" - "_s : isAdded(*line) ? u" + "_s : u"   "_s;
            editor.setMarginText(at, QString::number(number) + sign, style);
        }
        markRow(column, at, rows[std::size_t(at)]);
    }
    editor.setMarginWidth(numberMargin, QString(QString::number(rows.size()).size() + 4, u'0'));
}

void DiffView::markRow(const Column &column, int at, const Row &row)
{
    QsciScintilla &editor = *column.editor;
    if (!row.line) {
        editor.markerAdd(at, fillerMarker);
        return;
    }
    if (row.line->kind == DiffLine::Kind::Same)
        return;
    const bool added = isAdded(*row.line);
    editor.markerAdd(at, added ? addedMarker : removedMarker);
    const bool partly = row.markFrom > 0 || (row.markTo >= 0 && row.markTo < row.line->text.size());
    if (partly && row.markTo > row.markFrom)
        editor.fillIndicatorRange(
            at, row.markFrom, at, row.markTo, added ? addedPart : removedPart);
}

void DiffView::findChanges(const std::vector<Row> &left, const std::vector<Row> &right)
{
    m_changes.clear();
    bool inside = false;
    for (std::size_t at = 0; at < right.size(); ++at) {
        const DiffLine *line = right[at].line ? right[at].line : left[at].line;
        const bool changed = line->kind != DiffLine::Kind::Same;
        if (changed && !inside)
            m_changes.push_back(int(at));
        inside = changed;
    }
    if (!m_changes.empty())
        goToChange(0);
}

void DiffView::goToChange(int step)
{
    if (m_changes.empty())
        return;
    QsciScintilla &editor = *m_columns[1].editor;
    int line = 0;
    int column = 0;
    editor.getCursorPosition(&line, &column);
    auto to = m_changes.begin();
    if (step > 0) {
        to = std::upper_bound(m_changes.begin(), m_changes.end(), line);
        if (to == m_changes.end())
            to = m_changes.begin();
    } else if (step < 0) {
        to = std::lower_bound(m_changes.begin(), m_changes.end(), line);
        to = to == m_changes.begin() ? m_changes.end() - 1 : to - 1;
    }
    editor.setCursorPosition(*to, 0);
    const int shown = int(editor.SendScintilla(QsciScintilla::SCI_LINESONSCREEN));
    editor.setFirstVisibleLine(std::max(0, *to - shown / 3));
}

} // namespace widgets
