// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/backupspage.h"

#include "widgets/elidedlabel.h"
#include "widgets/emptystate.h"
#include "widgets/icons.h"
#include "widgets/richtext.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QStackedWidget>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

namespace widgets {

using namespace Qt::StringLiterals;
using migrations::Backup;
using migrations::Proof;
using model::BackupModel;

namespace {

struct Sign
{
    Icon icon;
    QColor colour;
};

Sign signOf(const QModelIndex &index, const Tokens &tokens)
{
    const auto proof = Proof(index.data(BackupModel::ProofRole).toInt());
    if (!index.data(BackupModel::OursRole).toBool() || proof == Proof::Written)
        return {Icon::Unknown, tokens.unknown.text};
    return {Icon::Ok, proof == Proof::Compared ? tokens.ok.text : tokens.text2};
}

// Cells stand under their heads; the proof has its sign, identifiers the fixed font.
class BackupDelegate : public QStyledItemDelegate
{
public:
    BackupDelegate(const Theme &theme, QObject *parent)
        : QStyledItemDelegate(parent)
        , m_theme(theme)
    {
    }
    void paint(QPainter *painter, const QStyleOptionViewItem &option,
        const QModelIndex &index) const override
    {
        QStyleOptionViewItem inner(option);
        const Tokens &tokens = m_theme.tokens();
        if (option.state.testFlag(QStyle::State_Selected)) {
            const bool active = option.state.testFlag(QStyle::State_Active);
            painter->fillRect(option.rect, active ? tokens.select : tokens.selectOff);
            if (active && index.column() == 0)
                painter->fillRect(
                    QRect(option.rect.topLeft(), QSize(3, option.rect.height())), tokens.focus);
        }
        inner.state &= ~(QStyle::State_Selected | QStyle::State_MouseOver | QStyle::State_HasFocus);
        inner.rect.adjust(4, 0, -4, 0);
        if (index.column() == BackupModel::RevisionColumn)
            inner.font = m_theme.type().fixedSmall;
        if (index.column() == BackupModel::ProofColumn) {
            const Sign sign = signOf(index, tokens);
            paintIcon(*painter,
                QRectF(option.rect.left() + 8, option.rect.center().y() - 7, 16, 16), sign.icon,
                sign.colour);
            inner.rect.adjust(24, 0, 0, 0);
        }
        QStyledItemDelegate::paint(painter, inner, index);
    }

private:
    const Theme &m_theme;
};

} // namespace

BackupsPage::BackupsPage(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setObjectName("backups"_L1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(buildHead());
    m_pages = new QStackedWidget(this);
    m_pages->addWidget(buildTable());
    m_empty = new EmptyState(theme, m_pages);
    m_pages->addWidget(m_empty);
    column->addWidget(m_pages, 1);
    column->addWidget(buildFoot());
    connect(m_empty, &EmptyState::buttonClicked, this, &BackupsPage::makeRequested);
    connect(&theme, &Theme::changed, this, &BackupsPage::restyle);
    restyle();
}

QWidget *BackupsPage::buildHead()
{
    auto *head = new QWidget(this);
    m_back = new QToolButton(head);
    m_back->setObjectName("backupsBack"_L1);
    m_back->setAutoRaise(true);
    m_back->setToolTip(tr("Back (Esc)"));
    m_back->setAccessibleName(tr("Back"));
    auto *title = new QLabel(tr("Backups"), head);
    title->setFont(m_theme.type().title);
    m_sentence = secondaryLabel({}, head);
    m_sentence->setObjectName("backupsSentence"_L1);
    m_sentence->setWordWrap(true);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(2);
    texts->addWidget(title);
    texts->addWidget(m_sentence);
    const auto button = [head](const char *name, const QString &text) {
        auto *made = new QPushButton(text, head);
        made->setObjectName(QLatin1StringView(name));
        return made;
    };
    m_prune = button("pruneBackups", tr("Prune…"));
    m_verify = button("verifyBackup", tr("Prove"));
    m_restore = button("restoreBackup", tr("Restore…"));
    m_make = button("makeBackup", tr("Make one now"));
    m_make->setProperty("role", u"primary"_s);
    auto *row = new QHBoxLayout(head);
    row->setContentsMargins(12, 10, 18, 12);
    row->setSpacing(8);
    row->addWidget(m_back);
    row->addSpacing(4);
    row->addLayout(texts, 1);
    for (QPushButton *each : {m_prune, m_verify, m_restore, m_make})
        row->addWidget(each, 0, Qt::AlignVCenter);
    connect(m_back, &QToolButton::clicked, this, &BackupsPage::backRequested);
    connect(m_make, &QPushButton::clicked, this, &BackupsPage::makeRequested);
    connect(m_prune, &QPushButton::clicked, this, &BackupsPage::pruneRequested);
    connect(m_verify, &QPushButton::clicked, this, [this] {
        if (const auto backup = current())
            Q_EMIT verifyRequested(*backup);
    });
    connect(m_restore, &QPushButton::clicked, this, [this] {
        if (const auto backup = current())
            Q_EMIT restoreRequested(*backup);
    });
    return head;
}

QWidget *BackupsPage::buildTable()
{
    m_table = new QTableView(this);
    m_table->setObjectName("backupList"_L1);
    m_table->setAccessibleName(tr("Backups"));
    m_table->setModel(&m_backups);
    m_table->setItemDelegate(new BackupDelegate(m_theme, m_table));
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setShowGrid(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(std::max(28, fontMetrics().height() + 10));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setTabKeyNavigation(false);
    m_table->setWordWrap(false);
    QHeaderView *header = m_table->horizontalHeader();
    header->setHighlightSections(false);
    header->setSectionResizeMode(BackupModel::ReasonColumn, QHeaderView::Stretch);
    header->resizeSection(BackupModel::MadeColumn, fontMetrics().averageCharWidth() * 36);
    header->resizeSection(BackupModel::RevisionColumn, fontMetrics().averageCharWidth() * 22);
    header->resizeSection(BackupModel::ProofColumn, fontMetrics().averageCharWidth() * 36);
    header->resizeSection(BackupModel::SizeColumn, fontMetrics().averageCharWidth() * 14);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
        &BackupsPage::showButtons);
    return m_table;
}

QWidget *BackupsPage::buildFoot()
{
    auto *foot = new QWidget(this);
    foot->setBackgroundRole(QPalette::AlternateBase);
    foot->setAutoFillBackground(true);
    m_folder = new ElidedLabel(foot);
    m_folder->setObjectName("backupFolder"_L1);
    m_folder->setFont(m_theme.type().fixedSmall);
    m_folder->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_total = secondaryLabel({}, foot);
    m_total->setFont(m_theme.type().small);
    auto *row = new QHBoxLayout(foot);
    row->setContentsMargins(18, 8, 18, 8);
    row->setSpacing(16);
    row->addWidget(m_folder, 1);
    row->addWidget(m_total);
    return foot;
}

void BackupsPage::setContent(const Content &content)
{
    const auto chosen = current();
    m_content = content;
    m_backups.setBackups(content.backups);
    tick();
    m_sentence->setText(content.estimate.isEmpty()
            ? tr("Of %1.").arg(content.database)
            : tr("Of %1. One made now: %2.").arg(content.database, content.estimate));
    qint64 bytes = 0;
    int row = content.backups.empty() ? -1 : 0;
    for (std::size_t i = 0; i < content.backups.size(); ++i) {
        bytes += std::max<qint64>(0, content.backups[i].bytes);
        if (chosen && content.backups[i].path == chosen->path)
            row = int(i);
    }
    m_table->setCurrentIndex(m_backups.index(row, 0));
    m_folder->setText(content.folder);
    m_total->setText(content.backups.size() == 1
            ? tr("1 backup, %1").arg(model::bytesText(bytes))
            : tr("%1 backups, %2").arg(content.backups.size()).arg(model::bytesText(bytes)));
    m_empty->setContent(!content.problem.isEmpty() ? content.problem
                                                   : tr("There is no backup of this database yet."),
        content.problem.isEmpty() && content.whyNot.isEmpty() ? tr("Make one now") : QString());
    m_pages->setCurrentIndex(content.backups.empty() ? 1 : 0);
    showButtons();
}

void BackupsPage::tick()
{
    m_backups.setNow(QDateTime::currentDateTime());
}

std::optional<Backup> BackupsPage::current() const
{
    const QModelIndex index = m_table->currentIndex();
    if (!index.isValid())
        return std::nullopt;
    return m_backups.backups().at(std::size_t(index.row()));
}

// A proof that is there already can only be made a higher one.
void BackupsPage::showButtons()
{
    const auto chosen = current();
    const auto set = [this](QPushButton *button, bool fits, const QString &reason) {
        const QString why = m_content.whyNot.isEmpty() ? reason : m_content.whyNot;
        button->setEnabled(m_content.whyNot.isEmpty() && fits);
        button->setToolTip(button->isEnabled() ? QString() : why);
    };
    const bool ours = chosen && chosen->hasManifest;
    set(m_make, true, {});
    set(m_prune, m_backups.rowCount() > 1, tr("There are too few to prune."));
    set(m_restore, chosen.has_value(), tr("No backup is chosen."));
    set(m_verify, ours,
        chosen ? tr("It has no manifest to be compared with.") : tr("No backup is chosen."));
    if (m_verify->isEnabled())
        m_verify->setToolTip(m_content.canCompare
                ? tr("Restore it into a scratch database and compare every table")
                : tr("Read it to its end and compare its checksum"));
    const bool empty = m_backups.rowCount() == 0;
    for (QPushButton *button : {m_prune, m_verify, m_restore, m_make})
        button->setVisible(!empty);
}

void BackupsPage::restyle()
{
    m_back->setIcon(icon(Icon::GoPrevious, m_theme.tokens().text));
    update();
}

void BackupsPage::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        Q_EMIT backRequested();
    else
        QWidget::keyPressEvent(event);
}

void BackupsPage::paintEvent(QPaintEvent *)
{
    QPainter(this).fillRect(rect(), m_theme.tokens().base);
}

} // namespace widgets
