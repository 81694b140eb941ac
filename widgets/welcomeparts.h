// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/projectbutton.h"
#include "widgets/theme.h"

#include <QFrame>
#include <QPushButton>

namespace widgets {

// A push button that shows its key behind its word.
class KeyButton : public QPushButton
{
    Q_OBJECT
public:
    KeyButton(const Theme &theme, const QString &text, const QString &key, QWidget *parent);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    int keyWidth() const;

    const Theme &m_theme;
    QString m_key;
};

// One recent project: its name, and where it is.
class RecentButton : public QPushButton
{
    Q_OBJECT
public:
    RecentButton(const Theme &theme, const RecentProject &project, QWidget *parent);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    RecentProject m_project;
};

// The right half of the sample's card: sunken, with a few of its revisions.
class SamplePicture : public QFrame
{
    Q_OBJECT
public:
    SamplePicture(const Theme &theme, QWidget *parent);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
};

} // namespace widgets
