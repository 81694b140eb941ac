// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/commandline/console.h"

#include <QStringList>

#include <array>
#include <sys/ioctl.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace app {

namespace {

bool turnsDirection(char16_t c)
{
    return c == 0x061c || (c >= 0x200e && c <= 0x200f) || (c >= 0x202a && c <= 0x202e)
        || (c >= 0x2066 && c <= 0x2069);
}

const char *escapeOf(Style style)
{
    switch (style) {
    case Style::Plain:
        return "";
    case Style::Strong:
        return "\033[1m";
    case Style::Dim:
        return "\033[2m";
    case Style::Good:
        return "\033[32m";
    case Style::Pending:
        return "\033[34m";
    case Style::Caution:
        return "\033[33m";
    case Style::Danger:
        return "\033[31m";
    }
    return "";
}

int widthOf(int descriptor)
{
    winsize size {};
    if (::ioctl(descriptor, TIOCGWINSZ, &size) != 0)
        return 0;
    return size.ws_col;
}

} // namespace

QString withoutControls(const QString &text)
{
    QString result;
    result.reserve(text.size());
    for (const QChar c : text) {
        if (c == u'\n' || c == u'\r' || c == u'\t')
            result += u' ';
        else if (c.category() != QChar::Other_Control && !turnsDirection(c.unicode()))
            result += c;
    }
    return result;
}

QString linesWithoutControls(const QString &text)
{
    QStringList lines = text.split(u'\n');
    for (QString &line : lines)
        line = withoutControls(line);
    return lines.join(u'\n');
}

Output::Output(FILE *file)
    : m_file(file)
    , m_terminal(::isatty(::fileno(file)) == 1)
    , m_colours(m_terminal && qEnvironmentVariableIsEmpty("NO_COLOR")
          && qgetenv("TERM") != QByteArrayView("dumb"))
    , m_width(m_terminal ? widthOf(::fileno(file)) : 0)
{
}

void Output::write(const QByteArray &bytes)
{
    std::fwrite(bytes.constData(), 1, static_cast<std::size_t>(bytes.size()), m_file);
}

void Output::line(const QString &text)
{
    write(text.toUtf8() + '\n');
}

QString Output::styled(const QString &text, Style style) const
{
    if (!m_colours || style == Style::Plain || text.isEmpty())
        return text;
    return QString::fromLatin1(escapeOf(style)) + text + u"\033[0m"_s;
}

QString Output::fitted(const QString &text, int used) const
{
    const int room = m_width - used;
    if (m_width == 0 || room < 8 || text.size() <= room)
        return text;
    return text.left(room - 1) + u'…';
}

void Output::flush()
{
    std::fflush(m_file);
}

bool Output::failed() const
{
    return std::ferror(m_file) != 0;
}

Console::Console(const Streams &streams)
    : out(streams.output)
    , error(streams.error)
    , m_input(streams.input)
{
}

bool Console::isInteractive() const
{
    return ::isatty(::fileno(m_input)) == 1 && error.isTerminal();
}

QString Console::answer(const QString &question)
{
    error.write(question.toUtf8() + ' ');
    error.flush();
    std::array<char, 512> line {};
    if (std::fgets(line.data(), line.size(), m_input) == nullptr) {
        error.line();
        return {};
    }
    return QString::fromLocal8Bit(line.data()).trimmed();
}

} // namespace app
