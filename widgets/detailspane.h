// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/operations/operation.h"
#include "model/filefacts.h"
#include "widgets/theme.h"

#include <QScrollArea>

class QGridLayout;
class QVBoxLayout;

namespace widgets {

// All facts of the selected revision, and of the project and database it stands in. Object name
// "details".
class DetailsPane : public QScrollArea
{
    Q_OBJECT
public:
    struct Content
    {
        migrations::ProjectState state;
        QString revision; // empty: none is selected
        QString interpreter;
        std::vector<migrations::JournalEntry> journal; // newest first
        model::SharedFileFacts files = std::make_shared<const model::FileFacts>();
    };
    struct Fact
    {
        QString name;
        QString html;
        bool operator==(const Fact &) const = default;
    };

    explicit DetailsPane(const Theme &theme, QWidget *parent = nullptr);
    void setContent(const Content &content);

Q_SIGNALS:
    void revisionRequested(const QString &id);

private:
    std::vector<Fact> revisionFacts(const Content &content) const;
    std::vector<Fact> fileFacts(
        const model::FileFacts &files, const migrations::Revision &of) const;
    std::vector<Fact> projectFacts(const Content &content) const;
    std::vector<Fact> databaseFacts(const Content &content) const;
    QString links(const QStringList &ids, const migrations::ProjectState &state) const;
    void addSection(const QString &title, const std::vector<Fact> &facts);

    const Theme &m_theme;
    QVBoxLayout *m_column = nullptr;
};

} // namespace widgets
