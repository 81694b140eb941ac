// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/demo/sampleproject.h"
#include "app/window/mainwindow.h"

namespace app {

// The window, driven by keys and clicks, and where its pictures go. Says each thing it did.
class Stage
{
public:
    Stage(MainWindow &window, model::ProjectSession &session, const QString &folder);

    MainWindow &window() { return m_window; }
    model::ProjectSession &session() { return m_session; }

    bool say(const QString &what, bool good) const; // good
    bool waitFor(const std::function<bool()> &condition) const;
    // A picture once the window looks the same twice.
    void picture(const QString &name);
    // A picture of what moves: as it is now.
    void pictureNow(const QString &name);
    // Of a dialog that is open now.
    bool pictureOf(const char *dialog, const QString &name);

    bool open(const QString &folder); // until it is read and its Python is known
    bool isIdle() const; // nothing runs, and what ran is read back
    bool waitForIdle() const;
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::ControlModifier);
    void type(const char *objectName, const QString &text);
    bool typeIn(const char *dialog, const char *objectName, const QString &text);
    bool edit(const QString &text); // a line at the top of the script that is shown
    void typeAtEnd(const QString &text); // of that script
    int findings() const; // that are marked in the script
    bool trigger(const char *action); // false: it is disabled
    bool click(const QString &objectName); // once it can be
    bool sees(const QString &objectName) const; // a widget that is visible
    bool waitForScript(const QString &objectName) const;
    void select(const QString &revision);
    void selectTab(const char *objectName, int index);
    void choose(const char *comboBox, int index);

private:
    QPixmap looks() const;
    QWidget *scriptEditor() const;
    MainWindow &m_window;
    model::ProjectSession &m_session;
    QString m_folder;
    int m_pictures = 0;
};

} // namespace app
