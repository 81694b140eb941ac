// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/detailspane.h"

#include "widgets/richtext.h"
#include "widgets/statepill.h"

#include <QDir>
#include <QFileInfo>
#include <QGridLayout>
#include <QLabel>
#include <QLocale>
#include <QVBoxLayout>

namespace widgets {

using namespace Qt::StringLiterals;
using migrations::ProjectState;
using migrations::Revision;

namespace {

QString relative(const QString &path, const QString &root)
{
    const QString shorter = QDir(root).relativeFilePath(path);
    return shorter.startsWith(".."_L1) ? path : shorter;
}

QString dateTime(const QDateTime &moment)
{
    return QLocale().toString(moment.toLocalTime(), u"d MMM yyyy, HH:mm:ss"_s);
}

const migrations::JournalStep *stepOf(const migrations::JournalEntry &entry, const QString &id)
{
    for (const migrations::JournalStep &step : entry.steps) {
        if (step.step.revision == id && step.inDatabase)
            return &step;
    }
    return nullptr;
}

} // namespace

DetailsPane::DetailsPane(const Theme &theme, QWidget *parent)
    : QScrollArea(parent)
    , m_theme(theme)
{
    setObjectName("details"_L1);
    setAccessibleName(tr("Details of the revision"));
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    auto *content = new QWidget(this);
    content->setBackgroundRole(QPalette::Base);
    content->setAutoFillBackground(true);
    m_column = new QVBoxLayout(content);
    m_column->setContentsMargins(14, 12, 14, 18);
    m_column->setSpacing(12);
    setWidget(content);
}

void DetailsPane::setContent(const Content &content)
{
    while (QLayoutItem *item = m_column->takeAt(0)) {
        if (item->widget())
            item->widget()->deleteLater();
        delete item;
    }
    if (!content.revision.isEmpty())
        addSection(tr("Revision"), revisionFacts(content));
    addSection(tr("Database"), databaseFacts(content));
    addSection(tr("Project"), projectFacts(content));
    m_column->addStretch(1);
}

void DetailsPane::addSection(const QString &title, const std::vector<Fact> &facts)
{
    auto *section = new QWidget(widget());
    auto *grid = new QGridLayout(section);
    grid->setContentsMargins({});
    grid->setHorizontalSpacing(16);
    grid->setVerticalSpacing(6);
    grid->setColumnMinimumWidth(0, 116);
    grid->setColumnStretch(1, 1);
    auto *heading = new QLabel(title, section);
    heading->setFont(m_theme.type().strong);
    grid->addWidget(heading, 0, 0, 1, 2);
    for (const Fact &fact : facts) {
        const int row = grid->rowCount();
        grid->addWidget(secondaryLabel(fact.name, section), row, 0, Qt::AlignTop);
        QLabel *value = richLabel(section);
        value->setText(fact.html);
        value->setAccessibleName(fact.name);
        connect(value, &QLabel::linkActivated, this,
            [this](const QString &address) { Q_EMIT revisionRequested(address.section(u':', 1)); });
        grid->addWidget(value, row, 1, Qt::AlignTop);
    }
    m_column->addWidget(section);
}

QString DetailsPane::links(const QStringList &ids, const ProjectState &state) const
{
    QStringList lines;
    for (const QString &id : ids) {
        const Revision *revision = state.graph.find(id);
        const QString text = fixed(id, m_theme);
        lines.append(revision
                ? link("revision:"_L1 + id, text) + u' ' + revision->message.toHtmlEscaped()
                : text);
    }
    return lines.join("<br>"_L1);
}

std::vector<DetailsPane::Fact> DetailsPane::revisionFacts(const Content &content) const
{
    const ProjectState &state = content.state;
    const Revision *revision = state.graph.find(content.revision);
    std::vector<Fact> facts {{tr("Identifier"), fixed(content.revision, m_theme)},
        {tr("State"), stateWord(state.standing.stateOf(content.revision))}};
    const auto add = [&facts](const QString &name, const QString &html) {
        if (!html.isEmpty())
            facts.push_back({name, html});
    };
    if (revision) {
        add(tr("Message"), revision->message.toHtmlEscaped());
        add(tr("Parents"),
            revision->down.isEmpty() ? tr("none: a base") : links(revision->down, state));
        add(tr("Children"),
            revision->next.isEmpty() ? tr("none: a head") : links(revision->next, state));
        add(tr("Branch labels"), revision->allLabels.join(", "_L1).toHtmlEscaped());
        add(tr("Depends on"), links(revision->dependsOn, state));
        if (revision->created.isValid())
            add(tr("Created"), dateTime(revision->created));
        add(tr("File"), fixed(relative(revision->file, state.project.root), m_theme));
        for (const Fact &fact : fileFacts(*content.files, *revision))
            facts.push_back(fact);
        for (const migrations::Problem &problem : state.graph.problems()) {
            if (problem.file == revision->file)
                add(tr("Problem"), problem.message.toHtmlEscaped());
        }
    } else {
        add(tr("File"), tr("none: its row is in the database, its file is not in this project"));
    }
    for (const migrations::JournalEntry &entry : content.journal) {
        if (entry.environment != state.environmentName)
            continue;
        if (const auto *step = stepOf(entry, content.revision)) {
            const QString when = dateTime(entry.started);
            add(step->step.direction == migrations::Direction::Down ? tr("Rolled back")
                                                                    : tr("Applied from here"),
                tr("%1 by %2").arg(when, entry.operatingUser.toHtmlEscaped())
                    + (step->elapsedMs >= 0 ? tr(", %1").arg(durationText(step->elapsedMs))
                                            : QString()));
            break;
        }
    }
    return facts;
}

std::vector<DetailsPane::Fact> DetailsPane::fileFacts(
    const model::FileFacts &files, const Revision &of) const
{
    std::vector<Fact> facts;
    if (const QString word = model::gitWord(files, of.file); !word.isEmpty())
        facts.push_back({tr("Git"), word});
    const auto commit = files.commits.constFind(of.file);
    if (commit != files.commits.constEnd())
        facts.push_back({tr("Last commit"),
            fixed(commit->id.left(7), m_theme) + u' '
                + tr("%1 by %2, %3")
                      .arg(commit->summary, commit->author, dateTime(commit->time))
                      .toHtmlEscaped()});
    const auto edited = files.edited.constFind(of.id);
    if (edited != files.edited.constEnd())
        facts.push_back({tr("Edited"),
            tr("since it was applied on %1; the Changes tab shows how")
                .arg(dateTime(edited->time))});
    return facts;
}

std::vector<DetailsPane::Fact> DetailsPane::databaseFacts(const Content &content) const
{
    const ProjectState &state = content.state;
    const migrations::Environment *environment = state.environment();
    std::vector<Fact> facts;
    if (!environment)
        return {{tr("Environment"),
            tr("none found: set DATABASE_URL in a .env file beside the configuration")}};
    facts.push_back({tr("Environment"),
        tr("%1, %2")
            .arg(environment->name, migrations::tierName(environment->tier))
            .toHtmlEscaped()});
    facts.push_back({tr("URL from"), environment->urlSource.toHtmlEscaped()});
    if (environment->url)
        facts.push_back({tr("Database"), environment->url->display().toHtmlEscaped()});
    for (const QString &warning : environment->warnings)
        facts.push_back({tr("Warning"), warning.toHtmlEscaped()});
    facts.push_back({tr("Version table"),
        fixed(state.memory.versionTable.display(), m_theme)
            + (state.memory.versionTableKnown ? QString()
                                              : u' ' + tr("(assumed until Alembic has run)"))});
    if (const auto &database = state.database) {
        const QString server =
            environment->url && environment->url->dialect == migrations::Dialect::Sqlite
            ? tr("SQLite %1")
            : tr("PostgreSQL %1");
        facts.push_back({tr("Server"), server.arg(database->serverVersion).toHtmlEscaped()});
        if (!database->user.isEmpty())
            facts.push_back({tr("Role"), database->user.toHtmlEscaped()});
        if (!database->schema.isEmpty())
            facts.push_back({tr("Schema"), database->schema.toHtmlEscaped()});
        facts.push_back({tr("Version rows"),
            database->rows.isEmpty()
                ? (database->versionTableExists ? tr("none") : tr("no table yet"))
                : links(database->rows, state)});
        facts.push_back({tr("Read"), dateTime(database->readAt)});
    } else if (state.databaseError) {
        facts.push_back({tr("Not read"), state.databaseError->message.toHtmlEscaped()});
    }
    return facts;
}

std::vector<DetailsPane::Fact> DetailsPane::projectFacts(const Content &content) const
{
    const migrations::Project &project = content.state.project;
    std::vector<Fact> facts {{tr("Folder"), fixed(QDir::toNativeSeparators(project.root), m_theme)},
        {tr("Configuration"), fixed(project.config.display, m_theme)},
        {tr("Scripts"), fixed(relative(project.scriptLocation, project.root), m_theme)}};
    QStringList folders;
    for (const QString &location : project.versionLocations)
        folders.append(fixed(relative(location, project.root), m_theme));
    facts.push_back({tr("Versions in"), folders.join("<br>"_L1)});
    facts.push_back({tr("Revisions"),
        tr("%1 in %2 files")
            .arg(QLocale().toString(int(content.state.graph.revisions().size())),
                QLocale().toString(int(content.state.files->size())))});
    if (!project.git.branch.isEmpty())
        facts.push_back({tr("Git branch"), project.git.branch.toHtmlEscaped()});
    facts.push_back({tr("Python"), content.interpreter.toHtmlEscaped()});
    facts.push_back({tr("Trusted"),
        content.state.trusted ? tr("yes: its Python may run") : tr("no: it is only read")});
    for (const QString &note : content.state.notes)
        facts.push_back({tr("Note"), note.toHtmlEscaped()});
    for (const QString &problem : project.problems)
        facts.push_back({tr("Problem"), problem.toHtmlEscaped()});
    return facts;
}

} // namespace widgets
