// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/operations/projectstate.h"
#include "widgets/theme.h"

#include <QWidget>

class QLabel;

namespace widgets {

class StatePill;

// The selected revision in two lines, above the tabs' content: message and state, then id and
// parents (links).
class RevisionHeader : public QWidget
{
    Q_OBJECT
public:
    explicit RevisionHeader(const Theme &theme, QWidget *parent = nullptr);
    void setRevision(
        const migrations::ProjectState &state, const QString &id, const QString &running);

Q_SIGNALS:
    void revisionRequested(const QString &id);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    QLabel *m_title = nullptr;
    StatePill *m_pill = nullptr;
    QLabel *m_facts = nullptr;
};

} // namespace widgets
