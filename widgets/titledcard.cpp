// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/titledcard.h"

#include "widgets/richtext.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

namespace widgets {

using namespace Qt::StringLiterals;

namespace {

constexpr int padding = 14;

class ReadingBars : public QWidget
{
public:
    ReadingBars(const Theme &theme, QWidget *parent)
        : QWidget(parent)
        , m_theme(theme)
    {
        setMinimumHeight(60);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_theme.tokens().line);
        int y = 12;
        for (const double share : {0.32, 0.5, 0.24}) {
            painter.drawRoundedRect(QRectF(padding, y, width() * share, 8), 4, 4);
            y += 16;
        }
    }

private:
    const Theme &m_theme;
};

QFrame *line(QWidget *parent)
{
    auto *made = new QFrame(parent);
    made->setFrameShape(QFrame::HLine);
    made->setForegroundRole(QPalette::Midlight);
    made->setFrameShadow(QFrame::Plain);
    return made;
}

} // namespace

TitledCard::TitledCard(const Theme &theme, const QString &title, QWidget *parent)
    : QFrame(parent)
    , m_theme(theme)
{
    setProperty("card", true);
    setAccessibleName(title);
    auto *name = new QLabel(title, this);
    name->setFont(theme.type().strong);
    m_summary = secondaryLabel({}, this);
    m_summary->setObjectName("summary"_L1);
    m_content = new QWidget(this);
    m_body = new QVBoxLayout(m_content);
    m_body->setContentsMargins({});
    m_body->setSpacing(0);
    m_empty = secondaryLabel({}, this);
    m_empty->setObjectName("nothing"_L1);
    m_empty->setWordWrap(true);
    m_empty->setContentsMargins(padding, 10, padding, 10);
    m_bars = new ReadingBars(theme, this);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(padding, 9, padding, 9);
    head->setSpacing(16);
    head->addWidget(name);
    head->addStretch(1);
    head->addWidget(m_summary);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(1, 1, 1, 1);
    column->setSpacing(0);
    column->addLayout(head);
    column->addWidget(line(this));
    for (QWidget *part : {m_content, static_cast<QWidget *>(m_empty), m_bars})
        column->addWidget(part);
    showPart(Part::Content);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void TitledCard::setSummary(const QString &summary)
{
    m_summary->setText(summary);
}

void TitledCard::showContent()
{
    showPart(Part::Content);
}

void TitledCard::showEmpty(const QString &sentence)
{
    m_empty->setText(sentence);
    showPart(Part::Empty);
}

void TitledCard::showReading()
{
    m_summary->clear();
    showPart(Part::Reading);
}

void TitledCard::showPart(Part part)
{
    m_content->setVisible(part == Part::Content);
    m_empty->setVisible(part == Part::Empty);
    m_bars->setVisible(part == Part::Reading);
}

} // namespace widgets
