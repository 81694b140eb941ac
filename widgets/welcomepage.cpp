// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/welcomepage.h"

#include "widgets/icons.h"
#include "widgets/richtext.h"
#include "widgets/welcomeparts.h"

#include <QDragEnterEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QMimeData>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace widgets {

namespace {

constexpr int pageWidth = 800;
constexpr int markSize = 56;
constexpr int textLeft = 82;
constexpr int mostRecent = 6;

// The folder of a drop that carries exactly one; empty otherwise.
QString folderOf(const QMimeData *data)
{
    const QList<QUrl> urls = data ? data->urls() : QList<QUrl>();
    if (urls.size() != 1 || !urls.first().isLocalFile())
        return {};
    const QFileInfo info(urls.first().toLocalFile());
    return info.isDir() ? info.absoluteFilePath() : QString();
}

QLabel *label(const QString &text, const QString &role, QWidget *parent)
{
    auto *result = new QLabel(text, parent);
    result->setProperty("role", role);
    result->setWordWrap(true);
    result->setTextFormat(Qt::PlainText);
    return result;
}

} // namespace

struct WelcomePage::Private
{
    explicit Private(const Theme &chosen)
        : theme(chosen)
    {
    }

    const Theme &theme;
    QLabel *mark = nullptr;
    QLabel *title = nullptr;
    QLabel *subtitle = nullptr;
    QLabel *lock = nullptr;
    QLabel *trust = nullptr;
    QPushButton *open = nullptr;
    QFrame *card = nullptr;
    QLabel *question = nullptr;
    QLabel *sampleTitle = nullptr;
    QPushButton *sample = nullptr;
    QLabel *ready = nullptr;
    QLabel *recentTitle = nullptr;
    QLabel *recentKey = nullptr;
    QHBoxLayout *recentLine = nullptr;
    QVBoxLayout *recentRows = nullptr;
    std::vector<RecentProject> recent;
    bool dragging = false;
};

