// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/commandline/modelproject.h"

#include <QDir>
#include <QFile>
#include <QProcess>

using namespace Qt::StringLiterals;

namespace tests {

namespace {

const QByteArray templateText = R"mako("""${message}

Revision ID: ${up_revision}
Revises: ${down_revision | comma,n}
Create Date: ${create_date}

"""
from alembic import op
import sqlalchemy as sa
${imports if imports else ""}

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}


def upgrade():
    ${upgrades if upgrades else "pass"}


def downgrade():
    ${downgrades if downgrades else "pass"}
)mako";

AlembicProject::Options withModels(AlembicProject::Options options)
{
    options.beforeConfigure = u"from models import metadata\n"_s + options.beforeConfigure;
    options.configureArguments += u", target_metadata=metadata"_s;
    return options;
}

} // namespace

ModelProject::ModelProject(const AlembicProject::Options &options)
    : m_project(u"sqlite:///app.db"_s, withModels(options))
    , m_line(m_project.folder())
{
    m_project.writeFile(u"migrations/script.py.mako"_s, templateText);
    m_project.write({.id = u"0001"_s,
        .down = {},
        .upgrade = u"op.create_table('users', sa.Column('id', sa.Integer, primary_key=True), "
                   "sa.Column('name', sa.String(50)))"_s,
        .downgrade = u"op.drop_table('users')"_s});
    writeModels(u"sa.Column('name', sa.String(50))"_s);
    m_line.trust();
}

void ModelProject::writeModels(const QString &columns, const QString &more) const
{
    m_project.writeFile(u"models.py"_s,
        u"import sqlalchemy as sa\nmetadata = sa.MetaData()\nusers = sa.Table('users', metadata, "
        "sa.Column('id', sa.Integer, primary_key=True), %1)\n%2\n"_s.arg(columns, more)
            .toUtf8());
    // Python takes compiled text of the same second and size for the same text.
    QDir(m_project.folder() + u"/__pycache__"_s).removeRecursively();
}

CommandLine::Answer ModelProject::run(const QStringList &arguments) const
{
    return m_line.run(QStringList {u"migration"_s} + arguments);
}

void ModelProject::git(const QStringList &arguments) const
{
    QProcess process;
    process.setWorkingDirectory(folder());
    process.start(u"git"_s,
        QStringList {u"-c"_s, u"user.name=T"_s, u"-c"_s, u"user.email=t@example.org"_s}
            + arguments);
    if (!process.waitForFinished() || process.exitCode() != 0)
        qFatal("git %s: %s", qPrintable(arguments.join(u' ')),
            process.readAllStandardError().constData());
}

QString ModelProject::versions() const
{
    return folder() + u"/migrations/versions"_s;
}

QString ModelProject::databasePath() const
{
    return folder() + u"/app.db"_s;
}

QStringList ModelProject::scripts() const
{
    return QDir(versions()).entryList({u"*.py"_s}, QDir::Files, QDir::Name);
}

QByteArray ModelProject::script(const QString &name) const
{
    QFile file(versions() + u'/' + name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace tests
