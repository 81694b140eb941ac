// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/newrevisiondialog.h"

#include "migrations/operations/newrevision.h"
#include "widgets/icons.h"
#include "widgets/richtext.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QRadioButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace widgets {

using namespace Qt::StringLiterals;
using migrations::FoundOperation;
using migrations::FoundRisk;
using migrations::OperationChoice;

namespace {

enum ItemRole { PlaceRole = Qt::UserRole, RenameRole }; // place in the list; of a rename: the drop

QString headlineOf(const FoundOperation &operation)
{
    QStringList place {operation.schema, operation.table, operation.name};
    place.removeAll(QString());
    return QString(operation.kind).replace(u'_', u' ') + u' ' + place.join(u'.');
}

QString textOf(const FoundOperation &operation)
{
    QStringList lines {headlineOf(operation), operation.code};
    if (operation.risk != FoundRisk::None)
        lines.append(migrations::riskSentence(operation.risk));
    return lines.join(u'\n');
}

} // namespace

NewRevisionDialog::NewRevisionDialog(const Theme &theme, const Place &place,
    const QStringList &heads, const QStringList &folders, QWidget *parent)
    : TierDialog(theme, place, tr("New revision"), parent)
    , m_heads(heads)
{
    setObjectName("newRevision"_L1);
    m_list = new QListWidget(this);
    m_list->setObjectName("foundOperations"_L1);
    m_list->setAccessibleName(tr("What differs between the models and the database"));
    m_list->setFont(theme.type().fixedSmall);
    m_list->setWordWrap(true);
    m_list->setIconSize(QSize(16, 16));
    m_list->setSpacing(3);
    m_note = secondaryLabel({}, this);
    m_note->setObjectName("newNote"_L1);
    m_note->setWordWrap(true);
    m_upgrade = new QPushButton(tr("Upgrade to head"), this);
    m_upgrade->setObjectName("newUpgrade"_L1);
    m_upgrade->setAutoDefault(false);
    auto *note = new QHBoxLayout;
    note->addWidget(m_note, 1);
    note->addWidget(m_upgrade, 0, Qt::AlignTop);
    m_form = buildForm(heads);
    m_more = buildMore(folders);
    body()->addWidget(m_form);
    body()->addWidget(m_more);
    body()->addLayout(note);
    body()->addWidget(m_list, 1);
    body()->addWidget(buildFoot());
    connect(m_upgrade, &QPushButton::clicked, this, [this] {
        reject();
        Q_EMIT upgradeRequested();
    });
    connect(m_list, &QListWidget::itemChanged, this, &NewRevisionDialog::check);
    m_message->setFocus();
    resize(720, 520);
    QMetaObject::invokeMethod(this, &NewRevisionDialog::compare, Qt::QueuedConnection);
}

void NewRevisionDialog::onlyCompare()
{
    m_onlyCompares = true;
    setWindowTitle(tr("Compare models"));
    m_form->hide();
    m_more->hide();
    m_write->setText(tr("New revision…"));
    m_list->setFocus();
    check();
}

QWidget *NewRevisionDialog::buildForm(const QStringList &heads)
{
    auto *form = new QWidget(this);
    m_message = new QLineEdit(form);
    m_message->setObjectName("newMessage"_L1);
    m_message->setPlaceholderText(tr("What it does, in a few words"));
    m_head = new QComboBox(form);
    m_head->setObjectName("newHead"_L1);
    m_head->addItems(heads);
    m_fromModels = new QRadioButton(tr("What differs between the models and the database"), form);
    m_fromModels->setObjectName("newFromModels"_L1);
    m_fromModels->setChecked(true);
    m_empty = new QRadioButton(tr("An empty revision"), form);
    m_empty->setObjectName("newEmpty"_L1);
    auto *kinds = new QVBoxLayout;
    kinds->setSpacing(4);
    kinds->addWidget(m_fromModels);
    kinds->addWidget(m_empty);
    m_rows = new QFormLayout(form);
    m_rows->setContentsMargins({});
    m_rows->setHorizontalSpacing(12);
    m_rows->addRow(tr("&Message"), m_message);
    m_rows->addRow(tr("&Follows"), m_head);
    m_rows->setRowVisible(m_head, heads.size() > 1);
    m_rows->addRow(tr("Content"), kinds);
    connect(m_message, &QLineEdit::textChanged, this, &NewRevisionDialog::check);
    connect(m_fromModels, &QRadioButton::toggled, this, &NewRevisionDialog::compare);
    connect(m_head, &QComboBox::currentTextChanged, this, [this] {
        if (!m_head->isEditable())
            compare();
    });
    return form;
}

