// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/commandpalette.h"

#include "widgets/icons.h"
#include "widgets/palettedelegate.h"

#include <QAction>
#include <QFrame>
#include <QGraphicsDropShadowEffect>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QKeySequence>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QVBoxLayout>

namespace widgets {

using namespace Qt::StringLiterals;

namespace {

constexpr int frameWidth = 668;
constexpr int frameHeight = 496;
constexpr int frameTop = 96;
constexpr int pageRows = 10;

} // namespace

CommandPalette::CommandPalette(const Theme &theme, QWidget *window)
    : QWidget(window)
    , m_theme(theme)
{
    setObjectName("palette"_L1);
    m_frame = new QFrame(this);
    m_frame->setObjectName("paletteFrame"_L1);
    m_edit = new QLineEdit(m_frame);
    m_edit->setObjectName("paletteEdit"_L1);
    m_edit->setFrame(false);
    m_edit->setFont(theme.type().body);
    m_edit->setMinimumHeight(40);
    m_sign =
        m_edit->addAction(icon(Icon::EditFind, theme.tokens().text2), QLineEdit::LeadingPosition);
    m_list = new QListView(m_frame);
    m_list->setObjectName("paletteList"_L1);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setModel(&m_model);
    m_list->setItemDelegate(new PaletteDelegate(theme, m_list));
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setMouseTracking(true);
    m_nothing = new QLabel(tr("Nothing matches these letters."), m_frame);
    m_nothing->setProperty("role", u"secondary"_s);
    m_nothing->setAlignment(Qt::AlignCenter);
    m_foot = new QLabel(m_frame);
    m_foot->setProperty("role", u"secondary"_s);
    m_foot->setFont(theme.type().small);

    auto *column = new QVBoxLayout(m_frame);
    column->setContentsMargins(6, 4, 6, 8);
    column->setSpacing(4);
    auto *line = new QFrame(m_frame);
    line->setFrameShape(QFrame::HLine);
    line->setObjectName("paletteLine"_L1);
    column->addWidget(m_edit);
    column->addWidget(line);
    column->addWidget(m_list, 1);
    column->addWidget(m_nothing, 1);
    column->addWidget(m_foot);
    m_foot->setContentsMargins(10, 4, 10, 2);

    auto *shadow = new QGraphicsDropShadowEffect(m_frame);
    shadow->setBlurRadius(32);
    shadow->setOffset(0, 10);
    shadow->setColor(theme.tokens().veil);
    m_frame->setGraphicsEffect(shadow);

    m_edit->installEventFilter(this);
    window->installEventFilter(this);
    connect(m_edit, &QLineEdit::textChanged, this, [this](const QString &typed) {
        const bool asks = m_question.answers && !typed.trimmed().isEmpty();
        m_model.setTyped(
            typed, asks ? m_question.answers(typed.trimmed()) : std::vector<model::PaletteEntry>());
        m_list->setCurrentIndex(m_model.index(m_model.firstRow()));
        m_list->scrollToTop();
        m_nothing->setVisible(m_model.rowCount() == 0);
        m_list->setVisible(m_model.rowCount() != 0);
    });
    connect(m_list, &QListView::clicked, this, [this](const QModelIndex &index) {
        m_list->setCurrentIndex(index);
        accept();
    });
    connect(&theme, &Theme::changed, this, &CommandPalette::restyle);
    restyle();
    hide();
}

void CommandPalette::restyle()
{
    const Tokens &tokens = m_theme.tokens();
    m_frame->setStyleSheet(
        u"#paletteFrame { background: %1; border: 1px solid %2; border-radius: 10px; }"
        "#paletteEdit, #paletteEdit:focus { border: none; background: transparent;"
        " padding-left: 10px; min-height: 38px; }"
        "#paletteEdit QToolButton { padding: 0; min-height: 0; border: none; }"
        "#paletteLine { border: none; max-height: 1px; background: %2; }"
        "#paletteList { background: transparent; }"_s.arg(
            tokens.raised.name(), tokens.line2.name()));
    m_sign->setIcon(icon(Icon::EditFind, tokens.text2));
    update();
}

void CommandPalette::ask(const Question &question)
{
    if (!isVisible())
        m_focusBefore = window()->focusWidget();
    m_question = question;
    m_edit->setPlaceholderText(question.placeholder);
    m_edit->setAccessibleName(question.placeholder);
    m_model.setEntries(question.entries);
    m_edit->clear();
    m_model.setTyped({});
    m_list->setCurrentIndex(m_model.index(m_model.firstRow()));
    m_list->scrollToTop();
    m_nothing->hide();
    m_list->show();
    showFoot();
    place();
    show();
    raise();
    m_edit->setFocus(Qt::ShortcutFocusReason);
}

void CommandPalette::showFoot()
{
    QString text = tr("↑ ↓ choose     Enter %1     Esc close").arg(m_question.verb);
    if (!m_question.otherKey.isEmpty())
        text += u"     %1 %2"_s.arg(m_question.otherKey, m_question.otherVerb);
    m_foot->setText(text);
}

void CommandPalette::dismiss()
{
    hide();
    if (m_focusBefore)
        m_focusBefore->setFocus(Qt::OtherFocusReason);
}

void CommandPalette::place()
{
    setGeometry(parentWidget()->rect());
    const QSize size(std::min(frameWidth, width() - 40), std::min(frameHeight, height() - 60));
    const int top = std::min(frameTop, (height() - size.height()) / 2);
    m_frame->setGeometry(QRect(QPoint((width() - size.width()) / 2, top), size));
}

bool CommandPalette::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == parentWidget() && event->type() == QEvent::Resize && isVisible())
        place();
    if (watched == m_edit && event->type() == QEvent::ShortcutOverride) {
        event->accept(); // while it is open, keys are its own
        return true;
    }
    if (watched == m_edit && event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (handleKey(key->key(), key->modifiers()))
            return true;
    }
    return QWidget::eventFilter(watched, event);
}

