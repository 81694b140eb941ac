// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/database/sqlactions.h"

#include <QElapsedTimer>
#include <QMap>
#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

QStringList firstCells(const QueryRows &rows)
{
    QStringList cells;
    for (const auto &row : rows.rows)
        cells.append(row.empty() ? QString() : row.front().value_or(QString()));
    cells.sort();
    return cells;
}

// What is in the one and not in the other, as lines with - and +. Both are sorted.
QStringList difference(const QStringList &expected, const QStringList &found)
{
    QStringList lines;
    QStringList gone;
    std::set_difference(
        expected.begin(), expected.end(), found.begin(), found.end(), std::back_inserter(gone));
    for (const QString &line : gone)
        lines.append(u"- "_s + line);
    QStringList more;
    std::set_difference(
        found.begin(), found.end(), expected.begin(), expected.end(), std::back_inserter(more));
    for (const QString &line : more)
        lines.append(u"+ "_s + line);
    return lines;
}

class ActionRunner
{
public:
    ActionRunner(PostgreSql &connection, Progress &progress)
        : m_connection(connection)
        , m_progress(progress)
    {
    }

    Result<> run(const SqlAction &action)
    {
        switch (action.kind) {
        case SqlAction::Kind::Execute:
            return execute(action.sql);
        case SqlAction::Kind::Try:
            return attempt(action.sql);
        case SqlAction::Kind::Empty:
            return compare(action, {});
        case SqlAction::Kind::Equals:
            return compare(action, action.expected);
        case SqlAction::Kind::Remember:
            return read(action.sql).map([&](const QStringList &cells) {
                m_remembered[action.name] = cells;
            });
        case SqlAction::Kind::Unchanged:
            return compare(action, m_remembered.value(action.name));
        }
        return {};
    }

    SqlActionsDone done;

private:
    Result<> execute(const QString &sql)
    {
        QElapsedTimer clock;
        clock.start();
        m_progress.report({.kind = Event::Kind::StatementStarted, .text = sql});
        const Result<QueryRows> rows = m_connection.query(sql, m_progress);
        if (!rows)
            return tl::unexpected(rows.error());
        m_progress.report({.kind = Event::Kind::StatementFinished,
            .text = sql,
            .elapsedMs = clock.elapsed(),
            .rowCount = rows->affected});
        return {};
    }

    Result<> plainly(const QString &sql)
    {
        return m_connection.query(sql, m_progress).map([](const QueryRows &) {});
    }

    Result<> attempt(const QString &sql)
    {
        ++done.tried;
        if (Result<> saved = plainly(u"SAVEPOINT spiritsafe_try"_s); !saved)
            return saved;
        const Result<> executed = execute(sql);
        if (executed)
            return plainly(u"RELEASE SAVEPOINT spiritsafe_try"_s);
        if (executed.error().kind == ErrorKind::Cancelled || !m_connection.alive())
            return executed;
        done.failed.append(sql + u": "_s + executed.error().message);
        return plainly(u"ROLLBACK TO SAVEPOINT spiritsafe_try"_s);
    }

    Result<QStringList> read(const QString &sql)
    {
        return m_connection.query(sql, m_progress).map(firstCells);
    }

    Result<> compare(const SqlAction &action, QStringList expected)
    {
        const Result<QStringList> found = read(action.sql);
        if (!found)
            return tl::unexpected(found.error());
        expected.sort();
        if (*found == expected)
            return {};
        return failure(ErrorKind::Refused, action.refusal, difference(expected, *found).join(u'\n'),
            u"check_failed"_s);
    }

    PostgreSql &m_connection;
    Progress &m_progress;
    QMap<QString, QStringList> m_remembered;
};

} // namespace

Result<SqlActionsDone> runSqlActions(
    PostgreSql &connection, const std::vector<SqlAction> &actions, Progress &progress)
{
    ActionRunner runner(connection, progress);
    for (const SqlAction &action : actions) {
        if (progress.cancelled())
            return failure(ErrorKind::Cancelled, u"Cancelled."_s);
        if (Result<> ran = runner.run(action); !ran)
            return tl::unexpected(ran.error());
    }
    return runner.done;
}

QString quoteLiteral(const QString &text)
{
    QString quoted = text;
    quoted.replace(u'\'', u"''"_s);
    if (!text.contains(u'\\'))
        return u'\'' + quoted + u'\'';
    return u"E'"_s + quoted.replace(u'\\', u"\\\\"_s) + u'\'';
}

QString quoteArrayLiteral(const QStringList &texts)
{
    QStringList items;
    for (QString text : texts)
        items.append(u'"' + text.replace(u'\\', u"\\\\"_s).replace(u'"', u"\\\""_s) + u'"');
    return quoteLiteral(u'{' + items.join(u',') + u'}');
}

QString withLiterals(const QString &sql, const QStringList &literals)
{
    static const QRegularExpression comments(u"(?m)^\\s*--[^\\n]*\\n"_s);
    static const QRegularExpression parameter(u"\\$(\\d+)"_s);
    const QString text = QString(sql).remove(comments);
    QString filled;
    qsizetype from = 0;
    for (auto matches = parameter.globalMatch(text); matches.hasNext();) {
        const QRegularExpressionMatch match = matches.next();
        filled += text.mid(from, match.capturedStart() - from)
            + literals.value(match.captured(1).toInt() - 1);
        from = match.capturedEnd();
    }
    return filled + text.mid(from);
}

} // namespace migrations
