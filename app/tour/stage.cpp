// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/tour/stage.h"

#include "widgets/findingmarks.h"
#include "widgets/revisionview.h"
#include "widgets/scriptpane.h"

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QDialog>
#include <QDir>
#include <QLineEdit>
#include <QPainter>
#include <QTabBar>
#include <QTest>

#include <cstdio>

namespace app {

using namespace Qt::StringLiterals;

namespace {

constexpr int patienceMs = 30'000;
constexpr int restMs = 5'000; // what never rests is taken as it is then

} // namespace

Stage::Stage(MainWindow &window, model::ProjectSession &session, const QString &folder)
    : m_window(window)
    , m_session(session)
    , m_folder(folder)
{
    QDir().mkpath(m_folder);
}

bool Stage::say(const QString &what, bool good) const
{
    if (!good)
        m_window.grab().save(m_folder + u"/failed.png"_s);
    std::printf("%s  %s\n", good ? "ok    " : "FAILED", qPrintable(what));
    std::fflush(stdout);
    return good;
}

bool Stage::waitFor(const std::function<bool()> &condition) const
{
    return QTest::qWaitFor(condition, patienceMs);
}

void Stage::picture(const QString &name)
{
    QImage last;
    std::ignore = QTest::qWaitFor(
        [this, &last] {
            const QImage now = m_window.grab().toImage();
            return std::exchange(last, now) == now;
        },
        restMs);
    pictureNow(name);
}

// With the lists and tips over it, which are windows of their own.
QPixmap Stage::looks() const
{
    QPixmap window = m_window.grab();
    QPainter painter(&window);
    for (QWidget *over : QApplication::topLevelWidgets()) {
        if (over->isVisible() && over->windowType() == Qt::ToolTip)
            painter.drawPixmap(m_window.mapFromGlobal(over->pos()), over->grab());
    }
    return window;
}

void Stage::pictureNow(const QString &name)
{
    QApplication::sendPostedEvents();
    const QString path = m_folder + u"/%1-%2.png"_s.arg(++m_pictures, 2, 10, QChar(u'0')).arg(name);
    say(u"picture "_s + name, looks().save(path));
}

bool Stage::pictureOf(const char *dialog, const QString &name)
{
    auto *found = m_window.findChild<QDialog *>(QLatin1StringView(dialog));
    if (!found || !QTest::qWaitForWindowExposed(found))
        return say(u"%1 is open"_s.arg(QLatin1StringView(dialog)), false);
    QApplication::sendPostedEvents();
    const QString path = m_folder + u"/%1-%2.png"_s.arg(++m_pictures, 2, 10, QChar(u'0')).arg(name);
    return say(u"picture "_s + name, found->grab().save(path));
}

bool Stage::open(const QString &folder)
{
    m_session.open(folder);
    return say(u"open "_s + QFileInfo(folder).fileName(), waitFor([this, folder] {
        return m_session.isOpen() && m_session.state().project.folder == folder
            && !m_session.reading()
            && (m_session.interpreter() || m_session.interpreterProblem()
                || !m_session.state().trusted);
    }));
}

bool Stage::isIdle() const
{
    return m_session.isOpen() && !m_session.running() && !m_session.reading()
        && !sees(u"cancelOperation"_s);
}

bool Stage::waitForIdle() const
{
    return waitFor([this] { return isIdle(); });
}

void Stage::press(Qt::Key key, Qt::KeyboardModifiers modifiers)
{
    if (!QApplication::activeWindow()) { // a dialog was closed, and no window manager goes on
        m_window.activateWindow();
        std::ignore = QTest::qWaitForWindowActive(&m_window);
    }
    QWidget *focused = QApplication::focusWidget();
    QTest::keyClick(focused ? focused : &m_window, key, modifiers);
}

void Stage::type(const char *objectName, const QString &text)
{
    if (auto *edit = m_window.findChild<QLineEdit *>(QLatin1StringView(objectName)))
        QTest::keyClicks(edit, text);
}

bool Stage::typeIn(const char *dialog, const char *objectName, const QString &text)
{
    const auto *found = m_window.findChild<QDialog *>(QLatin1StringView(dialog));
    auto *edit = found ? found->findChild<QLineEdit *>(QLatin1StringView(objectName)) : nullptr;
    if (edit)
        QTest::keyClicks(edit, text);
    return edit != nullptr;
}

bool Stage::edit(const QString &text)
{
    QWidget *editor = scriptEditor();
    if (!editor)
        return false;
    editor->setFocus();
    QTest::keyClicks(editor, text);
    QTest::keyClick(editor, Qt::Key_Return);
    return true;
}

void Stage::typeAtEnd(const QString &text)
{
    QWidget *editor = scriptEditor();
    if (!editor)
        return;
    editor->setFocus();
    QTest::keyClick(editor, Qt::Key_End, Qt::ControlModifier);
    QTest::keyClicks(editor, text);
}

QWidget *Stage::scriptEditor() const
{
    const auto *pane = m_window.findChild<QWidget *>(u"script"_s);
    return pane ? pane->findChild<QWidget *>(u"scriptEditor"_s) : nullptr;
}

int Stage::findings() const
{
    const auto *pane = m_window.findChild<QWidget *>(u"script"_s);
    const auto *marks = pane ? pane->findChild<widgets::FindingMarks *>() : nullptr;
    return marks ? int(marks->findings().size()) : 0;
}

bool Stage::trigger(const char *action)
{
    auto *found = m_window.findChild<QAction *>(QLatin1StringView(action));
    if (!found || !found->isEnabled())
        return say(u"%1 can be done"_s.arg(QLatin1StringView(action)), false);
    found->trigger();
    return true;
}

bool Stage::click(const QString &objectName)
{
    QAbstractButton *button = nullptr;
    const bool found = waitFor([&] {
        button = m_window.findChild<QAbstractButton *>(objectName);
        return button && button->isVisible() && button->isEnabled();
    });
    if (found)
        QTest::mouseClick(button, Qt::LeftButton);
    return found;
}

bool Stage::sees(const QString &objectName) const
{
    const auto *widget = m_window.findChild<QWidget *>(objectName);
    return widget && widget->isVisible();
}

bool Stage::waitForScript(const QString &objectName) const
{
    const auto *pane = m_window.findChild<widgets::ScriptPane *>(objectName);
    return waitFor([pane] { return pane->isVisible() && !pane->text().isEmpty(); });
}

void Stage::select(const QString &revision)
{
    m_window.findChild<widgets::RevisionView *>()->setCurrentRevision(revision);
}

void Stage::choose(const char *comboBox, int index)
{
    auto *box = m_window.findChild<QComboBox *>(QLatin1StringView(comboBox));
    box->setCurrentIndex(index);
    Q_EMIT box->activated(index);
}

void Stage::selectTab(const char *objectName, int index)
{
    m_window.findChild<QTabBar *>(QLatin1StringView(objectName))->setCurrentIndex(index);
}

} // namespace app
