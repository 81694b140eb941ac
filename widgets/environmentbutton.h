// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/theme.h"

#include <QToolButton>

#include <vector>

namespace widgets {

// Which database: tier as word, shield and fill, then database and host; a menu of the others and
// of the tier. Object name "environment".
class EnvironmentButton : public QToolButton
{
    Q_OBJECT
public:
    struct Choice
    {
        QString name;
        migrations::Tier tier = migrations::Tier::Production;
        QString database; // "shop_dev"; empty: none configured
        QString host; // "localhost"
        QString source; // "DATABASE_URL in .env": second line of the menu, tooltip
        bool operator==(const Choice &) const = default;
    };

    explicit EnvironmentButton(const Theme &theme, QWidget *parent = nullptr);
    void setEnvironments(const std::vector<Choice> &choices, const QString &current);
    QString current() const;
    // Without the host, which the tooltip says: for narrow windows.
    void setCompact(bool compact);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void environmentChosen(const QString &name);
    void tierChosen(migrations::Tier tier); // of the current environment

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Choice *choice() const;
    void rebuildMenu();
    void addTierMenu();
    void paintTier(QPainter &painter, const QRect &rect) const;
    void paintDatabase(QPainter &painter, const QRect &rect) const;
    int tierWidth() const;
    int databaseWidth() const;

    const Theme &m_theme;
    std::vector<Choice> m_choices;
    QString m_current;
    bool m_compact = false;
};

} // namespace widgets