bool CommandPalette::handleKey(int key, Qt::KeyboardModifiers modifiers)
{
    const QKeySequence pressed(QKeyCombination(modifiers, Qt::Key(key)));
    if (!m_question.otherKey.isEmpty()
        && pressed == QKeySequence(m_question.otherKey, QKeySequence::NativeText)) {
        Q_EMIT otherAsked();
        return true;
    }
    switch (key) {
    case Qt::Key_Up:
        move(-1);
        return true;
    case Qt::Key_Down:
        move(1);
        return true;
    case Qt::Key_PageUp:
    case Qt::Key_PageDown:
        for (int i = 0; i < pageRows; ++i)
            move(key == Qt::Key_PageUp ? -1 : 1);
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        accept();
        return true;
    case Qt::Key_Escape:
        dismiss();
        return true;
    case Qt::Key_Tab:
    case Qt::Key_Backtab:
        return true; // nothing behind the veil gets the focus
    default:
        return false;
    }
}

void CommandPalette::move(int by)
{
    const int row = m_model.nextRow(m_list->currentIndex().row(), by);
    if (row >= 0)
        m_list->setCurrentIndex(m_model.index(row));
}

void CommandPalette::accept()
{
    const QModelIndex index = m_list->currentIndex();
    if (!index.isValid() || !index.data(model::PaletteModel::ReasonRole).toString().isEmpty())
        return; // its reason is there to be read
    const QString id = index.data(model::PaletteModel::IdRole).toString();
    if (id.isEmpty())
        return;
    dismiss();
    Q_EMIT chosen(id);
}

void CommandPalette::paintEvent(QPaintEvent *)
{
    QPainter(this).fillRect(rect(), m_theme.tokens().veil);
}

void CommandPalette::mousePressEvent(QMouseEvent *)
{
    dismiss();
}

} // namespace widgets
