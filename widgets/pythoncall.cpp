// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/pythoncall.h"

#include <QRegularExpression>
#include <QStringList>

#include <algorithm>

namespace widgets {

using namespace Qt::StringLiterals;
using migrations::PythonName;

namespace {

constexpr int indentOfRest = 4;

bool isWordByte(char c)
{
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'
        || static_cast<unsigned char>(c) >= 0x80;
}

// Where the dotted path begins that ends here.
int pathStart(const QByteArray &text, int end)
{
    int start = end;
    while (start > 0 && (isWordByte(text[start - 1]) || text[start - 1] == '.'))
        --start;
    return start;
}

// "nullable = x" -> "nullable".
QString keywordOf(const QByteArray &argument)
{
    static const QRegularExpression named(u"^\\s*(\\w+)\\s*=(?!=)"_s);
    return named.match(QString::fromUtf8(argument)).captured(1);
}

bool isIn(char c, const char *set)
{
    return std::string_view(set).find(c) != std::string_view::npos;
}

QString bareName(const QString &parameter)
{
    return parameter.section(u'=', 0, 0);
}

// Which parameter takes the argument; -1: none.
qsizetype parameterFor(const QStringList &parameters, const PythonCall &call)
{
    const auto starred = [&](const QString &stars) {
        for (qsizetype i = 0; i < parameters.size(); ++i) {
            const QString &one = parameters[i];
            if (one.startsWith(stars) && one.size() > stars.size() && one[stars.size()] != u'*')
                return i;
        }
        return qsizetype(-1);
    };
    if (!call.keyword.isEmpty()) {
        for (qsizetype i = 0; i < parameters.size(); ++i) {
            if (bareName(parameters[i]) == call.keyword)
                return i;
        }
        return starred(u"**"_s);
    }
    const qsizetype rest = starred(u"*"_s);
    if (rest >= 0 && call.argument >= rest)
        return rest;
    const bool there = call.argument < parameters.size();
    return there && !parameters[call.argument].startsWith(u'*') ? call.argument : -1;
}

// Words in lines; adding one says where it came to stand.
class Lines
{
public:
    explicit Lines(int columns)
        : m_columns(columns)
    {
    }

    std::pair<int, int> add(const QString &word)
    {
        if (m_column > indentOfRest && m_column + word.size() > m_columns) {
            m_text = m_text.trimmed() + '\n' + QByteArray(indentOfRest, ' ');
            m_column = indentOfRest;
        }
        const auto from = int(m_text.size());
        m_text += word.toUtf8();
        m_column += int(word.size());
        return {from, int(m_text.size())};
    }
    void begin()
    {
        m_text += '\n';
        m_column = 0;
    }
    const QByteArray &text() const { return m_text; }

private:
    const int m_columns;
    QByteArray m_text;
    int m_column = 0;
};

} // namespace

std::optional<PythonCall> callAtEnd(const QByteArray &text, const std::vector<bool> &code,
    const std::function<bool(const QString &)> &known)
{
    int depth = 0;
    int commas = 0;
    int argumentStart = -1;
    for (int i = int(text.size()) - 1; i >= 0; --i) {
        if (!code[size_t(i)])
            continue;
        const char c = text[i];
        if (isIn(c, ")]}"))
            ++depth;
        else if (depth == 0 && c == ',') {
            argumentStart = commas++ == 0 ? i + 1 : argumentStart;
        } else if (isIn(c, "([{") && depth-- == 0) {
            const int start = c == '(' ? pathStart(text, i) : i;
            const QString path = QString::fromUtf8(text.mid(start, i - start));
            const int from = commas == 0 ? i + 1 : argumentStart;
            if (!path.isEmpty()) {
                const QByteArray argument = text.mid(from);
                return known(path)
                    ? std::optional(PythonCall {path, start, commas, keywordOf(argument)})
                    : std::nullopt;
            }
            depth = 0; // a bracket of the call around it
            commas = 0;
        }
    }
    return std::nullopt;
}

QStringList parametersOf(const QString &signature)
{
    QStringList parameters;
    QString one;
    int depth = 0;
    QChar quote;
    for (const QChar c : signature.mid(1, signature.size() - 2)) {
        if (!quote.isNull())
            quote = c == quote ? QChar() : quote;
        else if (c == u'\'' || c == u'"')
            quote = c;
        else if (u"([{"_s.contains(c))
            ++depth;
        else if (u")]}"_s.contains(c))
            --depth;
        if (c == u',' && depth == 0 && quote.isNull()) {
            parameters.append(one.trimmed());
            one.clear();
        } else {
            one += c;
        }
    }
    if (!one.trimmed().isEmpty())
        parameters.append(one.trimmed());
    return parameters;
}

CallTip callTip(const PythonName &name, const PythonCall &call, int columns)
{
    const QStringList parameters = parametersOf(name.signature);
    const qsizetype active = parameterFor(parameters, call);
    CallTip tip;
    Lines lines(columns);
    lines.add(name.name + u'(');
    for (qsizetype i = 0; i < parameters.size(); ++i) {
        const bool last = i + 1 == parameters.size();
        const auto [from, to] = lines.add(parameters[i] + (last ? u""_s : u", "_s));
        if (i == active) {
            tip.from = from;
            tip.to = last ? to : to - 2;
        }
    }
    lines.add(u")"_s);
    if (!name.doc.isEmpty()) {
        lines.begin();
        for (const QString &word : name.doc.split(u' '))
            lines.add(word + u' ');
    }
    tip.text = lines.text().trimmed();
    return tip;
}

} // namespace widgets
