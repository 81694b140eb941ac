// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/scriptpane.h"

#include "widgets/editorlook.h"
#include "widgets/elidedlabel.h"
#include "widgets/emptystate.h"
#include "widgets/findbar.h"
#include "widgets/findingmarks.h"
#include "widgets/icons.h"
#include "widgets/qsci.h"
#include "widgets/richtext.h"
#include "widgets/scriptcompletion.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QStackedLayout>
#include <QToolButton>
#include <QVBoxLayout>

#include <utility>

namespace widgets {

using namespace Qt::StringLiterals;

namespace {

constexpr int numberMargin = 0;
constexpr int markerMargin = 1;
constexpr int foldMargin = 2;
constexpr int chevronSize = 10;

// What upgrades, rolls back or shows a plan everywhere else must not move lines here.
void leaveKeysToTheWindow(QsciScintilla &editor)
{
    for (const int key : {Qt::Key_D, Qt::Key_L, Qt::Key_T, Qt::Key_U}) {
        for (const int with : {int(Qt::CTRL), int(Qt::CTRL) | int(Qt::SHIFT)}) {
            if (QsciCommand *command = editor.standardCommands()->boundTo(with | key))
                command->setKey(0);
        }
    }
}

} // namespace

ScriptPane::ScriptPane(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setObjectName("script"_L1);
    m_editor = new QsciScintilla(this);
    m_editor->setObjectName("scriptEditor"_L1);
    m_editor->setAccessibleName(tr("Script of the revision"));
    m_editor->setUtf8(true);
    m_editor->setReadOnly(true);
    m_editor->setFrameShape(QFrame::NoFrame);
    m_editor->setFolding(QsciScintilla::PlainFoldStyle, foldMargin);
    m_editor->setCaretLineVisible(true);
    m_editor->setIndentationsUseTabs(false);
    m_editor->setIndentationWidth(4);
    m_editor->setTabWidth(4);
    m_editor->setAutoIndent(true);
    m_editor->setBackspaceUnindents(true);
    m_editor->setBraceMatching(QsciScintilla::SloppyBraceMatch);
    m_editor->SendScintilla(QsciScintilla::SCI_SETSCROLLWIDTH, 1);
    m_editor->SendScintilla(QsciScintilla::SCI_SETSCROLLWIDTHTRACKING, 1);
    m_editor->setExtraAscent(2);
    m_editor->setExtraDescent(2);
    leaveKeysToTheWindow(*m_editor);
    m_lexer = new QsciLexerPython(m_editor);
    m_editor->setLexer(m_lexer);

    m_empty = new EmptyState(theme, this);
    auto *page = new QWidget(this);
    m_stack = new QStackedLayout;
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins({});
    outer->addLayout(m_stack);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(page);

    auto *foot = new QFrame(page);
    foot->setObjectName("scriptFoot"_L1);
    foot->setAutoFillBackground(true);
    foot->setBackgroundRole(QPalette::AlternateBase);
    m_file = new ElidedLabel(foot);
    m_file->setProperty("role", u"secondary"_s);
    m_file->setFont(theme.type().fixedSmall);
    m_file->setObjectName("scriptFile"_L1);
    m_marks = new FindingMarks(theme, *m_editor, markerMargin);
    m_completion = new ScriptCompletion(theme, *m_editor);
    m_findings = new QToolButton(foot);
    m_findings->setObjectName("findings"_L1);
    m_findings->setAutoRaise(true);
    m_findings->setFocusPolicy(Qt::TabFocus);
    m_findings->setToolTip(tr("Go to the next finding (F8)"));
    m_position = secondaryLabel({}, foot);
    auto *footRow = new QHBoxLayout(foot);
    footRow->setContentsMargins(14, 6, 14, 6);
    footRow->addWidget(m_file, 1);
    footRow->addWidget(m_findings);
    footRow->addWidget(m_position);

    auto *column = new QVBoxLayout(page);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(m_editor, 1);
    auto *findBar = new FindBar(theme, *m_editor, page);
    column->addWidget(findBar);
    column->addWidget(foot);
    m_keys = new EditorKeys(*m_editor, *findBar, *m_marks, *m_completion);

    connect(m_editor, &QsciScintilla::modificationChanged, this, [this](bool modified) {
        if (m_loading)
            return;
        showFileName();
        Q_EMIT modificationChanged(modified);
    });
    connect(m_editor, &QsciScintilla::textChanged, this, [this] {
        if (!m_loading)
            Q_EMIT edited();
    });
    connect(m_editor, &QsciScintilla::cursorPositionChanged, this, &ScriptPane::showPosition);
    connect(m_marks, &FindingMarks::changed, this, &ScriptPane::showFindingCount);
    connect(m_findings, &QToolButton::clicked, m_marks, &FindingMarks::goToNext);
    connect(&theme, &Theme::changed, this, &ScriptPane::restyle);
    restyle();
    showPosition(0, 0);
    showFindingCount();
}

void ScriptPane::restyle()
{
    styleEditor(*m_editor, *m_lexer, m_theme);
    styleMargins();
}

void ScriptPane::styleMargins()
{
    const Tokens &tokens = m_theme.tokens();
    m_editor->setMarginType(numberMargin, QsciScintilla::NumberMargin);
    m_editor->setMarginWidth(markerMargin, 20);
    m_editor->setMarginWidth(foldMargin, 14);
    m_editor->SendScintilla(QsciScintilla::SCI_SETMARGINLEFT, 0, 6);
    const auto define = [this, &tokens](int marker, int symbol) {
        m_editor->SendScintilla(QsciScintilla::SCI_MARKERDEFINE, marker, symbol);
        m_editor->SendScintilla(QsciScintilla::SCI_MARKERSETFORE, marker, tokens.text3);
        m_editor->SendScintilla(QsciScintilla::SCI_MARKERSETBACK, marker, tokens.text3);
    };
    const auto chevron = [&tokens](Icon sign) {
        return iconPixmap(sign, tokens.text3, 1, chevronSize).toImage();
    };
    m_editor->markerDefine(chevron(Icon::GoNext), QsciScintilla::SC_MARKNUM_FOLDER);
    m_editor->markerDefine(chevron(Icon::GoDown), QsciScintilla::SC_MARKNUM_FOLDEROPEN);
    for (const int inner : {QsciScintilla::SC_MARKNUM_FOLDERSUB,
             QsciScintilla::SC_MARKNUM_FOLDERTAIL, QsciScintilla::SC_MARKNUM_FOLDERMIDTAIL,
             QsciScintilla::SC_MARKNUM_FOLDEREND, QsciScintilla::SC_MARKNUM_FOLDEROPENMID})
        define(inner, QsciScintilla::SC_MARK_EMPTY);
    m_marks->restyle();
    m_completion->restyle();
}

void ScriptPane::expect(const QString &path)
{
    if (path == m_path)
        return;
    m_path = path;
    showFileName();
}

void ScriptPane::showFileName()
{
    const QString name = QFileInfo(m_path).fileName();
    m_file->setText(isModified() && m_shown == m_path ? tr("● %1, not saved").arg(name) : name);
    m_file->setToolTip(m_path);
}

void ScriptPane::show(const QString &path, const QString &text, const QString &problem)
{
    if (path != m_path)
        return; // another one was chosen meanwhile
    if (!problem.isEmpty())
        return showProblem(problem);
    m_stack->setCurrentIndex(1);
    const bool another = std::exchange(m_shown, path) != path;
    if (another)
        m_marks->show({});
    if (m_editor->text() != text)
        showText(text, another);
    Q_EMIT shown();
}

// Read again after a change elsewhere, the place in it stays.
void ScriptPane::showText(const QString &text, bool another)
{
    int line = 0;
    int column = 0;
    m_editor->getCursorPosition(&line, &column);
    const int first = m_editor->firstVisibleLine();
    replaceText(text);
    showFileName();
    m_editor->setCursorPosition(another ? 0 : line, another ? 0 : column);
    m_editor->setFirstVisibleLine(another ? 0 : first);
}

void ScriptPane::replaceText(const QString &text)
{
    const bool readOnly = m_editor->isReadOnly();
    m_loading = true;
    m_editor->setReadOnly(false);
    m_editor->SendScintilla(QsciScintilla::SCI_SETSCROLLWIDTH, 1); // of this text, not the last
    m_editor->setText(text);
    m_editor->setReadOnly(readOnly);
    m_editor->setModified(false);
    // What Enter writes; the ends of lines that are there stay as they are.
    m_editor->setEolMode(
        text.contains("\r\n"_L1) ? QsciScintilla::EolWindows : QsciScintilla::EolUnix);
    const QString widest(QString::number(m_editor->lines()).size() + 2, u'0');
    m_editor->setMarginWidth(numberMargin, widest);
    m_loading = false;
}

void ScriptPane::showUnsaved(const QString &text)
{
    const QByteArray bytes = text.toUtf8();
    m_editor->SendScintilla(QsciScintilla::SCI_TARGETWHOLEDOCUMENT);
    m_editor->SendScintilla(QsciScintilla::SCI_REPLACETARGET,
        static_cast<unsigned long>(bytes.size()), bytes.constData());
}

void ScriptPane::setEditable(bool editable)
{
    m_editor->setReadOnly(!editable);
    int line = 0;
    int column = 0;
    m_editor->getCursorPosition(&line, &column);
    showPosition(line, column);
}

bool ScriptPane::isModified() const
{
    return m_editor->isModified();
}

void ScriptPane::markSaved()
{
    m_editor->setModified(false);
}

void ScriptPane::perform(EditorKeys::Act act)
{
    focusEditor();
    m_keys->perform(act);
}

void ScriptPane::showFindings(const std::vector<migrations::ScriptFinding> &findings)
{
    m_marks->show(findings);
}

void ScriptPane::setVocabulary(const model::ScriptVocabulary &vocabulary)
{
    m_completion->setVocabulary(vocabulary);
}

void ScriptPane::closeOffers()
{
    m_completion->close();
}

void ScriptPane::showFindingCount()
{
    m_findings->setText(m_marks->summary());
    m_findings->setVisible(!m_marks->findings().empty());
}

void ScriptPane::focusEditor()
{
    m_editor->setFocus();
}

void ScriptPane::showNothing(const QString &sentence)
{
    m_path.clear();
    showProblem(sentence);
}

void ScriptPane::showProblem(const QString &sentence)
{
    m_shown.clear();
    m_empty->setContent(sentence);
    m_stack->setCurrentIndex(0);
    Q_EMIT shown();
}

QString ScriptPane::path() const
{
    return m_path;
}

QString ScriptPane::shownPath() const
{
    return m_shown;
}

QString ScriptPane::text() const
{
    return m_editor->text();
}

void ScriptPane::showPosition(int line, int column)
{
    const QString place = tr("Ln %1, Col %2").arg(line + 1).arg(column + 1);
    m_position->setText(m_editor->isReadOnly() ? tr("%1   read only").arg(place) : place);
}

} // namespace widgets
