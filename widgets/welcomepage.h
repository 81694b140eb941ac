// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/projectbutton.h"
#include "widgets/theme.h"

#include <QWidget>

#include <memory>
#include <vector>

class QVBoxLayout;

namespace widgets {

// What is there before a project is open (picture 07). Takes dropped folders. Object name
// "welcome".
class WelcomePage : public QWidget
{
    Q_OBJECT
public:
    explicit WelcomePage(const Theme &theme, QWidget *parent = nullptr);
    ~WelcomePage() override;
    void setRecent(const std::vector<RecentProject> &projects); // newest first
    void setSampleOffered(bool offered); // without it the card is not there
    void setSampleBusy(const QString &sentence); // "Starting PostgreSQL…"; empty: not busy

Q_SIGNALS:
    void openRequested();
    void folderDropped(const QString &folder);
    void sampleRequested();
    void projectChosen(const QString &folder);

protected:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dragLeaveEvent(QDragLeaveEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void addHead(QVBoxLayout *column);
    void addSampleCard(QVBoxLayout *column);
    void addRecent(QVBoxLayout *column);
    void showRecent();
    void restyle();

    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace widgets
