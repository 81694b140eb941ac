// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/history/revisionparser.h"

#include "migrations/history/createdate.h"
#include "migrations/history/pythonsource.h"
#include "migrations/history/pythonstring.h"
#include "migrations/history/pythonvalue.h"
#include "migrations/history/revisionfiles.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

using Kind = PythonValue::Kind;

QString faultSentence(PythonFault fault)
{
    switch (fault) {
    case PythonFault::None:
        break;
    case PythonFault::OpenString:
    case PythonFault::OpenTripleString:
        return u"The string that starts here has no end. Close it with its quotes."_s;
    case PythonFault::OpenBracket:
        return u"The bracket that opens here is never closed. Close it."_s;
    case PythonFault::WrongBracket:
        return u"This bracket does not fit the one that is open. Correct one of the two."_s;
    case PythonFault::StrayBracket:
        return u"This bracket closes nothing. Remove it or open it before."_s;
    case PythonFault::TooDeep:
        return u"Brackets are nested deeper than Python allows."_s;
    case PythonFault::BadContinuation:
        return u"Only the end of the line may follow a backslash here."_s;
    case PythonFault::NullByte:
        return u"The file holds a null byte, which Python does not read. Save it as text."_s;
    case PythonFault::UnexpectedIndent:
        return u"This line is indented although no block is open. Correct its indentation."_s;
    case PythonFault::MissingBlock:
        return u"An indented block is missing before this line."_s;
    case PythonFault::BadDedent:
        return u"This line's indentation fits no block. Correct its indentation."_s;
    case PythonFault::BadStatement:
        return u"This line is not valid Python. Correct it, or resolve the merge conflict in it."_s;
    }
    return {};
}

// Python's str.strip(): its white space is Unicode's and the four separators below the space.
bool isPythonSpace(QChar c)
{
    return c.isSpace() || (c.unicode() >= 0x1C && c.unicode() <= 0x1F);
}

QString stripped(const QString &text)
{
    qsizetype begin = 0;
    qsizetype end = text.size();
    while (begin < end && isPythonSpace(text[begin]))
        ++begin;
    while (end > begin && isPythonSpace(text[end - 1]))
        --end;
    return text.mid(begin, end - begin);
}

// Alembic's Script.doc: re.split("\n\n", docstring.strip())[0].
QString firstParagraph(std::string_view docstring)
{
    constexpr std::string_view spaces = " \n\t\f\v\r\x1c\x1d\x1e\x1f";
    const size_t begin = docstring.find_first_not_of(spaces);
    if (begin == std::string_view::npos)
        return {};
    docstring.remove_prefix(begin);
    docstring = docstring.substr(0, docstring.find_last_not_of(spaces) + 1);
    const auto isAscii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
    if (isAscii(docstring.front()) && isAscii(docstring.back()))
        return textFromPython(docstring.substr(0, docstring.find("\n\n")));
    const QString text = stripped(textFromPython(docstring)); // may be wide white space
    const qsizetype end = text.indexOf(u"\n\n"_s);
    return end < 0 ? text : text.left(end);
}

// Alembic's rule for files of before its version 0.2: the name is the id.
QString idFromFileName(const QString &path)
{
    const QString name = path.mid(path.lastIndexOf(u'/') + 1);
    const QString id = name.chopped(std::min<qsizetype>(name.size(), 3));
    const bool legacy = name.endsWith(u".py"_s) && !id.isEmpty()
        && std::all_of(id.begin(), id.end(),
            [](QChar c) { return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f'); });
    return legacy ? id : QString();
}

class Parser
{
public:
    Parser(const QString &path, std::string_view text)
        : m_module(readPythonModule(text))
    {
        m_file.path = path;
    }

    RevisionFile parse();

private:
    void readDocstring();
    void readId();
    void readDown();
    void readList(const PythonValue &value, std::string_view name, QStringList &list);
    void badValue(std::string_view name);
    void readItems(const PythonValue &value, std::string_view name, QStringList &list);
    void useDocstring(std::string_view text);
    void problem(const QString &code, const QString &message, int line);

    PythonModule m_module;
    RevisionFile m_file;
};

QString named(std::string_view name)
{
    return QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size()));
}

void Parser::problem(const QString &code, const QString &message, int line)
{
    m_file.problems.push_back({message, m_file.path, line, code, true});
}

RevisionFile Parser::parse()
{
    readDocstring();
    if (m_module.fault != PythonFault::None) {
        problem(u"syntax"_s, faultSentence(m_module.fault),
            lineAt(m_module.text, m_module.faultOffset));
    }
    readId();
    readDown();
    readList(valueOf(m_module, "branch_labels"), "branch_labels", m_file.branchLabels);
    readList(valueOf(m_module, "depends_on"), "depends_on", m_file.dependsOn);
    return std::move(m_file);
}

void Parser::useDocstring(std::string_view text)
{
    m_file.message = firstParagraph(text);
    m_file.created = createDate(text);
}

