// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/history/createdate.h"

#include <optional>

namespace migrations {

namespace {

// Reads numbers and separators from the front of a text.
class Scanner
{
public:
    explicit Scanner(std::string_view text)
        : m_text(text)
    {
    }

    bool take(std::string_view any)
    {
        if (m_text.empty() || any.find(m_text.front()) == std::string_view::npos)
            return false;
        m_text.remove_prefix(1);
        return true;
    }
    void spaces()
    {
        while (take(" \t")) { }
    }
    char front() const { return m_text.empty() ? '\0' : m_text.front(); }
    bool digitNext() const { return front() >= '0' && front() <= '9'; }

    // min to max digits; as many as there are.
    std::optional<int> number(size_t min, size_t max)
    {
        int value = 0;
        size_t count = 0;
        while (digitNext() && count < max) {
            value = value * 10 + (m_text.front() - '0');
            m_text.remove_prefix(1);
            ++count;
        }
        return count >= min ? std::optional(value) : std::nullopt;
    }

    // After "." or ",": milliseconds, whatever the number of digits.
    int fraction()
    {
        int milliseconds = 0;
        for (int scale = 100; digitNext(); scale /= 10) {
            milliseconds += (m_text.front() - '0') * scale;
            m_text.remove_prefix(1);
        }
        return milliseconds;
    }

private:
    std::string_view m_text;
};

QDate readDate(Scanner &scanner)
{
    const auto year = scanner.number(4, 4);
    if (!year || !scanner.take("-/"))
        return {};
    const auto month = scanner.number(1, 2);
    if (!month || !scanner.take("-/"))
        return {};
    const auto day = scanner.number(1, 2);
    return day ? QDate(*year, *month, *day) : QDate();
}

QTime readTime(Scanner &scanner)
{
    const auto hour = scanner.number(1, 2);
    if (!hour || !scanner.take(":"))
        return {};
    const auto minute = scanner.number(2, 2);
    if (!minute)
        return {};
    int second = 0;
    int milliseconds = 0;
    if (scanner.take(":")) {
        second = scanner.number(2, 2).value_or(0);
        if (scanner.take(".,"))
            milliseconds = scanner.fraction();
    }
    return {*hour, *minute, second, milliseconds};
}

// Seconds east of UTC: "Z", "+01:00", "-0530", "+01".
std::optional<int> readOffset(Scanner &scanner)
{
    if (scanner.take("Zz"))
        return 0;
    const char sign = scanner.front();
    if (!scanner.take("+-"))
        return std::nullopt;
    const auto hours = scanner.number(2, 2);
    if (!hours)
        return std::nullopt;
    scanner.take(":");
    const int minutes = scanner.number(2, 2).value_or(0);
    const int seconds = (*hours * 60 + minutes) * 60;
    return sign == '-' ? -seconds : seconds;
}

} // namespace

QDateTime createDate(std::string_view docstring)
{
    constexpr std::string_view label = "Create Date:";
    const size_t at = docstring.find(label);
    if (at == std::string_view::npos)
        return {};
    Scanner scanner(docstring.substr(at + label.size()));
    scanner.spaces();
    const QDate date = readDate(scanner);
    if (!date.isValid())
        return {};
    if (!scanner.take("Tt"))
        scanner.spaces();
    const QTime time = readTime(scanner);
    if (!time.isValid())
        return {date, QTime(0, 0)};
    scanner.spaces();
    if (const auto offset = readOffset(scanner))
        return {date, time, Qt::OffsetFromUTC, *offset};
    const QDateTime local(date, time);
    // An hour that this machine's clock skips in spring is kept as it was written.
    return local.isValid() && local.time() == time ? local : QDateTime(date, time, Qt::UTC);
}

} // namespace migrations
