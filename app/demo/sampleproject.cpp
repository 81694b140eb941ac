// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/demo/sampleproject.h"

#include "migrations/project/trust.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>

using namespace Qt::StringLiterals;
using migrations::ErrorKind;
using migrations::failure;
using migrations::Result;

namespace app {

namespace {

constexpr auto databaseName = "shop_dev"_L1;

tl::unexpected<migrations::Error> cannotWrite(const QFile &file)
{
    return failure(ErrorKind::File,
        u"%1 could not be written. Is there room, and may you write there?"_s.arg(file.fileName()),
        file.errorString());
}

Result<void> writeFile(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    if (!QDir().mkpath(QFileInfo(path).path()) || !file.open(QIODevice::WriteOnly)
        || file.write(bytes) != bytes.size() || !file.flush())
        return cannotWrite(file);
    return {};
}

Result<void> copyResources(const QString &folder)
{
    const QString root = u":/demo/"_s;
    QDirIterator resources(root, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (resources.hasNext()) {
        QFile resource(resources.next());
        if (!resource.open(QIODevice::ReadOnly))
            return failure(ErrorKind::File,
                u"The sample's file %1 is not in the program."_s.arg(resource.fileName()));
        const QString relative = resource.fileName().mid(root.size());
        const Result<void> written = writeFile(folder + u'/' + relative, resource.readAll());
        if (!written)
            return written;
    }
    return {};
}

} // namespace

QString sampleStart()
{
    return u"5d94c1e7a3f8"_s;
}

QString sampleHead()
{
    return u"1e6f08b9c2a7"_s;
}

Result<void> writeSampleFiles(const QString &folder, const QString &databaseUrl)
{
    const Result<void> copied = copyResources(folder);
    if (!copied)
        return copied;
    const QString path = folder + u"/.env"_s;
    const Result<void> written = writeFile(path, "DATABASE_URL=" + databaseUrl.toUtf8() + '\n');
    QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner);
    return written;
}

SampleProject::SampleProject(QString dataFolder)
    : m_dataFolder(std::move(dataFolder))
    , m_temporary(QDir::tempPath() + u"/spiritsafe-sample-XXXXXX"_s)
{
}

SampleProject::~SampleProject()
{
    // The folder goes, and a later one of the same name is somebody else's.
    std::ignore = migrations::TrustStore(m_dataFolder).forget(folder());
}

Result<std::unique_ptr<SampleProject>> SampleProject::make(
    const QString &dataFolder, migrations::Progress &progress)
{
    std::unique_ptr<SampleProject> sample(new SampleProject(dataFolder));
    return sample->fill(progress).map([&sample] { return std::move(sample); });
}

QString SampleProject::folder() const
{
    return m_temporary.filePath(u"shop-api"_s);
}

QString SampleProject::databaseUrl() const
{
    return m_server->url(databaseName);
}

Result<void> SampleProject::fill(migrations::Progress &progress)
{
    if (!m_temporary.isValid())
        return failure(ErrorKind::File,
            u"No temporary folder could be made in %1. Is there room?"_s.arg(QDir::tempPath()),
            m_temporary.errorString());
    progress.report(
        {.kind = migrations::Event::Kind::Phase, .text = u"Starting a PostgreSQL of its own"_s});
    auto server = migrations::PrivateServer::start({}, progress);
    if (!server)
        return tl::make_unexpected(server.error());
    m_server.emplace(std::move(*server));
    return m_server->createDatabase(databaseName, progress)
        .and_then([this] { return writeSampleFiles(folder(), databaseUrl()); })
        .and_then([this] { return commitSampleHistory(folder()); })
        .and_then([this] { return migrations::TrustStore(m_dataFolder).trust(folder()); })
        .and_then([this, &progress] { return upgrade(progress); });
}

Result<void> SampleProject::upgrade(migrations::Progress &progress)
{
    progress.report(
        {.kind = migrations::Event::Kind::Phase, .text = u"Running the first 36 revisions"_s});
    auto files = migrations::readProjectState(folder(), {.dataFolder = m_dataFolder}, progress);
    if (!files)
        return tl::make_unexpected(files.error());
    const migrations::ProjectState state = migrations::withDatabase(std::move(*files), progress);
    const QStringList targets {sampleStart()};
    const auto plan = migrations::planOperation(state, migrations::OperationKind::Upgrade, targets);
    if (!plan)
        return tl::make_unexpected(plan.error());
    auto journal = migrations::Journal::open(m_dataFolder);
    if (!journal)
        return tl::make_unexpected(journal.error());
    const migrations::OperationRequest request {
        .kind = migrations::OperationKind::Upgrade,
        .targets = targets,
        .plan = *plan,
        .identity = state.database ? state.database->identity : migrations::DatabaseIdentity {},
    };
    const auto report = migrations::runOperation(state, request, *journal, std::nullopt, progress);
    if (report.outcome == migrations::Outcome::Done)
        return {};
    return failure(report.error ? report.error->kind : ErrorKind::Database, report.sentence,
        report.error ? report.error->message + u'\n' + report.error->detail : QString());
}

} // namespace app
