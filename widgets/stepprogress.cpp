// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/stepprogress.h"

#include "model/journalmodel.h"
#include "model/running.h"
#include "widgets/elidedlabel.h"
#include "widgets/icons.h"
#include "widgets/meterbar.h"
#include "widgets/richtext.h"
#include "widgets/segmentbar.h"
#include "widgets/steplist.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <chrono>

namespace widgets {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using migrations::RevisionGraph;
using Running = model::ProjectSession::Running;

namespace {

QString cancelTitle(const Running &running)
{
    const QString kind = model::runningKind(running);
    static const QHash<QString, QString> titles {{u"upgrade"_s, StepProgress::tr("Cancel upgrade")},
        {u"downgrade"_s, StepProgress::tr("Cancel roll back")},
        {u"stamp"_s, StepProgress::tr("Cancel stamp")},
        {u"backup"_s, StepProgress::tr("Cancel backup")},
        {u"restore"_s, StepProgress::tr("Cancel restore")},
        {u"reset"_s, StepProgress::tr("Cancel reset")},
        {u"recreate"_s, StepProgress::tr("Cancel recreate")}};
    return titles.value(kind, StepProgress::tr("Cancel"));
}

int stepsInDatabase(const migrations::JournalEntry &entry)
{
    return int(std::count_if(entry.steps.begin(), entry.steps.end(),
        [](const migrations::JournalStep &step) { return step.inDatabase; }));
}

} // namespace

StepProgress::StepProgress(const Theme &theme, QWidget *parent)
    : QWidget(parent)
{
    setObjectName("progress"_L1);
    const auto label = [this](const char *name, const QFont &font) -> QLabel * {
        auto *made = new ElidedLabel(this);
        made->setObjectName(QLatin1StringView(name));
        made->setFont(font);
        return made;
    };
    m_title = label("progressTitle", theme.type().heading);
    m_subtitle = label("progressSubtitle", theme.type().small);
    m_subtitle->setProperty("role", u"secondary"_s);
    m_subtitle->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_elapsed = label("progressElapsed", theme.type().body);
    m_bar = new SegmentBar(theme, this);
    m_list = new StepList(theme, m_steps, StepList::Look::Progress, this);
    m_list->setObjectName("progressSteps"_L1);
    m_statement = label("progressStatement", theme.type().fixedSmall);
    m_statement->setProperty("role", u"secondary"_s);
    m_statement->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_cancel = new QPushButton(this);
    m_cancel->setObjectName("cancelOperation"_L1);
    m_cancel->setProperty("role", u"cancel"_s);
    m_cancelText = secondaryLabel({}, this);
    m_cancelText->setObjectName("cancelText"_L1);
    m_cancelText->setFont(theme.type().small);
    m_cancelText->setWordWrap(true);

    auto *head = new QHBoxLayout;
    head->setSpacing(10);
    head->addWidget(m_title);
    head->addWidget(m_subtitle, 1);
    head->addWidget(m_elapsed);
    auto *foot = new QHBoxLayout;
    foot->setSpacing(12);
    foot->addWidget(m_cancel);
    foot->addWidget(m_cancelText, 1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(18, 12, 18, 10);
    column->setSpacing(8);
    column->addLayout(head);
    column->addWidget(m_bar);
    column->addWidget(m_list, 1);
    column->addWidget(m_statement);
    column->addWidget(buildIndex(theme));
    column->addLayout(foot);

    m_seconds.setInterval(250ms);
    connect(&m_seconds, &QTimer::timeout, this, &StepProgress::showTimes);
    connect(m_cancel, &QPushButton::clicked, this, &StepProgress::cancelRequested);
    showNothing();
}

QWidget *StepProgress::buildIndex(const Theme &theme)
{
    m_index = new QWidget(this);
    m_index->setObjectName("indexBuild"_L1);
    m_indexText = new ElidedLabel(m_index);
    m_indexText->setObjectName("indexBuildText"_L1);
    m_indexText->setFont(theme.type().small);
    m_indexText->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_indexBar = new MeterBar(theme, m_index);
    auto *row = new QHBoxLayout(m_index);
    row->setContentsMargins({});
    row->setSpacing(12);
    row->addWidget(m_indexText, 3);
    row->addWidget(m_indexBar, 1);
    return m_index;
}

void StepProgress::showIndex(const std::optional<migrations::IndexBuild> &build)
{
    m_index->setVisible(build.has_value());
    if (!build)
        return;
    const QString what = build->index.isEmpty() ? tr("An index of %1").arg(build->table)
                                                : tr("Index %1").arg(build->index);
    m_indexText->setText(build->percent < 0
            ? tr("%1: %2").arg(what, build->phase)
            : tr("%1: %2, %3 %").arg(what, build->phase, QString::number(build->percent)));
    m_indexBar->setPercent(build->percent);
}

void StepProgress::start(const Running &running, const RevisionGraph &graph, const QString &title)
{
    m_steps.setPlan(running.request.plan, graph);
    m_title->setText(title);
    m_started = running.started;
    m_cancel->setText(cancelTitle(running));
    m_seconds.start();
    show(running);
}

void StepProgress::show(const Running &running)
{
    m_steps.setRunning(running);
    m_current = running.currentStep;
    m_finished = running.finishedSteps;
    m_statementText = running.statement.simplified();
    m_statementStarted = running.statementStarted;
    showIndex(running.indexBuild);
    const int steps = m_steps.rowCount();
    if (running.lifecycle)
        return showLifecycle(running);
    m_bar->setContent({steps, m_finished, m_current >= 0, !running.blockers.empty(), false});
    m_subtitle->setText(m_current < 0 && m_finished == 0 ? running.phase
            : m_finished == steps
            ? running.phase
            : tr("%1 of %2 steps done").arg(QString::number(m_finished), QString::number(steps)));
    if (m_steps.currentRow() >= 0)
        m_list->scrollTo(m_steps.index(m_steps.currentRow()));
    showCancel(running);
}

// No steps of a plan: what is done now, and how far that is where it can be counted.
void StepProgress::showLifecycle(const Running &running)
{
    const bool counts = running.phaseSteps > 0;
    m_bar->setContent({counts ? running.phaseSteps : 1, counts ? running.phaseStep : 0, true,
        !running.blockers.empty(), false});
    m_subtitle->setText(counts ? tr("%1, %2 of %3")
                                     .arg(running.phase, QString::number(running.phaseStep + 1),
                                         QString::number(running.phaseSteps))
                               : running.phase);
    showCancel(running);
}

void StepProgress::showCancel(const Running &running)
{
    m_cancel->setVisible(true);
    m_cancel->setEnabled(!running.cancelling);
    m_cancelText->setVisible(true);
    m_cancelText->setText(cancelText(running));
    showTimes();
}

QString StepProgress::cancelText(const Running &running) const
{
    if (running.lifecycle == migrations::LifecycleKind::Commit)
        return running.cancelling ? tr("Git is being stopped.")
                                  : tr("Git is stopped; a commit that was made by then stays.");
    if (running.givenUp)
        return tr("Abandoned: what the database kept is read back, if the server answers.");
    if (running.cancelling)
        return tr("Cancelling: the server was asked to stop; what it kept is read back.");
    if (running.lifecycle)
        return tr("It stops where nothing is left half done; what the database kept is read back.");
    if (running.finishedSteps == 0)
        return tr("What has run is rolled back; what the database kept is read back.");
    return tr("The step that runs is rolled back. Finished steps stay where each has its own "
              "transaction, else they go too; it is read back which.");
}

void StepProgress::showTimes()
{
    const QDateTime now = QDateTime::currentDateTime();
    m_elapsed->setText(durationText(std::max<qint64>(0, m_started.msecsTo(now))));
    m_statement->setText(m_statementText.isEmpty()
            ? QString()
            : tr("%1  %2").arg(durationText(std::max<qint64>(0, m_statementStarted.msecsTo(now))),
                m_statementText.left(300)));
}

QString StepProgress::runningText() const
{
    if (m_steps.rowCount() == 0)
        return m_elapsed->text();
    const QString step = m_current >= 0
        ? tr("step %1 of %2").arg(m_current + 1).arg(m_steps.rowCount())
        : tr("%1 of %2 steps").arg(m_finished).arg(m_steps.rowCount());
    return step + ", "_L1 + m_elapsed->text();
}

void StepProgress::show(const migrations::JournalEntry &entry, const RevisionGraph &graph)
{
    m_seconds.stop();
    m_steps.setEntry(entry, graph);
    m_title->setText(model::operationTitle(entry.kind, entry.target));
    m_subtitle->setText(entry.ended.isValid()
            ? entry.sentence
            : tr("It never ended; refresh to see where the database stands."));
    m_elapsed->setText(
        entry.ended.isValid() ? durationText(entry.started.msecsTo(entry.ended)) : QString());
    m_bar->setContent({int(entry.steps.size()), stepsInDatabase(entry), false, false, false});
    m_statement->clear();
    m_statementText.clear();
    m_index->hide();
    m_cancel->hide();
    m_cancelText->hide();
}

void StepProgress::turn(int degrees)
{
    m_list->turn(degrees);
}

void StepProgress::showNothing()
{
    m_seconds.stop();
    m_steps.setPlan({}, {});
    m_title->setText(tr("Nothing has run yet"));
    m_subtitle->clear();
    m_elapsed->clear();
    m_bar->setContent({});
    m_statement->clear();
    m_index->hide();
    m_cancel->hide();
    m_cancelText->hide();
}

} // namespace widgets
