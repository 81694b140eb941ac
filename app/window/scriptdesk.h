// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/projectsession.h"

#include <QMap>
#include <QObject>
#include <QSet>
#include <QTimer>

namespace widgets {
class Banner;
class ScriptPane;
} // namespace widgets

namespace app {

// The script that is edited: whether it may be, what is not saved yet, and what became of the file
// meanwhile. Text that was typed stays when another revision is chosen, and outlives the program.
class ScriptDesk : public QObject
{
    Q_OBJECT
public:
    // bar: over the text, says why it is read only, or that it was changed on disk.
    ScriptDesk(widgets::ScriptPane &pane, widgets::Banner &bar, model::ProjectSession &session,
        QWidget *window);

    void choose(const QString &path, const QString &revision); // its text is being read
    void chooseNothing(const QString &sentence);
    void show(const model::Script &script);

    bool isModified() const; // the script that is shown
    QStringList unsaved() const; // all files
    std::optional<QString> unsavedText(const QString &path) const; // none: it is as on disk
    void save();
    void revert(); // the editor's undo brings the text back
    // At once, or once a person has said what becomes of the unsaved text; not at all if they
    // cancel.
    void whenSaved(std::function<void()> wish);

Q_SIGNALS:
    void failed(const migrations::Error &error);
    void modificationChanged();
    void comparisonRequested(); // of what is not saved with the file

private:
    struct Unsaved
    {
        model::Script script; // what was changed
        QString text;
    };

    void putAside();
    void showText();
    void takeUp(const Unsaved &unsaved, const model::Script &now);
    void showBar();
    bool mayBeEdited();
    void showChangedOnDisk(const model::Script &now);
    void pressBar(const QString &id);
    void reload();
    void keepDraft();
    void saveText(const model::Script &script, const QString &text, std::function<void()> done);
    void saved(const QString &path, const QString &text, const QByteArray &bytes);
    void saveAll(std::function<void()> wish);
    void discardAll(const std::function<void()> &wish);

    widgets::ScriptPane &m_pane;
    widgets::Banner &m_bar;
    model::ProjectSession &m_session;
    QWidget *m_window;
    std::optional<model::Script> m_script; // as it was read; what is shown began as this
    std::optional<model::Script> m_onDisk; // another program's text, while ours is not saved
    QString m_revision;
    QMap<QString, Unsaved> m_unsaved; // of the scripts that are not shown
    QSet<QString> m_anyway; // files that are edited although they are applied or pushed
    QTimer m_draftTimer;
};

} // namespace app