WelcomePage::WelcomePage(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , d(std::make_unique<Private>(theme))
{
    setObjectName(u"welcome"_s);
    setAccessibleName(tr("Welcome"));
    setAcceptDrops(true);
    auto *scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto *middle = new QWidget;
    scroll->setWidget(middle);
    middle->setAutoFillBackground(false); // after setWidget, which turns it on
    scroll->viewport()->setAutoFillBackground(false);
    auto *page = new QWidget(middle);
    page->setMaximumWidth(pageWidth + 48);
    page->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    auto *centred = new QHBoxLayout(middle);
    centred->setContentsMargins(0, 0, 0, 0);
    centred->addStretch(1);
    centred->addWidget(page, 100);
    centred->addStretch(1);
    auto *whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(scroll);
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(24, 24, 24, 24);
    column->setSpacing(0);
    column->addStretch();
    addHead(column);
    addSampleCard(column);
    addRecent(column);
    column->addStretch();
    setFocusProxy(d->open);
    connect(&theme, &Theme::changed, this, &WelcomePage::restyle);
    restyle();
    showRecent();
}

WelcomePage::~WelcomePage() = default;

void WelcomePage::addHead(QVBoxLayout *column)
{
    QWidget *page = column->parentWidget();
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(0);
    grid->setVerticalSpacing(0);
    grid->setColumnMinimumWidth(0, textLeft);
    grid->setColumnStretch(1, 1);
    d->mark = new QLabel(page);
    d->title = label(tr("Every migration, in full view"), {}, page);
    d->subtitle =
        label(tr("Open the folder of an Alembic project to see where its databases stand."),
            u"secondary"_s, page);
    auto *words = new QVBoxLayout;
    words->setSpacing(4);
    words->addWidget(d->title);
    words->addWidget(d->subtitle);
    grid->addWidget(d->mark, 0, 0, Qt::AlignLeft | Qt::AlignVCenter);
    grid->addLayout(words, 0, 1);

    d->open = new KeyButton(d->theme, tr("Open folder…"),
        QKeySequence(QKeySequence::Open).toString(QKeySequence::NativeText), page);
    d->open->setObjectName(u"welcomeOpen"_s);
    d->open->setAccessibleName(tr("Open folder"));
    d->open->setProperty("role", u"primary"_s);
    d->open->setDefault(true);
    connect(d->open, &QPushButton::clicked, this, &WelcomePage::openRequested);
    auto *actions = new QHBoxLayout;
    actions->setSpacing(14);
    actions->setContentsMargins(0, 26, 0, 16);
    actions->addWidget(d->open);
    actions->addWidget(label(tr("or drop a folder here"), u"secondary"_s, page), 1);
    grid->addLayout(actions, 1, 1);

    d->lock = new QLabel(page);
    d->trust = label(
        tr("Opening a folder only reads it. No Python of the project runs before you trust it."),
        u"secondary"_s, page);
    auto *promise = new QHBoxLayout;
    promise->setSpacing(8);
    promise->addWidget(d->lock);
    promise->addWidget(d->trust, 1);
    grid->addLayout(promise, 2, 1);
    column->addLayout(grid);
    column->addSpacing(40);
}

void WelcomePage::addSampleCard(QVBoxLayout *column)
{
    d->card = new QFrame(column->parentWidget());
    d->card->setObjectName(u"sampleCard"_s);
    d->card->setProperty("card", true);
    auto *halves = new QHBoxLayout(d->card);
    halves->setContentsMargins(1, 1, 1, 1);
    halves->setSpacing(0);
    auto *words = new QVBoxLayout;
    words->setContentsMargins(22, 18, 22, 18);
    words->setSpacing(5);
    d->question = label(tr("No project at hand?"), u"secondary"_s, d->card);
    d->sampleTitle = label(tr("Try the sample project"), {}, d->card);
    d->sample = new QPushButton(tr("Open the sample project"), d->card);
    d->sample->setObjectName(u"welcomeSample"_s);
    d->sample->setAccessibleName(d->sample->text());
    d->ready = label({}, u"secondary"_s, d->card);
    connect(d->sample, &QPushButton::clicked, this, &WelcomePage::sampleRequested);
    auto *actions = new QHBoxLayout;
    actions->setSpacing(12);
    actions->addWidget(d->sample);
    actions->addWidget(d->ready, 1);
    words->addWidget(d->question);
    words->addWidget(d->sampleTitle);
    QLabel *what =
        label(u"<p style=\"line-height:130%\">%1</p>"_s.arg(tr(
                  "A small web shop with 40 revisions: a branch, a merge, labels and pending ones. "
                  "It runs on its own PostgreSQL on this computer and leaves nothing behind.")
                                                                .toHtmlEscaped()),
            u"secondary"_s, d->card);
    what->setTextFormat(Qt::RichText);
    words->addWidget(what);
    words->addStretch();
    words->addSpacing(8);
    words->addLayout(actions);
    halves->addLayout(words, 53);
    halves->addWidget(new SamplePicture(d->theme, d->card), 47);
    column->addWidget(d->card);
    column->addSpacing(24);
    setSampleBusy({});
}

void WelcomePage::addRecent(QVBoxLayout *column)
{
    d->recentTitle = new QLabel(column->parentWidget());
    d->recentTitle->setObjectName(u"recentTitle"_s);
    d->recentTitle->setProperty("role", u"secondary"_s);
    d->recentKey = keyLabel(u"Ctrl+R"_s, d->theme, column->parentWidget());
    auto *line = new QHBoxLayout;
    line->setSpacing(6);
    line->addStretch(1);
    line->addWidget(d->recentTitle);
    line->addWidget(d->recentKey);
    line->addStretch(1);
    d->recentLine = line;
    column->addLayout(line);
    column->addSpacing(4);
    d->recentRows = new QVBoxLayout;
    d->recentRows->setSpacing(2);
    column->addLayout(d->recentRows);
}

void WelcomePage::setRecent(const std::vector<RecentProject> &projects)
{
    if (projects == d->recent)
        return;
    d->recent = projects;
    showRecent();
}

void WelcomePage::showRecent()
{
    while (QLayoutItem *item = d->recentRows->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    const bool none = d->recent.empty();
    d->recentTitle->setText(
        none ? tr("Projects you have opened appear here.") : tr("Recent projects"));
    d->recentLine->setStretch(0, none ? 1 : 0);
    for (const RecentProject &project : d->recent) {
        if (d->recentRows->count() == mostRecent)
            break;
        auto *button = new RecentButton(d->theme, project, d->recentTitle->parentWidget());
        connect(button, &QPushButton::clicked, this,
            [this, folder = project.folder] { Q_EMIT projectChosen(folder); });
        d->recentRows->addWidget(button);
    }
}

void WelcomePage::setSampleOffered(bool offered)
{
    d->card->setVisible(offered);
}

void WelcomePage::setSampleBusy(const QString &sentence)
{
    d->sample->setEnabled(sentence.isEmpty());
    d->ready->setText(sentence.isEmpty() ? tr("ready in about 5 s") : sentence);
}

void WelcomePage::restyle()
{
    const Tokens &t = d->theme.tokens();
    const Type &type = d->theme.type();
    d->mark->setPixmap(iconPixmap(Icon::Mark, QColor(), devicePixelRatioF(), markSize));
    d->lock->setPixmap(iconPixmap(Icon::Lock, t.text2, devicePixelRatioF()));
    d->title->setFont(type.verdict);
    d->open->setIcon(icon(Icon::DocumentOpenFolder, t.onAccent));
    d->sample->setIcon(icon(Icon::PlaybackStart, t.text, t.disabled));
    d->trust->setFont(type.small);
    d->question->setFont(type.smallStrong);
    d->sampleTitle->setFont(type.heading);
    d->ready->setFont(type.small);
    d->recentTitle->setFont(d->recent.empty() ? type.small : type.smallStrong);
    update();
}

void WelcomePage::dragEnterEvent(QDragEnterEvent *event)
{
    if (folderOf(event->mimeData()).isEmpty())
        return;
    event->acceptProposedAction();
    d->dragging = true;
    update();
}

void WelcomePage::dragLeaveEvent(QDragLeaveEvent *)
{
    d->dragging = false;
    update();
}

void WelcomePage::dropEvent(QDropEvent *event)
{
    d->dragging = false;
    update();
    const QString folder = folderOf(event->mimeData());
    if (folder.isEmpty())
        return;
    event->acceptProposedAction();
    Q_EMIT folderDropped(folder);
}

void WelcomePage::paintEvent(QPaintEvent *)
{
    const Tokens &t = d->theme.tokens();
    QPainter painter(this);
    painter.fillRect(rect(), t.base);
    if (!d->dragging)
        return;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(t.focus, 2, Qt::DashLine));
    painter.drawRoundedRect(rect().adjusted(12, 12, -12, -12), 8, 8);
}

} // namespace widgets
