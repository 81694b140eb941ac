// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/lifecycle/dumpneeds.h"

#include "migrations/lifecycle/toolprocess.h"

#include <QRegularExpression>

#include <utility>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

// One pass over the text: where a piece ends that is a whole in itself (PostgreSQL manual, "Lexical
// Structure"). pg_dump sets standard_conforming_strings.
class Splitter
{
public:
    explicit Splitter(const QString &text)
        : m_text(text)
    {
    }

    QStringList split()
    {
        while (m_at < m_text.size())
            step();
        finish();
        return m_statements;
    }

private:
    void step()
    {
        const QChar c = m_text[m_at];
        if (startsWith(u"--"_s))
            m_at = endOf(u"\n"_s, m_at);
        else if (c == u'\'')
            take(endOfQuoted(u'\''));
        else if (c == u'"')
            take(endOfQuoted(u'"'));
        else if (c == u'$')
            take(endOfDollarQuoted());
        else if (c == u'\\' && atLineStart())
            m_at = endOf(u"\n"_s, m_at); // psql's own \restrict
        else if (c == u';')
            finish();
        else
            take(m_at + 1);
    }
    bool startsWith(const QString &words) const
    {
        return QStringView(m_text).mid(m_at).startsWith(words);
    }
    bool atLineStart() const { return m_at == 0 || m_text[m_at - 1] == u'\n'; }
    qsizetype endOf(const QString &mark, qsizetype from) const
    {
        const qsizetype found = m_text.indexOf(mark, from);
        return found < 0 ? m_text.size() : found + mark.size();
    }
    // E'…' is the one form in which a backslash keeps a quote in the string.
    qsizetype endOfQuoted(QChar quote) const
    {
        const bool escapes = quote == u'\'' && m_at > 0 && m_text[m_at - 1].toUpper() == u'E';
        for (qsizetype at = m_at + 1; at < m_text.size(); ++at) {
            if (escapes && m_text[at] == u'\\')
                ++at;
            else if (m_text[at] == quote && at + 1 < m_text.size() && m_text[at + 1] == quote)
                ++at;
            else if (m_text[at] == quote)
                return at + 1;
        }
        return m_text.size();
    }
    qsizetype endOfDollarQuoted() const
    {
        static const QRegularExpression tag(u"\\G\\$(?:[\\w\\x80-\\x{10ffff}]*)\\$"_s);
        const QRegularExpressionMatch opening = tag.match(m_text, m_at);
        return opening.hasMatch() ? endOf(opening.captured(), opening.capturedEnd()) : m_at + 1;
    }
    void take(qsizetype end)
    {
        m_statement += QStringView(m_text).mid(m_at, end - m_at);
        m_at = end;
    }
    void finish()
    {
        if (const QString statement = m_statement.trimmed(); !statement.isEmpty())
            m_statements += statement;
        m_statement.clear();
        ++m_at;
    }

    const QString &m_text;
    qsizetype m_at = 0;
    QString m_statement;
    QStringList m_statements;
};

const QString identifier = u"(\"(?:[^\"]|\"\")+\"|[a-z_][a-z0-9_$]*)"_s;

QString unquoted(QString name)
{
    if (!name.startsWith(u'"'))
        return name;
    return name.mid(1, name.size() - 2).replace(u"\"\""_s, u"\""_s);
}

struct Pattern
{
    QRegularExpression words;
    QStringList DumpNeeds::*into;
};

const std::vector<Pattern> &patterns()
{
    const auto made = [](const QString &words, QStringList DumpNeeds::*into) {
        return Pattern {QRegularExpression(QString(words).replace(u"NAME"_s, identifier),
                            QRegularExpression::DotMatchesEverythingOption),
            into};
    };
    static const std::vector<Pattern> all {
        made(u"^ALTER .*\\sOWNER TO NAME$"_s, &DumpNeeds::owners),
        made(u"^ALTER DEFAULT PRIVILEGES FOR ROLE NAME\\s"_s, &DumpNeeds::owners),
        made(u"^SET SESSION AUTHORIZATION NAME$"_s, &DumpNeeds::owners),
        made(u"^(?:ALTER DEFAULT PRIVILEGES .*)?GRANT .*\\sTO NAME(?: WITH GRANT OPTION)?$"_s,
            &DumpNeeds::roles),
        made(u"^(?:ALTER DEFAULT PRIVILEGES .*)?REVOKE .*\\sFROM NAME$"_s, &DumpNeeds::roles),
        made(u"^CREATE USER MAPPING FOR NAME\\s"_s, &DumpNeeds::roles),
        made(u"^CREATE EXTENSION (?:IF NOT EXISTS )?NAME"_s, &DumpNeeds::extensions),
        made(u"^SET default_tablespace = NAME$"_s, &DumpNeeds::tablespaces),
    };
    return all;
}

// CREATE POLICY p ON t FOR SELECT TO a, "b c" USING (…)
void takePolicy(const QString &statement, DumpNeeds &needs)
{
    static const QRegularExpression roles(
        u"^CREATE POLICY .*? TO ((?:%1(?:, )?)+)(?: USING| WITH CHECK|$)"_s.arg(identifier));
    static const QRegularExpression one(identifier);
    const QRegularExpressionMatch match = roles.match(statement);
    for (auto names = one.globalMatch(match.captured(1)); match.hasMatch() && names.hasNext();)
        needs.roles += unquoted(names.next().captured(1));
}

bool isEverybody(const QString &name)
{
    return name == "PUBLIC"_L1 || name == "public"_L1 || name == "CURRENT_USER"_L1
        || name == "DEFAULT"_L1;
}

void tidy(QStringList &names)
{
    names.removeDuplicates();
    names.sort();
}

} // namespace

QStringList statementsOf(const QString &script)
{
    return Splitter(script).split();
}

DumpNeeds needsOf(const QString &script)
{
    DumpNeeds needs;
    for (const QString &statement : statementsOf(script)) {
        for (const Pattern &pattern : patterns()) {
            const QRegularExpressionMatch match = pattern.words.match(statement);
            if (match.hasMatch() && !isEverybody(match.captured(1)))
                needs.*pattern.into += unquoted(match.captured(1));
        }
        takePolicy(statement, needs);
    }
    tidy(needs.owners);
    tidy(needs.roles);
    tidy(needs.extensions);
    tidy(needs.tablespaces);
    return needs;
}

Result<DumpNeeds> readDumpNeeds(const PgTools &tools, const ReadableFile &dump, Progress &progress)
{
    if (const Result<> start = dump.rewind(); !start)
        return tl::unexpected(start.error());
    ToolRun run {.program = tools.restore,
        .arguments = {u"--schema-only"_s, u"--file=-"_s},
        .environment = QProcessEnvironment::systemEnvironment(),
        .input = dump.descriptor()};
    run.environment.insert(u"LC_ALL"_s, u"C"_s);
    return runToolToSuccess(
        run, u"The dump's schema could not be read. Take another backup."_s, progress)
        .map([](const ToolEnd &end) { return needsOf(QString::fromUtf8(end.output)); });
}

} // namespace migrations
