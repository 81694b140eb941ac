// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/projectsession.h"
#include "widgets/theme.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace widgets {

// A page with one question or error about a project: may its Python run, which of several
// configurations, what is wrong with the folder; each with its next action. Object name "trouble".
class TrustCard : public QWidget
{
    Q_OBJECT
public:
    explicit TrustCard(const Theme &theme, QWidget *parent = nullptr);
    void setTrouble(const model::ProjectSession::Trouble &trouble, bool projectOpen);

Q_SIGNALS:
    void trustRequested();
    void dismissed();
    void openRequested();
    void configurationChosen(const QString &folder, const QString &configFile);

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void askForTrust(const model::ProjectSession::Trouble &trouble);
    void askForConfiguration(const model::ProjectSession::Trouble &trouble);
    void showError(const model::ProjectSession::Trouble &trouble, bool projectOpen);
    void addText(const QString &html);
    QPushButton *addButton(const QString &objectName, const QString &text);
    void rebuild();

    const Theme &m_theme;
    QWidget *m_card = nullptr;
    QVBoxLayout *m_column = nullptr;
    QVBoxLayout *m_outer = nullptr;
};

} // namespace widgets
