// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/model/shophistory.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;
using namespace migrations;

namespace tests {

namespace {

RevisionFile fileOf(const QString &line)
{
    static const QRegularExpression pattern(
        u"^(\\S+)(?: <((?: [^\\s:#@]+)+))?(?: : ([^#@]*))?(?:#(\\S+))? ?(?:@(\\S+))?$"_s);
    const QRegularExpressionMatch match = pattern.match(line);
    Q_ASSERT(match.hasMatch());
    RevisionFile file;
    file.id = match.captured(1);
    file.down = match.captured(2).split(u' ', Qt::SkipEmptyParts);
    file.message = match.captured(3).trimmed();
    if (match.hasCaptured(4) && !match.captured(4).isEmpty())
        file.branchLabels << match.captured(4);
    if (match.hasCaptured(5))
        file.dependsOn << match.captured(5);
    file.path = u"/shop/migrations/versions/%1_%2.py"_s.arg(
        file.id, file.message.toLower().replace(u' ', u'_'));
    return file;
}

Project shopProject(Tier tier)
{
    Environment environment;
    environment.name = tierName(tier);
    environment.tier = tier;
    Project project;
    project.name = u"shop-api"_s;
    project.root = project.folder = u"/shop"_s;
    project.environments = {environment};
    return project;
}

} // namespace

std::vector<RevisionFile> filesOf(const QStringList &lines)
{
    std::vector<RevisionFile> files;
    for (const QString &line : lines)
        files.push_back(fileOf(line));
    return files;
}

ProjectState unreadStateOf(const std::vector<RevisionFile> &files)
{
    ProjectState state;
    state.project = shopProject(Tier::Development);
    state.environmentName = state.project.environments.front().name;
    state.graph = RevisionGraph::fromFiles(files);
    state.standing = {};
    return state;
}

ProjectState stateOf(const std::vector<RevisionFile> &files, const QStringList &rows, Tier tier)
{
    ProjectState state = unreadStateOf(files);
    state.project = shopProject(tier);
    state.environmentName = tierName(tier);
    state.database = DatabaseReading {};
    state.database->rows = rows;
    state.standing = standingOf(state.graph, rows);
    return state;
}

RevisionFile brokenFile(const QString &path)
{
    RevisionFile file;
    file.path = path;
    file.problems = {{u"the brackets of this line do not close"_s, path, 7, u"syntax"_s, true}};
    return file;
}

std::vector<RevisionFile> shopFiles()
{
    std::vector<RevisionFile> files = filesOf({
        u"c7e19a40b52d < 8b30d2f6e914 : Index orders by customer and date"_s,
        u"8b30d2f6e914 < 5d94c1e7a3f8 : Add refunds"_s,
        u"5d94c1e7a3f8 < 41aa7c90e5b2 e2f0b86c19d7 : Merge payments and shipping"_s,
        u"e2f0b86c19d7 < 93d1f4a7726e : Shipments: add tracking code"_s,
        u"41aa7c90e5b2 < 0b6fe83d21c4 : Payments: store provider reference"_s,
        u"93d1f4a7726e < b7c85e02d94a : Add shipments #shipping"_s,
        u"0b6fe83d21c4 < d850a9b1f36c : Payments: status as enum"_s,
        u"d850a9b1f36c < b7c85e02d94a : Add payments #payments"_s,
        u"b7c85e02d94a < 66e3a1d0f8b5 : Orders: add placed_at and fill it"_s,
        u"66e3a1d0f8b5 < a4d02b9e671c 2c6d97f0e3a8 : Merge search"_s,
        u"2c6d97f0e3a8 < 19fe54b7c0d2 : Search: weighted tsvector of products"_s,
        u"a4d02b9e671c < 90ab6d3f2e17 77e01c8a5b94 : Merge loyalty"_s,
        u"77e01c8a5b94 < 5e2bf09d4c63 : Loyalty: points per order @90ab6d3f2e17"_s,
        u"19fe54b7c0d2 < c3d7e8a1906f : Search: enable pg_trgm and unaccent"_s,
        u"90ab6d3f2e17 < c3d7e8a1906f : Coupons: amount or percentage"_s,
        u"5e2bf09d4c63 < c3d7e8a1906f : Add loyalty accounts #loyalty"_s,
        u"c3d7e8a1906f < f12a7b5c9e04 : Products: weight and dimensions"_s,
        u"f12a7b5c9e04 : Add users and orders"_s,
    });
    QDateTime when(QDate(2026, 11, 22), QTime(10, 42, 7));
    for (RevisionFile &file : files) {
        file.created = when;
        when = when.addDays(-1).addSecs(-4321);
    }
    return files;
}

QString shopHead()
{
    return u"c7e19a40b52d"_s;
}

QString shopCurrent()
{
    return u"5d94c1e7a3f8"_s;
}

std::vector<RevisionFile> chainOf(int count)
{
    std::vector<RevisionFile> files;
    files.reserve(std::size_t(count));
    const QDateTime first(QDate(2020, 1, 1), QTime(12, 0));
    for (int i = 0; i < count; ++i) {
        RevisionFile file;
        file.id = u"%1"_s.arg(i + 0x10000000, 12, 16, QChar(u'0'));
        if (i > 0)
            file.down << files.back().id;
        file.message = u"Change number %1 of the table customers"_s.arg(i);
        file.path = u"/shop/migrations/versions/%1.py"_s.arg(file.id);
        file.created = first.addSecs(3600LL * i);
        files.push_back(std::move(file));
    }
    return files;
}

} // namespace tests