void Parser::readDocstring()
{
    const PythonValue assigned = valueOf(m_module, "__doc__");
    if (assigned.kind == Kind::Text) {
        useDocstring(assigned.text.toStdString());
        return;
    }
    if (assigned.kind != Kind::Absent || m_module.docstring.empty())
        return;
    // Almost always it is one string without escapes, used where it stands.
    const char last = m_module.docstring.back();
    const std::string_view whole = m_module.docstring;
    PythonLexer lexer(
        m_module.text.substr(static_cast<size_t>(whole.data() - m_module.text.data())));
    std::vector<PythonToken> tokens;
    lexer.readLine(tokens);
    const bool single = last != ')' && !tokens.empty() && tokens[0].text.size() == whole.size();
    if (const auto plain = single ? plainText(whole) : std::nullopt) {
        useDocstring(*plain);
        return;
    }
    const PythonValue value = valueOfExpression(m_module, whole);
    if (value.kind == Kind::Text)
        useDocstring(value.text.toStdString());
    else if (value.kind == Kind::Broken)
        problem(u"syntax"_s,
            u"The docstring has an escape that Python does not read. Correct it, "
            u"or start the docstring with r."_s,
            lineAt(m_module.text, value.fault));
    else // \N{…}: shown as it was written
        useDocstring(whole.substr(0, whole.find_last_not_of("\"'") + 1)
                         .substr(std::min(whole.find_first_not_of("rRuU\"'("), whole.size())));
}

void Parser::readId()
{
    const PythonValue value = valueOf(m_module, "revision");
    if (value.kind == Kind::Absent) {
        m_file.id = idFromFileName(m_file.path);
        if (m_module.importsAll)
            m_file.computed.append(u"revision"_s);
        else if (m_file.id.isEmpty() && m_module.fault == PythonFault::None)
            problem(u"missing_revision"_s,
                u"The file does not say which revision it is. Add a line such as "
                u"revision = \"4f2a9c1d7e30\", or move the file to another folder."_s,
                0);
        return;
    }
    m_file.idLine = lineAt(m_module.text, placeOf(m_module, "revision"));
    if (value.kind == Kind::Text && !value.text.isEmpty())
        m_file.id = value.text;
    else if (value.kind == Kind::Computed)
        m_file.computed.append(u"revision"_s);
    else
        problem(u"bad_value"_s,
            u"The value of revision is not a text with characters in it. Write the id in quotes."_s,
            m_file.idLine);
}

void Parser::readDown()
{
    const PythonValue value = valueOf(m_module, "down_revision");
    if (value.kind != Kind::Absent) {
        readList(value, "down_revision", m_file.down);
    } else if (m_module.importsAll) {
        m_file.computed.append(u"down_revision"_s);
    } else if (m_module.fault == PythonFault::None) {
        problem(u"missing_down_revision"_s,
            u"The file does not name the revision before it. Add a line such as "
            u"down_revision = \"4f2a9c1d7e30\", or down_revision = None for a base."_s,
            0);
    }
    m_file.emptyDownString = m_file.down == QStringList {QString()};
    if (m_file.emptyDownString)
        m_file.down.clear();
}

void Parser::readList(const PythonValue &value, std::string_view name, QStringList &list)
{
    switch (value.kind) {
    case Kind::Absent:
    case Kind::None:
        break;
    case Kind::Text:
        list.append(value.text);
        break;
    case Kind::Sequence:
        readItems(value, name, list);
        break;
    case Kind::Computed:
        m_file.computed.append(named(name));
        break;
    case Kind::Broken:
        problem(u"syntax"_s, u"This text has an escape that Python does not read. Correct it."_s,
            lineAt(m_module.text, value.fault));
        break;
    case Kind::Other:
        badValue(name);
        break;
    }
}

// A sequence of one None is as good as None to Alembic.
void Parser::readItems(const PythonValue &value, std::string_view name, QStringList &list)
{
    if (value.items.size() == 1 && value.items.front().kind == Kind::None)
        return;
    for (const PythonValue &item : value.items) {
        if (item.kind != Kind::Text) {
            list.clear();
            badValue(name);
            return;
        }
        list.append(item.text);
    }
}

void Parser::badValue(std::string_view name)
{
    problem(u"bad_value"_s,
        u"The value of %1 is neither a text nor a list of texts. Write the ids in quotes."_s.arg(
            named(name)),
        lineAt(m_module.text, placeOf(m_module, name)));
}

// What Alembic itself says when a file cannot be read as text: nothing but its place.
RevisionFile undecodable(const QString &path, const PythonSource &source)
{
    RevisionFile file;
    file.path = path;
    file.problems.push_back({source.problem, path, source.line, u"encoding"_s, true});
    return file;
}

} // namespace

RevisionFile parseRevision(const QString &path, std::string_view text)
{
    const PythonSource source = decodePython(text);
    if (!source.problem.isEmpty())
        return undecodable(path, source);
    return Parser(path, source.text).parse();
}

RevisionFile parseRevision(const QString &path, const QByteArray &bytes)
{
    // A QByteArray over foreign memory may lack the NUL that the reader stops at.
    QByteArray text = bytes;
    text.append('\0');
    return parseRevision(
        path, std::string_view(text.constData(), static_cast<size_t>(bytes.size())));
}

} // namespace migrations
