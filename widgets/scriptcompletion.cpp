// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/scriptcompletion.h"

#include "widgets/qsci.h"

#include <QFontMetricsF>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QRegularExpression>
#include <QScreen>

#include <algorithm>

namespace widgets {

using namespace Qt::StringLiterals;
using migrations::PythonName;
using Sci = QsciScintilla;

namespace {

constexpr int furthestBack = 4'000; // bytes that are looked at for the beginning of a call
constexpr int narrowest = 40; // characters
constexpr int widest = 96;
constexpr int rowsOfList = 10;

bool isCodeStyle(int style)
{
    switch (style) {
    case QsciLexerPython::Comment:
    case QsciLexerPython::CommentBlock:
    case QsciLexerPython::DoubleQuotedString:
    case QsciLexerPython::SingleQuotedString:
    case QsciLexerPython::TripleSingleQuotedString:
    case QsciLexerPython::TripleDoubleQuotedString:
    case QsciLexerPython::UnclosedString:
    case QsciLexerPython::DoubleQuotedFString:
    case QsciLexerPython::SingleQuotedFString:
    case QsciLexerPython::TripleSingleQuotedFString:
    case QsciLexerPython::TripleDoubleQuotedFString:
        return false;
    default:
        return true;
    }
}

bool isWordCharacter(int character)
{
    return character == '_' || character >= 0x80 || QChar(char16_t(character)).isLetterOrNumber();
}

} // namespace

ScriptCompletion::ScriptCompletion(const Theme &theme, QsciScintilla &editor)
    : QObject(&editor)
    , m_theme(theme)
    , m_editor(editor)
{
    m_editor.SendScintilla(Sci::SCI_AUTOCSETSEPARATOR, '\n');
    m_editor.SendScintilla(Sci::SCI_AUTOCSETIGNORECASE, 1);
    m_editor.SendScintilla(Sci::SCI_AUTOCSETORDER, Sci::SC_ORDER_PERFORMSORT);
    m_editor.SendScintilla(Sci::SCI_AUTOCSETMAXHEIGHT, rowsOfList);
    m_editor.SendScintilla(Sci::SCI_CALLTIPUSESTYLE, 0);
    connect(&m_editor, &Sci::SCN_CHARADDED, this, &ScriptCompletion::typed);
    connect(&m_editor, &Sci::SCN_AUTOCCHARDELETED, this, [this] {
        if (const auto word = wordBefore())
            offer(*word, 1);
    });
    connect(&m_editor, &Sci::cursorPositionChanged, this, [this] {
        if (m_following)
            followCall();
    });
    m_editor.installEventFilter(this);
}

void ScriptCompletion::restyle()
{
    const Tokens &tokens = m_theme.tokens();
    QsciStyle(Sci::STYLE_CALLTIP, {}, tokens.text2, tokens.raised, m_theme.type().fixedSmall)
        .apply(&m_editor);
    m_editor.SendScintilla(Sci::SCI_CALLTIPSETFOREHLT, tokens.link);
}

void ScriptCompletion::setVocabulary(const model::ScriptVocabulary &vocabulary)
{
    m_vocabulary = vocabulary;
}

bool ScriptCompletion::eventFilter(QObject *watched, QEvent *event)
{
    const bool escape = event->type() == QEvent::KeyPress
        && static_cast<QKeyEvent &>(*event).key() == Qt::Key_Escape;
    if (escape || event->type() == QEvent::FocusOut)
        closeCall();
    return QObject::eventFilter(watched, event);
}

void ScriptCompletion::styleTo(int position) const
{
    const auto styled = m_editor.SendScintilla(Sci::SCI_GETENDSTYLED);
    if (styled >= position)
        return;
    const auto line = m_editor.SendScintilla(Sci::SCI_LINEFROMPOSITION, styled);
    const auto start = m_editor.SendScintilla(Sci::SCI_POSITIONFROMLINE, line);
    m_editor.SendScintilla(Sci::SCI_COLOURISE, static_cast<unsigned long>(start), long(position));
}

bool ScriptCompletion::isCodeBefore(int position) const
{
    styleTo(position);
    return position == 0
        || isCodeStyle(int(m_editor.SendScintilla(Sci::SCI_GETSTYLEAT, position - 1)));
}

std::optional<ScriptCompletion::Word> ScriptCompletion::wordBefore() const
{
    static const QRegularExpression shape(u"(?:^|[^\\w.])((?:\\w+\\.)*)(\\w*)$"_s);
    const auto position = int(m_editor.SendScintilla(Sci::SCI_GETCURRENTPOS));
    const auto line = m_editor.SendScintilla(Sci::SCI_LINEFROMPOSITION, position);
    const auto start = int(m_editor.SendScintilla(Sci::SCI_POSITIONFROMLINE, line));
    if (!isCodeBefore(position))
        return std::nullopt;
    const QString before = position > start ? m_editor.text(start, position) : QString();
    const QRegularExpressionMatch match = shape.match(before);
    if (!match.hasMatch())
        return std::nullopt;
    return Word {match.captured(1).chopped(match.captured(1).isEmpty() ? 0 : 1), match.captured(2)};
}

void ScriptCompletion::typed(int character)
{
    if (m_vocabulary.names.isEmpty())
        return;
    const auto position = int(m_editor.SendScintilla(Sci::SCI_GETCURRENTPOS));
    if (character == '(' || character == ',')
        m_following = m_following || isCodeBefore(position);
    else if (isWordCharacter(character)) {
        if (const auto word = wordBefore(); word && !word->path.isEmpty())
            offer(*word, 1);
    }
}

void ScriptCompletion::ask()
{
    if (m_editor.isReadOnly())
        return;
    m_editor.ensureCursorVisible();
    const auto word = wordBefore();
    if (word && offer(*word, 0))
        return;
    m_following = true;
    followCall();
}

QStringList ScriptCompletion::namesFor(const Word &word) const
{
    QStringList names;
    if (!word.path.isEmpty()) {
        if (const auto *members = m_vocabulary.membersOf(word.path)) {
            for (const PythonName &name : *members)
                names.append(name.name);
        }
    } else if (!word.prefix.isEmpty()) {
        names = m_vocabulary.imports.keys() + keywordsOfCall();
    }
    names.removeIf([&word](const QString &name) {
        return !name.startsWith(word.prefix, Qt::CaseInsensitive);
    });
    return names;
}

QStringList ScriptCompletion::keywordsOfCall() const
{
    const auto around = call();
    const PythonName *name = around ? m_vocabulary.find(around->path) : nullptr;
    QStringList keywords;
    for (const QString &parameter : parametersOf(name ? name->signature : QString())) {
        if (!parameter.startsWith(u'*'))
            keywords.append(parameter.section(u'=', 0, 0) + u'=');
    }
    return keywords;
}

// Also takes the list away when nothing fits any more.
bool ScriptCompletion::offer(const Word &word, int least)
{
    const QStringList names = word.prefix.size() < least ? QStringList() : namesFor(word);
    if (names.isEmpty() || names == QStringList {word.prefix}) {
        m_editor.SendScintilla(Sci::SCI_AUTOCCANCEL);
        return false;
    }
    if (!caretIsOnScreen())
        return false;
    m_editor.SendScintilla(Sci::SCI_AUTOCSHOW,
        static_cast<unsigned long>(word.prefix.toUtf8().size()),
        names.join(u'\n').toUtf8().constData());
    return true;
}

// What a cursor stands in is looked for in the last lines only: this runs at each key.
std::optional<PythonCall> ScriptCompletion::call() const
{
    const auto position = int(m_editor.SendScintilla(Sci::SCI_GETCURRENTPOS));
    const int start = std::max(position - furthestBack, 0);
    styleTo(position);
    QByteArray cells((position - start) * 2 + 2, '\0'); // a character and its style each
    m_editor.SendScintilla(Sci::SCI_GETSTYLEDTEXT, start, position, cells.data());
    QByteArray text;
    std::vector<bool> code;
    for (int i = 0; i < position - start; ++i) {
        text.append(cells[2 * i]);
        code.push_back(isCodeStyle(static_cast<unsigned char>(cells[2 * i + 1])));
    }
    auto found = callAtEnd(
        text, code, [this](const QString &path) { return m_vocabulary.find(path) != nullptr; });
    if (found)
        found->start += start;
    return found;
}

void ScriptCompletion::followCall()
{
    if (m_editor.SendScintilla(Sci::SCI_AUTOCACTIVE) != 0)
        return;
    if (const auto found = call())
        showCall(*found);
    else
        closeCall();
}

void ScriptCompletion::showCall(const PythonCall &call)
{
    const PythonName *name = m_vocabulary.find(call.path);
    if (!name || name->signature.isEmpty() || !caretIsOnScreen())
        return closeCall();
    const CallTip tip = callTip(*name, call, columnsFrom(call.start));
    const bool shown = m_editor.SendScintilla(Sci::SCI_CALLTIPACTIVE) != 0
        && m_shown == std::pair(call.start, tip.text);
    m_shown = {call.start, tip.text};
    if (!shown)
        m_editor.SendScintilla(
            Sci::SCI_CALLTIPSHOW, static_cast<unsigned long>(call.start), tip.text.constData());
    m_editor.SendScintilla(
        Sci::SCI_CALLTIPSETHLT, static_cast<unsigned long>(tip.from), long(tip.to));
}

void ScriptCompletion::close()
{
    m_editor.SendScintilla(Sci::SCI_AUTOCCANCEL);
    closeCall();
}

void ScriptCompletion::closeCall()
{
    m_following = false;
    m_editor.SendScintilla(Sci::SCI_CALLTIPCANCEL);
}

// QScintilla 2.13 takes the screen of the caret for granted; a window may stand beside all screens.
// Before it shows a list it may scroll sideways, so the caret may come to be further left.
bool ScriptCompletion::caretIsOnScreen() const
{
    const auto position = m_editor.SendScintilla(Sci::SCI_GETCURRENTPOS);
    const QPoint caret(int(m_editor.SendScintilla(Sci::SCI_POINTXFROMPOSITION, 0, position)),
        int(m_editor.SendScintilla(Sci::SCI_POINTYFROMPOSITION, 0, position)));
    const QWidget *viewport = m_editor.viewport();
    const auto seen = [viewport](const QPoint &place) {
        return QGuiApplication::screenAt(viewport->mapToGlobal(place)) != nullptr;
    };
    return seen(caret) && seen({0, caret.y()});
}

int ScriptCompletion::columnsFrom(int position) const
{
    const auto left = m_editor.SendScintilla(Sci::SCI_POINTXFROMPOSITION, 0, long(position));
    const qreal width =
        QFontMetricsF(m_theme.type().fixedSmall).horizontalAdvance(QString(100, u'0')) / 100;
    return std::clamp(
        int(qreal(m_editor.viewport()->width() - left) / width) - 2, narrowest, widest);
}

} // namespace widgets
