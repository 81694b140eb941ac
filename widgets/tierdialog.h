// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/project/environment.h"
#include "widgets/theme.h"

#include <QDialog>

class QVBoxLayout;

namespace widgets {

// A dialog about a database: the frame and a band in its tier's colour say which (LOOK.md 6), so
// that no question is answered for another one. What is asked goes into body().
class TierDialog : public QDialog
{
    Q_OBJECT
public:
    struct Place
    {
        migrations::Tier tier = migrations::Tier::Production;
        QString database; // "shop_staging on db-staging.shop.internal"
    };
    // title: what is asked about, "Reset schema".
    TierDialog(const Theme &theme, const Place &place, const QString &title, QWidget *parent);

protected:
    QVBoxLayout *body() const { return m_body; }
    const Theme &theme() const { return m_theme; }
    void paintEvent(QPaintEvent *event) override;

private:
    int bandHeight() const;

    const Theme &m_theme;
    Place m_place;
    QVBoxLayout *m_body = nullptr;
};

} // namespace widgets