// What few revisions need: behind a button.
QWidget *NewRevisionDialog::buildMore(const QStringList &folders)
{
    auto *more = new QWidget(this);
    auto *button = new QToolButton(more);
    button->setObjectName("newMore"_L1);
    button->setText(tr("Label, dependencies, identifier…"));
    button->setCheckable(true);
    button->setArrowType(Qt::RightArrow);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    auto *fields = new QWidget(more);
    auto *rows = new QFormLayout(fields);
    rows->setContentsMargins({});
    rows->setHorizontalSpacing(12);
    m_label = addField(*rows, "newLabel", tr("&Branch label"), tr("of the branch that it begins"));
    m_dependsOn = addField(*rows, "newDependsOn", tr("&Depends on"),
        tr("revisions that must be applied before it, separated by commas"));
    m_id = addField(*rows, "newId", tr("&Identifier"), tr("a new one"));
    m_folder = new QComboBox(fields);
    m_folder->setObjectName("newFolder"_L1);
    m_folder->addItem(tr("that of the revision it follows"));
    m_folder->addItems(folders);
    rows->addRow(tr("F&older"), m_folder);
    rows->setRowVisible(m_folder, folders.size() > 1);
    m_splice = new QCheckBox(tr("Let it follow a revision that is no head (splice)"), fields);
    m_splice->setObjectName("newSplice"_L1);
    rows->addRow(QString(), m_splice);
    auto *column = new QVBoxLayout(more);
    column->setContentsMargins({});
    column->setSpacing(6);
    column->addWidget(button, 0, Qt::AlignLeft);
    column->addWidget(fields);
    fields->hide();
    connect(button, &QToolButton::toggled, this, [button, fields](bool shown) {
        button->setArrowType(shown ? Qt::DownArrow : Qt::RightArrow);
        fields->setVisible(shown);
    });
    connect(m_splice, &QCheckBox::toggled, this, &NewRevisionDialog::letFollowAnything);
    return more;
}

QLineEdit *NewRevisionDialog::addField(
    QFormLayout &rows, const char *name, const QString &label, const QString &placeholder)
{
    auto *field = new QLineEdit(this);
    field->setObjectName(QLatin1StringView(name));
    field->setPlaceholderText(placeholder);
    rows.addRow(label, field);
    return field;
}

void NewRevisionDialog::letFollowAnything(bool splice)
{
    m_head->setEditable(splice);
    if (splice)
        connect(m_head->lineEdit(), &QLineEdit::editingFinished, this, &NewRevisionDialog::compare);
    m_rows->setRowVisible(m_head, splice || m_heads.size() > 1);
    if (!splice && !m_heads.contains(m_head->currentText()))
        m_head->setCurrentIndex(0);
}

QWidget *NewRevisionDialog::buildFoot()
{
    auto *foot = new QWidget(this);
    m_hint = secondaryLabel({}, foot);
    m_hint->setObjectName("missing"_L1);
    m_hint->setFont(theme().type().small);
    m_hint->setWordWrap(true);
    auto *cancel = new QPushButton(tr("Cancel"), foot);
    cancel->setObjectName("cancel"_L1);
    cancel->setAutoDefault(false);
    m_write = new QPushButton(tr("Write revision"), foot);
    m_write->setObjectName("writeRevision"_L1);
    m_write->setProperty("role", u"primary"_s);
    m_write->setDefault(true);
    auto *row = new QHBoxLayout(foot);
    row->setContentsMargins(0, 0, 4, 4);
    row->setSpacing(8);
    row->addWidget(m_hint, 1);
    row->addWidget(cancel);
    row->addWidget(m_write);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_write, &QPushButton::clicked, this, &NewRevisionDialog::write);
    return foot;
}

migrations::RevisionOptions NewRevisionDialog::options() const
{
    migrations::RevisionOptions options {
        .message = m_message->text().trimmed(), .autogenerate = m_fromModels->isChecked()};
    if (m_head->count() > 1 || m_splice->isChecked())
        options.head = m_head->currentText().trimmed();
    options.branchLabel = m_label->text().trimmed();
    options.id = m_id->text().trimmed();
    options.splice = m_splice->isChecked();
    if (m_folder->currentIndex() > 0)
        options.versionPath = m_folder->currentText();
    for (const QString &one : m_dependsOn->text().split(u',')) {
        if (!one.trimmed().isEmpty())
            options.dependsOn.append(one.trimmed());
    }
    return options;
}

void NewRevisionDialog::compare()
{
    m_found.reset();
    m_list->clear();
    m_list->setVisible(m_fromModels->isChecked());
    if (m_fromModels->isChecked()) {
        say(tr("Comparing the models with the database…"));
        Q_EMIT compareRequested(options());
    } else {
        say(tr("upgrade() and downgrade() are yours to write."));
    }
    check();
}

