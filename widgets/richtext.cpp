// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/richtext.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLabel>
#include <QLocale>

namespace widgets {

using namespace Qt::StringLiterals;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("widgets::RichText", text);
}

} // namespace

QString fixed(const QString &text, const Theme &theme)
{
    return u"<span style=\"font-family:'%1'\">%2</span>"_s.arg(
        theme.type().fixed.family(), text.toHtmlEscaped());
}

QString link(const QString &address, const QString &text)
{
    return u"<a href=\"%1\" style=\"text-decoration:none\">%2</a>"_s.arg(
        address.toHtmlEscaped(), text);
}

QString strong(const QString &text)
{
    return u"<span style=\"font-weight:600\">%1</span>"_s.arg(text.toHtmlEscaped());
}

QString coloured(const QString &text, const QColor &colour)
{
    return u"<span style=\"color:%1\">%2</span>"_s.arg(colour.name(), text.toHtmlEscaped());
}

QLabel *richLabel(QWidget *parent, bool wraps)
{
    auto *label = new QLabel(parent);
    label->setTextFormat(Qt::RichText);
    label->setWordWrap(wraps);
    label->setTextInteractionFlags(
        Qt::TextSelectableByMouse | Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
    return label;
}

QLabel *secondaryLabel(const QString &text, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setProperty("role", u"secondary"_s);
    return label;
}

QLabel *keyLabel(const QString &key, const Theme &theme, QWidget *parent)
{
    auto *label = new QLabel(key, parent);
    label->setTextFormat(Qt::PlainText);
    label->setFont(theme.type().caption);
    label->setProperty("role", u"key"_s);
    label->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    return label;
}

QString durationText(qint64 milliseconds)
{
    if (milliseconds < 0)
        return {};
    if (milliseconds < 1'000)
        return tr("%1 ms").arg(milliseconds);
    if (milliseconds < 60'000)
        return tr("%1 s").arg(double(milliseconds) / 1'000, 0, 'f', 1);
    const qint64 seconds = milliseconds / 1'000;
    if (seconds < 3'600)
        return tr("%1 min %2 s").arg(seconds / 60).arg(seconds % 60);
    if (seconds < 86'400)
        return tr("%1 h %2 min").arg(seconds / 3'600).arg(seconds % 3'600 / 60);
    return tr("%1 days").arg(seconds / 86'400);
}

QString momentText(const QDateTime &moment)
{
    const QDateTime local = moment.toLocalTime();
    const QDate today = QDate::currentDate();
    const QString time = local.toString(u"HH:mm"_s);
    if (local.date() == today)
        return time;
    if (local.date() == today.addDays(-1))
        return tr("yesterday %1").arg(time);
    if (local.date().year() == today.year())
        return QLocale().toString(local, u"d MMM HH:mm"_s);
    return QLocale().toString(local, u"d MMM yyyy"_s);
}

} // namespace widgets
