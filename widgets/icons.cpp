// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/icons.h"

#include <QFile>
#include <QHash>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

using namespace Qt::StringLiterals;

namespace widgets {

namespace {

struct Sign
{
    Icon icon;
    const char *file; // of Breeze, without suffix; null: ours
    const char *body; // SVG elements of our own 16 x 16 sign
    const char *cut = nullptr; // painted away again: shows the surface
};

#define STROKE(path) "<path d='" path "'/>"

const Sign signTable[] = {
    {Icon::ViewRefresh, "view-refresh", nullptr},
    {Icon::DocumentOpenFolder, "document-open-folder", nullptr},
    {Icon::VcsBranch, "vcs-branch", nullptr},
    {Icon::VcsMerge, "vcs-merge", nullptr},
    {Icon::VcsCommit, "vcs-commit", nullptr},
    {Icon::EditFind, "edit-find", nullptr},
    {Icon::ViewFilter, "view-filter", nullptr},
    {Icon::ListAdd, "list-add", nullptr},
    {Icon::EditUndo, "edit-undo", nullptr},
    {Icon::EditCopy, "edit-copy", nullptr},
    {Icon::DocumentExport, "document-export", nullptr},
    {Icon::EditDelete, "edit-delete", nullptr},
    {Icon::Clock, "clock", nullptr},
    {Icon::Lock, "lock", nullptr},
    {Icon::GoUp, "go-up", nullptr},
    {Icon::GoDown, "go-down", nullptr},
    {Icon::GoPrevious, "go-previous", nullptr},
    {Icon::GoNext, "go-next", nullptr},
    {Icon::ServerDatabase, "server-database", nullptr},
    {Icon::NetworkServer, "network-server", nullptr},
    {Icon::User, "user", nullptr},
    {Icon::Table, "table", nullptr},
    {Icon::Tag, "tag", nullptr},
    {Icon::Backup, "backup", nullptr},
    {Icon::DocumentEdit, "document-edit", nullptr},
    {Icon::DocumentSave, "document-save", nullptr},
    {Icon::DocumentRevert, "document-revert", nullptr},
    {Icon::Configure, "configure", nullptr},
    {Icon::DialogScripts, "dialog-scripts", nullptr},
    {Icon::PlaybackStart, "media-playback-start", nullptr},
    {Icon::PlaybackStop, "media-playback-stop", nullptr},
    {Icon::Link, "link", nullptr},
    {Icon::ShieldOutline, "security-low", nullptr},
    {Icon::ShieldHalf, "security-medium", nullptr},
    {Icon::ShieldFull, "security-high", nullptr},
    {Icon::Applied, nullptr, "<circle cx='8' cy='8' r='5.5' fill='#232629' stroke='none'/>",
        STROKE("M5.6 8.2l1.7 1.7 3.1-3.5")},
    {Icon::Pending, nullptr, "<circle cx='8' cy='8' r='5' stroke-width='2'/>"},
    {Icon::Ok, nullptr, "<circle cx='8' cy='8' r='6.25'/>" STROKE("M5.2 8.2l2 2 3.7-4")},
    {Icon::Caution, nullptr,
        STROKE("M8 2.1L14.6 13.6H1.4Z") STROKE("M8 6.2v3.6") STROKE("M8 11v1.4")},
    {Icon::Danger, nullptr,
        STROKE("M5.3 1.75h5.4l3.55 3.55v5.4l-3.55 3.55H5.3L1.75 10.7V5.3Z")
            STROKE("M5.6 5.6l4.8 4.8") STROKE("M10.4 5.6l-4.8 4.8")},
    {Icon::Unknown, nullptr,
        "<circle cx='8' cy='8' r='6.25' stroke-dasharray='2.4 1.5'/>" STROKE(
            "M6.1 6.4c.1-1.2.9-1.8 2-1.8s1.9.7 1.9 1.7c0 1.4-1.9 1.4-1.9 2.9")
            STROKE("M8.1 10.4v1.4")},
    {Icon::Ghost, nullptr,
        STROKE("M3 13.6V7a5 5 0 0 1 10 0v6.6l-1.7-1.3-1.6 1.3L8 12.3l-1.7 1.3-1.6-1.3Z")
            STROKE("M6 6v2") STROKE("M10 6v2")},
    {Icon::Upgrade, nullptr, STROKE("M8 13V3") STROKE("M3.8 7.2L8 3l4.2 4.2")},
    {Icon::RollBack, nullptr, STROKE("M8 3v10") STROKE("M3.8 8.8L8 13l4.2-4.2")},
    {Icon::Flight, nullptr,
        STROKE("M8 1.5l5.5 2v4c0 3.6-2.3 5.9-5.5 7-3.2-1.1-5.5-3.4-5.5-7v-4Z")
            STROKE("M5.3 7.9l2 2 3.5-3.8")},
    {Icon::Wait, nullptr,
        STROKE("M4 2h8") STROKE("M4 14h8") STROKE("M5 2c0 3 2.2 4.2 3 6-.8 1.8-3 3-3 6")
            STROKE("M11 2c0 3-2.2 4.2-3 6 .8 1.8 3 3 3 6")},
    {Icon::Info, nullptr,
        "<circle cx='8' cy='8' r='6.25'/>" STROKE("M8 7.4v3.8") STROKE("M8 4.8v.4")},
    {Icon::Running, nullptr,
        "<circle cx='8' cy='8' r='5.5' stroke-opacity='0.3'/>" STROKE(
            "M8 2.5a5.5 5.5 0 0 1 5.5 5.5")},
};

#undef STROKE

const Sign *signOf(Icon icon)
{
    for (const Sign &sign : signTable) {
        if (sign.icon == icon)
            return &sign;
    }
    return nullptr;
}

QByteArray svgOf(const char *body)
{
    return QByteArrayLiteral("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16' "
                             "fill='none' stroke='#232629' stroke-width='1.5' "
                             "stroke-linecap='round' stroke-linejoin='round'>")
        + body + QByteArrayLiteral("</svg>");
}

QByteArray contentsOf(const QString &resource)
{
    QFile file(resource);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QByteArray sourceOf(const Sign &sign)
{
    if (!sign.file)
        return svgOf(sign.body);
    return contentsOf(u":/icons/breeze/%1.svg"_s.arg(QLatin1StringView(sign.file)));
}

// Breeze's inks: text, highlight, negative, and the table's own blue.
QByteArray inked(QByteArray svg, const QColor &colour)
{
    const QByteArray name = colour.name(QColor::HexRgb).toLatin1();
    for (const char *ink : {"#232629", "#3daee9", "#da4453", "#1d99f3", "currentColor"})
        svg.replace(ink, name);
    return svg;
}

void render(QPainter &painter, const QRectF &rect, const QByteArray &svg)
{
    QSvgRenderer renderer(svg);
    renderer.render(&painter, rect);
}

QPixmap drawn(Icon icon, const QColor &colour, qreal ratio, int size)
{
    const int pixels = qCeil(size * ratio);
    QPixmap pixmap(pixels, pixels);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF rect(0, 0, size, size);
    if (icon == Icon::Mark) {
        render(painter, rect, contentsOf(u":/icons/spiritsafe.svg"_s));
        return pixmap;
    }
    const Sign *sign = signOf(icon);
    painter.setOpacity(colour.alphaF());
    render(painter, rect, inked(sourceOf(*sign), colour));
    if (sign->cut) {
        painter.setCompositionMode(QPainter::CompositionMode_DestinationOut);
        render(painter, rect, svgOf(sign->cut));
    }
    return pixmap;
}

// Draws at whatever ratio it is asked for, so that a bar stays sharp on a second screen.
class SignEngine : public QIconEngine
{
public:
    SignEngine(Icon icon, const QColor &colour, const QColor &disabled)
        : m_icon(icon)
        , m_colour(colour)
        , m_disabled(disabled)
    {
    }
    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State) override
    {
        paintIcon(*painter, rect, m_icon, colourOf(mode));
    }
    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State) override
    {
        return iconPixmap(m_icon, colourOf(mode), 1, qMin(size.width(), size.height()));
    }
    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State, qreal scale) override
    {
        const qreal side = qMin(size.width(), size.height());
        return iconPixmap(m_icon, colourOf(mode), scale, qRound(side / scale));
    }
    QIconEngine *clone() const override { return new SignEngine(*this); }

private:
    QColor colourOf(QIcon::Mode mode) const
    {
        return mode == QIcon::Disabled ? m_disabled : m_colour;
    }