void NewRevisionDialog::setFound(const std::vector<FoundOperation> &found)
{
    if (!m_fromModels->isChecked())
        return;
    m_found = found;
    m_list->clear();
    for (int place = 0; place < int(found.size()); ++place) {
        addOperation(found.at(std::size_t(place)), place);
        if (found.at(std::size_t(place)).renamedTo >= 0)
            addRename(place);
    }
    m_list->setVisible(!found.empty());
    say(found.empty() ? tr("Models and database are the same. If a change is missing, see whether "
                           "env.py imports its model.")
            : m_onlyCompares ? tr("The models differ from the database in this:")
                             : tr("Only what is ticked is written, in both directions."));
    check();
}

void NewRevisionDialog::addOperation(const FoundOperation &operation, int place)
{
    auto *item = new QListWidgetItem(textOf(operation), m_list);
    item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
    if (!m_onlyCompares)
        item->setCheckState(Qt::Checked);
    item->setData(PlaceRole, place);
    const Tokens &tokens = theme().tokens();
    if (operation.risk == FoundRisk::DataLoss)
        item->setIcon(icon(Icon::Danger, tokens.danger.text));
    else if (operation.risk != FoundRisk::None)
        item->setIcon(icon(Icon::Caution, tokens.caution.text));
    else
        item->setIcon(icon(Icon::Ok, tokens.ok.text));
}

void NewRevisionDialog::addRename(int drop)
{
    const FoundOperation &dropped = m_found->at(std::size_t(drop));
    const FoundOperation &added = m_found->at(std::size_t(dropped.renamedTo));
    auto *item = new QListWidgetItem(
        tr("%1.%2 was renamed to %3: its data stays").arg(dropped.table, dropped.name, added.name),
        m_list);
    item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
    if (!m_onlyCompares)
        item->setCheckState(Qt::Unchecked);
    item->setData(RenameRole, drop);
    item->setIcon(icon(Icon::Info, theme().tokens().text2));
}

std::optional<OperationChoice> NewRevisionDialog::choice() const
{
    if (!m_fromModels->isChecked() || !m_found)
        return std::nullopt;
    OperationChoice choice {.shown = *m_found, .picked = {}, .renames = {}};
    QList<int> renames;
    for (int row = 0; row < m_list->count(); ++row) {
        const QListWidgetItem *item = m_list->item(row);
        if (item->checkState() != Qt::Checked)
            continue;
        if (item->data(PlaceRole).isValid())
            choice.picked.append(item->data(PlaceRole).toInt());
        else
            renames.append(item->data(RenameRole).toInt());
    }
    for (const int drop : renames) { // of two that are both written
        const int add = m_found->at(std::size_t(drop)).renamedTo;
        if (choice.picked.contains(drop) && choice.picked.contains(add))
            choice.renames.append({drop, add});
    }
    return choice;
}

void NewRevisionDialog::setProblem(const migrations::Error &error)
{
    if (m_fromModels->isChecked())
        say(error.message, error.code == "not_at_head"_L1);
    check();
}

void NewRevisionDialog::setNotWritten(const migrations::Error &error)
{
    m_writing = false;
    say(error.message);
    check();
}

void NewRevisionDialog::say(const QString &text, bool offersUpgrade)
{
    m_note->setText(text);
    m_upgrade->setVisible(offersUpgrade);
}

void NewRevisionDialog::check()
{
    if (m_onlyCompares) {
        m_write->setEnabled(m_found && !m_found->empty());
        return;
    }
    const auto chosen = choice();
    const migrations::Result<> message = migrations::checkMessage(m_message->text().trimmed());
    QString missing;
    if (m_writing)
        missing = tr("Alembic is writing it.");
    else if (m_message->text().trimmed().isEmpty())
        missing = tr("It needs a message.");
    else if (!message)
        missing = message.error().message;
    else if (m_fromModels->isChecked() && (!chosen || chosen->picked.isEmpty()))
        missing = !m_found     ? tr("It is not known yet what differs.")
            : m_found->empty() ? tr("There is nothing to write.")
                               : tr("Nothing is ticked.");
    m_hint->setText(missing);
    m_write->setEnabled(missing.isEmpty());
    m_write->setToolTip(missing);
}

void NewRevisionDialog::write()
{
    if (m_onlyCompares) {
        accept();
        Q_EMIT newRequested();
        return;
    }
    m_writing = true;
    check();
    Q_EMIT writeRequested(options(), choice());
}

} // namespace widgets
