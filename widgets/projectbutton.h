// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/theme.h"

#include <QToolButton>

#include <vector>

namespace widgets {

// A project that was opened before.
struct RecentProject
{
    QString name;
    QString folder;
    bool operator==(const RecentProject &) const = default;
};

// The open project and its branch; a menu of recent ones. Object name "project".
class ProjectButton : public QToolButton
{
    Q_OBJECT
public:
    explicit ProjectButton(const Theme &theme, QWidget *parent = nullptr);
    void setProject(const QString &name, const QString &branch); // branch empty: no git
    void setRecent(const std::vector<RecentProject> &projects); // newest first

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void openRequested(); // "Open folder…"
    void projectChosen(const QString &folder);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void rebuildMenu();

    const Theme &m_theme;
    QString m_name;
    QString m_branch;
    std::vector<RecentProject> m_recent;
};

} // namespace widgets
