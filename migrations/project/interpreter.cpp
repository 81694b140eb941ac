// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/project/interpreter.h"

#include "migrations/base/process.h"

#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QVersionNumber>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

constexpr int timeLimitMs = 15'000; // a cold disk under load takes seconds for the imports

// Prints one line of JSON. The working directory leaves the path first, as it is not on it for the
// "alembic" command either: many a project has a folder of that name. Also runs on Python 2.
const QString program = uR"(
import json, sys
if sys.path and sys.path[0] == "":
    del sys.path[0]
answer = {"python": ".".join(str(part) for part in sys.version_info[:3])}
if sys.version_info >= (3, 8):
    try:
        import alembic
        answer["alembic"] = str(alembic.__version__)
        import sqlalchemy
        answer["sqlalchemy"] = str(sqlalchemy.__version__)
    except BaseException as error:
        missing = isinstance(error, ImportError) and getattr(error, "name", None) == "alembic"
        answer["missing" if missing else "problem"] = "%s: %s" % (type(error).__name__, error)
sys.stdout.write("\n" + json.dumps(answer) + "\n")
)"_s;

bool isOlder(const QString &version, const QVersionNumber &least)
{
    return QVersionNumber::fromString(version) < least;
}

// Why these versions do not do; empty: they do.
QString problemOf(const QJsonObject &answer)
{
    const QString python = answer.value("python"_L1).toString();
    const QString alembic = answer.value("alembic"_L1).toString();
    if (isOlder(python, QVersionNumber(3, 8)))
        return u"Python %1 is too old; 3.8 or newer is needed."_s.arg(python);
    if (answer.contains("missing"_L1))
        return u"Alembic is not installed there (Python %1)."_s.arg(python);
    if (answer.contains("problem"_L1))
        return u"\"import alembic\" fails (Python %1): %2"_s.arg(
            python, answer.value("problem"_L1).toString());
    if (isOlder(alembic, QVersionNumber(1, 8)))
        return u"Alembic %1 is too old; 1.8 or newer is needed."_s.arg(alembic);
    return {};
}

QString notThere(const QString &path)
{
    const QFileInfo info(path);
    if (info.isSymLink() && !info.exists())
        return u"It is a link to %1, which does not exist. Make the virtual environment again."_s
            .arg(info.symLinkTarget());
    return info.exists() ? u"It is not a program that may be run."_s : u"It does not exist."_s;
}

// The last line that is a JSON object: a sitecustomize may print before it.
QJsonObject answerIn(const QByteArray &output)
{
    QJsonObject last;
    for (const QByteArray &line : output.split('\n')) {
        const QJsonObject object = QJsonDocument::fromJson(line).object();
        if (object.contains("python"_L1))
            last = object;
    }
    return last;
}

Result<QJsonObject> ask(const QString &path, const QString &workingDirectory,
    const QMap<QString, QString> &environment, Progress &progress)
{
    ProcessRequest request {.program = path,
        .arguments = {u"-c"_s, program},
        .workingDirectory = workingDirectory,
        .timeoutMs = timeLimitMs};
    if (!environment.isEmpty())
        request.environment.clear();
    for (auto entry = environment.begin(); entry != environment.end(); ++entry)
        request.environment.insert(entry.key(), entry.value());
    const Result<ProcessOutput> output = runProcess(request, progress);
    if (!output)
        return tl::unexpected(output.error());
    const QJsonObject answer = answerIn(output->standardOutput);
    if (answer.isEmpty())
        return failure(ErrorKind::Helper,
            u"It did not answer as Python does (exit code %1)."_s.arg(output->exitCode),
            QString::fromUtf8(output->standardError));
    return answer;
}

} // namespace

QString InterpreterSearch::summary() const
{
    QStringList lines;
    for (const Attempt &attempt : tried) {
        const QString outcome = !attempt.problem.isEmpty() ? attempt.problem
            : found ? u"Python %1, Alembic %2, SQLAlchemy %3"_s.arg(
                  found->python, found->alembic, found->sqlalchemy)
                    : QString();
        lines.append(u"%1 (%2): %3"_s.arg(attempt.path, attempt.source, outcome));
    }
    return lines.join(u'\n');
}

InterpreterSearch findInterpreter(const Project &project, const QString &chosen,
    const QMap<QString, QString> &environment, Progress &progress)
{
    InterpreterSearch search;
    for (InterpreterSearch::Attempt attempt : interpreterCandidates(project, chosen, environment)) {
        const QFileInfo file(attempt.path);
        Result<QJsonObject> answer = QJsonObject();
        if (!file.isFile() || !file.isExecutable())
            attempt.problem = notThere(attempt.path);
        else if (answer = ask(attempt.path, project.root, environment, progress); answer)
            attempt.problem = problemOf(*answer);
        else
            attempt.problem = answer.error().message;
        search.tried.push_back(attempt);
        if (!answer && answer.error().kind == ErrorKind::Cancelled)
            return search;
        if (!attempt.problem.isEmpty())
            continue;
        search.found =
            Interpreter {attempt.path, attempt.source, answer->value("python"_L1).toString(),
                answer->value("alembic"_L1).toString(), answer->value("sqlalchemy"_L1).toString()};
        return search;
    }
    return search;
}

} // namespace migrations