    Icon m_icon;
    QColor m_colour;
    QColor m_disabled;
};

} // namespace

QIcon icon(Icon icon, const QColor &colour, const QColor &disabled)
{
    QColor off = disabled;
    if (!off.isValid()) {
        off = colour;
        off.setAlphaF(0.4F);
    }
    return QIcon(new SignEngine(icon, colour, off)); // the icon owns it
}

QPixmap iconPixmap(Icon icon, const QColor &colour, qreal devicePixelRatio, int size)
{
    const QString key = u"spiritsafe-%1-%2-%3-%4"_s.arg(int(icon))
                            .arg(colour.rgba(), 0, 16)
                            .arg(size)
                            .arg(devicePixelRatio);
    QPixmap pixmap;
    if (!QPixmapCache::find(key, &pixmap)) {
        pixmap = drawn(icon, colour, devicePixelRatio, size);
        QPixmapCache::insert(key, pixmap);
    }
    return pixmap;
}

void paintIcon(QPainter &painter, const QRectF &rect, Icon icon, const QColor &colour)
{
    const int size = qRound(qMin(rect.width(), rect.height()));
    const qreal ratio = painter.device()->devicePixelRatioF();
    painter.drawPixmap(
        QRectF(rect.center().x() - size / 2.0, rect.center().y() - size / 2.0, size, size),
        iconPixmap(icon, colour, ratio, size), QRectF());
}

Icon iconOf(migrations::RevisionState state)
{
    switch (state) {
    case migrations::RevisionState::Applied:
        return Icon::Applied;
    case migrations::RevisionState::Pending:
        return Icon::Pending;
    case migrations::RevisionState::Ghost:
        return Icon::Ghost;
    case migrations::RevisionState::Unknown:
        return Icon::Unknown;
    }
    return Icon::Unknown;
}

Icon shieldOf(migrations::Tier tier)
{
    switch (tier) {
    case migrations::Tier::Development:
        return Icon::ShieldOutline;
    case migrations::Tier::Staging:
        return Icon::ShieldHalf;
    case migrations::Tier::Production:
        return Icon::ShieldFull;
    }
    return Icon::ShieldFull;
}

QIcon applicationIcon()
{
    return icon(Icon::Mark, QColor());
}

} // namespace widgets
