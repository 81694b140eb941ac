// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/commandline/commandrun.h"

#include <QJsonDocument>
#include <QProcessEnvironment>

using namespace Qt::StringLiterals;

namespace tests {

namespace {

constexpr int patienceMs = 120'000;

QString shellQuoted(const QString &text)
{
    return u'\'' + QString(text).replace(u'\'', u"'\\''"_s) + u'\'';
}

} // namespace

QJsonObject CommandLine::Answer::json() const
{
    return QJsonDocument::fromJson(output.toUtf8()).object();
}

CommandLine::CommandLine(QString projectFolder)
    : m_folder(std::move(projectFolder))
{
}

QString CommandLine::binary()
{
    return qEnvironmentVariable("SPIRITSAFE_BINARY");
}

void CommandLine::start(QProcess &process, const QStringList &arguments) const
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"SPIRITSAFE_DATA"_s, m_data.path());
    // No window, so no display either.
    for (const auto name :
        {"DISPLAY"_L1, "WAYLAND_DISPLAY"_L1, "QT_QPA_PLATFORM"_L1, "DATABASE_URL"_L1})
        environment.remove(name);
    process.setProcessEnvironment(environment);
    process.setWorkingDirectory(m_folder);
    process.start(binary(), arguments);
    if (!process.waitForStarted())
        qFatal("SPIRITSAFE_BINARY=%s: %s", qPrintable(binary()), qPrintable(process.errorString()));
}

CommandLine::Answer CommandLine::finish(QProcess &process)
{
    process.closeWriteChannel();
    const bool ended =
        process.state() == QProcess::NotRunning || process.waitForFinished(patienceMs);
    if (!ended)
        qFatal("%s did not end", qPrintable(process.program()));
    const bool exited = process.exitStatus() == QProcess::NormalExit;
    return {.exitCode = exited ? process.exitCode() : -1,
        .output = QString::fromUtf8(process.readAllStandardOutput()),
        .error = QString::fromUtf8(process.readAllStandardError())};
}

CommandLine::Answer CommandLine::run(const QStringList &arguments) const
{
    QProcess process;
    start(process, arguments);
    return finish(process);
}

CommandLine::Answer CommandLine::type(const QString &typed, const QStringList &arguments) const
{
    QStringList words {shellQuoted(binary())};
    for (const QString &argument : arguments)
        words += shellQuoted(argument);
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"SPIRITSAFE_DATA"_s, m_data.path());
    environment.insert(u"TERM"_s, u"xterm"_s);
    environment.remove(u"DATABASE_URL"_s);
    process.setProcessEnvironment(environment);
    process.setWorkingDirectory(m_folder);
    process.start(u"script"_s, {u"-qec"_s, words.join(u' '), u"/dev/null"_s});
    process.write(typed.toUtf8());
    return finish(process);
}

void CommandLine::trust() const
{
    const Answer answer = run({u"project"_s, u"--trust"_s});
    if (answer.exitCode != 0)
        qFatal("%s", qPrintable(answer.error));
}

QStringList strings(const QJsonValue &list)
{
    QStringList result;
    for (const QJsonValue &value : list.toArray())
        result += value.toString();
    return result;
}

QStringList idsOf(const QJsonValue &objects, const QString &key)
{
    QStringList result;
    for (const QJsonValue &value : objects.toArray())
        result += value.toObject().value(key).toString();
    return result;
}

} // namespace tests
