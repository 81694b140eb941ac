// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/tour/scenefiles.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QTimeZone>

#include <array>

namespace app {

using namespace Qt::StringLiterals;

namespace {

QString idOf(int number)
{
    return u"%1"_s.arg(0x3a7c00000000LL + number * 0x5b1e37LL, 12, 16, QChar(u'0'));
}

QString quoted(const QString &id)
{
    return u'"' + id + u'"';
}

// Every sixth revision opens a branch of two, which the one after the next merges.
QString parentsOf(int number)
{
    if (number == 0)
        return u"None"_s;
    switch (number % 6) {
    case 4: // beside number - 1
        return quoted(idOf(number - 2));
    case 0: // merges both
        return u"(%1, %2)"_s.arg(quoted(idOf(number - 3)), quoted(idOf(number - 1)));
    case 5: // goes on in the branch
    default:
        return quoted(idOf(number - 1));
    }
}

bool git(const QString &project, const QStringList &arguments)
{
    QProcess process;
    process.setWorkingDirectory(project);
    process.start(u"git"_s,
        QStringList {u"-c"_s, u"user.name=Ana Prieto"_s, u"-c"_s, u"user.email=ana@example.com"_s}
            + arguments);
    return process.waitForFinished() && process.exitCode() == 0;
}

// As Alembic names it: the message in small letters.
QString fileOf(const QString &project, const SceneRevision &revision)
{
    QString slug = revision.message.toLower();
    for (QChar &letter : slug)
        letter = letter.isLetterOrNumber() ? letter : QChar(u'_');
    return project + u"/migrations/versions/%1_%2.py"_s.arg(revision.id, slug);
}

QString messageOf(int number)
{
    static constexpr std::array subjects {"orders", "payments", "shipments", "products", "users",
        "carts", "coupons", "refunds", "addresses", "invoices", "stock"};
    static constexpr std::array changes {"add a column for the source", "index by customer",
        "fill the new column", "make the status an enum", "drop what nobody reads",
        "check that amounts are positive", "split the address"};
    const QString subject = QString::fromLatin1(subjects.at(std::size_t(number) % subjects.size()));
    if (number > 0 && number % 6 == 0)
        return u"Merge %1"_s.arg(subject);
    return subject.left(1).toUpper() + subject.mid(1) + u": "_s
        + QString::fromLatin1(changes.at(std::size_t(number) % changes.size()));
}

} // namespace

bool writeText(const QString &path, const QString &text)
{
    QFile file(path);
    const QByteArray bytes = text.toUtf8();
    return QDir().mkpath(QFileInfo(path).path()) && file.open(QIODevice::WriteOnly)
        && file.write(bytes) == bytes.size();
}

bool writeRevision(const QString &project, const SceneRevision &revision)
{
    const QString text = uR"("""%1

Revision ID: %2
Create Date: %3

"""
from alembic import op
import sqlalchemy as sa

revision = "%2"
down_revision = %4
branch_labels = None
depends_on = None


def upgrade() -> None:
    %5


def downgrade() -> None:
    %6
)"_s.arg(revision.message, revision.id, revision.date, revision.parents, revision.upgrade,
        revision.downgrade);
    return writeText(fileOf(project, revision), text);
}

bool leaveOnABranch(const QString &project, const SceneRevision &revision)
{
    const QString file = QDir(project).relativeFilePath(fileOf(project, revision));
    return git(project, {u"checkout"_s, u"-q"_s, u"-b"_s, u"feature/wishlists"_s})
        && git(project, {u"add"_s, file})
        && git(project, {u"commit"_s, u"-q"_s, u"-m"_s, revision.message})
        && git(project, {u"checkout"_s, u"-q"_s, u"-"_s});
}

bool writeLongHistory(const QString &project, int count)
{
    bool good = writeText(project + u"/alembic.ini"_s,
                    u"[alembic]\nscript_location = %(here)s/migrations\n"_s)
        && writeText(project + u"/migrations/env.py"_s, u"from alembic import context\n"_s);
    const QDateTime first(QDate(2019, 3, 4), QTime(9, 12), QTimeZone::utc());
    for (int number = 0; number < count && good; ++number) {
        const QDateTime date = first.addSecs(qint64(number) * 241'000);
        good = writeRevision(project,
            {.id = idOf(number),
                .parents = parentsOf(number),
                .message = messageOf(number),
                .date = date.toString(u"yyyy-MM-dd HH:mm:ss"_s)});
    }
    return good;
}

} // namespace app
