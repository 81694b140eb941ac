// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/projectsession.h"
#include "widgets/icons.h"
#include "widgets/theme.h"

#include <QWidget>

class QLabel;
class QVBoxLayout;

namespace widgets {

// What the operation has locked and waits for, in a few lines, and who waits because of it. Object
// name "locks".
class LockList : public QWidget
{
    Q_OBJECT
public:
    explicit LockList(const Theme &theme, QWidget *parent = nullptr);
    void show(const model::ProjectSession::Running &running);
    void hideLocks();

private:
    void rebuild();
    void addLine(Icon sign, const QColor &colour, const QString &what, const QString &how);

    const Theme &m_theme;
    QVBoxLayout *m_column = nullptr;
    QWidget *m_lines = nullptr;
    std::vector<migrations::SessionLock> m_locks;
    migrations::Queue m_queue;
    bool m_brief = false; // a blocker is shown above
};

// "ACCESS EXCLUSIVE on orders", "a row that another transaction changed".
QString lockText(const migrations::SessionLock &lock);

} // namespace widgets
