// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/emptystate.h"
#include "widgets/plaintooltips.h"

#include <QApplication>
#include <QLabel>
#include <QTest>
#include <QToolTip>

using namespace Qt::StringLiterals;

namespace {

const QString hostile = u"<img src='file:///etc/passwd'><b>Add a column</b>"_s;

} // namespace

class TestPlainToolTips : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aToolTipShowsTheTextAsItIs()
    {
        const widgets::PlainToolTips plain;
        QToolTip::showText({10, 10}, hostile);
        const QLabel *tip = nullptr;
        for (const QWidget *widget : QApplication::topLevelWidgets()) {
            if (widget->objectName() == u"qtooltip_label"_s)
                tip = qobject_cast<const QLabel *>(widget);
        }
        QVERIFY(tip != nullptr);
        QCOMPARE(tip->textFormat(), Qt::PlainText);
        QCOMPARE(tip->text(), hostile);
        QToolTip::hideText();
    }

    void anEmptyStateShowsTheTextAsItIs()
    {
        const widgets::Theme theme(*qApp);
        widgets::EmptyState state(theme);
        state.setContent(hostile);
        for (const QLabel *label : state.findChildren<QLabel *>())
            QCOMPARE(label->textFormat(), Qt::PlainText);
    }
};

QTEST_MAIN(TestPlainToolTips)
#include "tst_plaintooltips.moc"
