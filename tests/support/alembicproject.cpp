// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/alembicproject.h"

#include <QDir>
#include <QFile>

using namespace Qt::StringLiterals;

namespace tests {

namespace {

const QString iniText = uR"ini([alembic]
script_location = %(here)s/migrations
prepend_sys_path = .
version_path_separator = os

[loggers]
keys = root
[handlers]
keys = console
[formatters]
keys = generic
[logger_root]
level = WARN
handlers = console
[handler_console]
class = StreamHandler
args = (sys.stderr,)
formatter = generic
[formatter_generic]
format = %(levelname)s %(message)s
)ini"_s;

const QString envText = uR"py(import os
from logging.config import fileConfig

from alembic import context
from sqlalchemy import create_engine, pool, text

fileConfig(context.config.config_file_name)
engine = create_engine(os.environ["DATABASE_URL"], poolclass=pool.NullPool%1)
with engine.connect() as connection:
    %2
    context.configure(connection=connection%3)
    with context.begin_transaction():
        context.run_migrations()
)py"_s;

const QString scriptText = uR"py("""%1

Revision ID: %2
Create Date: 2026-11-20 10:00:00.000000

"""
import os
import time

import sqlalchemy as sa
from alembic import op

revision = %3
down_revision = %4
branch_labels = %5
depends_on = %6


def upgrade():
    %7


def downgrade():
    %8
)py"_s;

QString quoted(const QString &text)
{
    return u'"' + text + u'"';
}

QString downText(const QStringList &down)
{
    if (down.isEmpty())
        return u"None"_s;
    if (down.size() == 1)
        return quoted(down.front());
    QStringList all;
    for (const QString &id : down)
        all.append(quoted(id));
    return u"("_s + all.join(u", "_s) + u")"_s;
}

QString indented(const QString &lines)
{
    return QString(lines).replace(u"\n"_s, u"\n    "_s);
}

} // namespace

AlembicProject::AlembicProject(const QString &url, const Options &options)
    : m_folder(std::make_unique<QTemporaryDir>())
{
    QString configure = options.configureArguments;
    if (options.transactionPerMigration)
        configure += u", transaction_per_migration=True"_s;
    writeFile(u"alembic.ini"_s, iniText.toUtf8());
    writeFile(u"migrations/env.py"_s,
        envText
            .arg(options.engineArguments,
                options.beforeConfigure.isEmpty() ? u"pass"_s : indented(options.beforeConfigure),
                configure)
            .toUtf8());
    QDir(folder()).mkpath(u"migrations/versions"_s);
    writeEnvironment(url);
}

AlembicProject::AlembicProject(const QString &url)
    : AlembicProject(url, Options {})
{
}

QString AlembicProject::scriptPath(const QString &id) const
{
    return m_folder->filePath(u"migrations/versions/%1.py"_s.arg(id));
}

void AlembicProject::write(const Script &script) const
{
    const QString text =
        scriptText.arg(script.message.isEmpty() ? u"Make "_s + script.id : script.message,
            script.id, quoted(script.id), downText(script.down), script.branchLabels,
            script.dependsOn, indented(script.upgrade), indented(script.downgrade));
    writeFile(u"migrations/versions/%1.py"_s.arg(script.id), text.toUtf8());
}

void AlembicProject::writeFile(const QString &relativePath, const QByteArray &text) const
{
    const QString path = m_folder->filePath(relativePath);
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
        qFatal("cannot write %s", qPrintable(path));
}

QStringList AlembicProject::writeChain(int count) const
{
    QStringList ids;
    for (int i = 1; i <= count; ++i) {
        const QString id = u"%1"_s.arg(i, 4, 10, QChar(u'0'));
        write({.id = id,
            .down = ids.isEmpty() ? QStringList() : QStringList {ids.back()},
            .upgrade = u"op.execute('CREATE TABLE t%1 (id int)')"_s.arg(id),
            .downgrade = u"op.execute('DROP TABLE t%1')"_s.arg(id)});
        ids.append(id);
    }
    return ids;
}

void AlembicProject::writeEnvironment(const QString &url) const
{
    writeFile(u".env"_s, u"DATABASE_URL=%1\n"_s.arg(url).toUtf8());
    QFile::setPermissions(m_folder->filePath(u".env"_s), QFile::ReadOwner | QFile::WriteOwner);
}

PrivateData::PrivateData()
{
    qputenv("SPIRITSAFE_DATA", QFile::encodeName(m_folder.path()));
    qunsetenv("DATABASE_URL");
}

} // namespace tests
