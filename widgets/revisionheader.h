// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/filefacts.h"
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
    void setFileFacts(const model::SharedFileFacts &facts);

Q_SIGNALS:
    void revisionRequested(const QString &id);
    void changesRequested(); // of the revision that is shown

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString gitFact() const;
    void showFacts();

    const Theme &m_theme;
    QLabel *m_title = nullptr;
    StatePill *m_pill = nullptr;
    QLabel *m_facts = nullptr;
    QString m_id;
    QString m_file;
    QStringList m_texts; // of the line of facts, without git's
    model::SharedFileFacts m_fileFacts = std::make_shared<const model::FileFacts>();
};

} // namespace widgets
