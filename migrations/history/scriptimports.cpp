// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/history/scriptimports.h"

#include "migrations/history/pythonsyntax.h"

#include <QStringList>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

QString textOf(const PythonToken &token)
{
    return QString::fromUtf8(token.text.data(), qsizetype(token.text.size()));
}

bool isTheirs(const QString &name)
{
    const QString top = name.section(u'.', 0, 0);
    return top == "alembic"_L1 || top == "sqlalchemy"_L1;
}

class ImportReader
{
public:
    QMap<QString, QString> read(const QByteArray &text)
    {
        PythonLexer lexer({text.constData(), size_t(text.size())});
        while (lexer.nextLine() && lexer.readLine(m_tokens))
            readLine(m_tokens);
        return m_names;
    }

private:
    void readLine(PythonTokens tokens);
    void readImport(PythonTokens tokens);
    void readFrom(PythonTokens tokens);
    void readWith(PythonTokens tokens);
    void add(const QString &name, const QString &meaning);

    std::vector<PythonToken> m_tokens;
    QMap<QString, QString> m_names;
};

void ImportReader::add(const QString &name, const QString &meaning)
{
    if (isTheirs(meaning))
        m_names.insert(name, meaning);
    else
        m_names.remove(name); // it stands for something else from now on
}

// "a.b as c" -> "a.b" and "c"; without "as" both are the same.
std::pair<QString, QString> namesIn(PythonTokens tokens)
{
    QString name;
    for (size_t i = 0; i < tokens.size(); ++i) {
        if (tokens[i].is("as") && i + 1 < tokens.size())
            return {name, textOf(tokens[i + 1])};
        name += textOf(tokens[i]);
    }
    return {name, name};
}

std::vector<PythonTokens> partsOf(PythonTokens tokens)
{
    std::vector<PythonTokens> parts;
    if (!splitAtCommas(withoutBrackets(tokens), parts))
        parts = {withoutBrackets(tokens)};
    return parts;
}

void ImportReader::readImport(PythonTokens tokens)
{
    for (const PythonTokens &part : partsOf(tokens)) {
        const auto [module, alias] = namesIn(part);
        if (module == alias) // it binds the first name only
            add(module.section(u'.', 0, 0), module.section(u'.', 0, 0));
        else
            add(alias, module);
    }
}

void ImportReader::readFrom(PythonTokens tokens)
{
    size_t i = 0;
    QString module;
    for (; i < tokens.size() && !tokens[i].is("import"); ++i)
        module += textOf(tokens[i]);
    if (i + 1 >= tokens.size())
        return;
    for (const PythonTokens &part : partsOf(tokens.subspan(i + 1))) {
        const auto [name, alias] = namesIn(part);
        if (!part.empty() && name != "*"_L1)
            add(alias, module + u'.' + name);
    }
}

// with op.batch_alter_table(…) as batch_op:
void ImportReader::readWith(PythonTokens tokens)
{
    if (tokens.size() < 4 || !tokens[2].is("batch_alter_table")
        || m_names.value(textOf(tokens[0])) != "alembic.op"_L1)
        return;
    for (size_t i = 3; i + 1 < tokens.size(); ++i) {
        if (tokens[i].depth == 0 && tokens[i].is("as"))
            add(textOf(tokens[i + 1]), u"alembic.operations.BatchOperations"_s);
    }
}

void ImportReader::readLine(PythonTokens tokens)
{
    if (tokens.size() < 2)
        return;
    if (tokens[0].is("import"))
        readImport(tokens.subspan(1));
    else if (tokens[0].is("from"))
        readFrom(tokens.subspan(1));
    else if (tokens[0].is("with"))
        readWith(tokens.subspan(1));
}

} // namespace

QMap<QString, QString> scriptImports(const QString &text)
{
    return ImportReader().read(text.toUtf8());
}

} // namespace migrations
