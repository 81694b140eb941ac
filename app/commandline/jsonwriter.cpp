// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/commandline/jsonwriter.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace app {

namespace {

void appendUtf8(QByteArray &bytes, char32_t c)
{
    const auto put = [&bytes](char32_t byte) { bytes += static_cast<char>(byte); };
    if (c < 0x80) {
        put(c);
    } else if (c < 0x800) {
        put(0xc0 | c >> 6);
        put(0x80 | (c & 0x3f));
    } else if (c < 0x10000) {
        put(0xe0 | c >> 12);
        put(0x80 | (c >> 6 & 0x3f));
        put(0x80 | (c & 0x3f));
    } else {
        put(0xf0 | c >> 18);
        put(0x80 | (c >> 12 & 0x3f));
        put(0x80 | (c >> 6 & 0x3f));
        put(0x80 | (c & 0x3f));
    }
}

char *writeNumber(char *out, int number, int digits)
{
    for (int i = digits - 1; i >= 0; --i, number /= 10)
        out[i] = static_cast<char>('0' + number % 10);
    return out + digits;
}

char *writeNumber(char *out, int number, int digits, char after)
{
    out = writeNumber(out, number, digits);
    *out++ = after;
    return out;
}

// As Qt::ISODateWithMs: at most 29 characters; gives the end of what it wrote.
char *writeTime(char *out, const QDateTime &time)
{
    const QDate date = time.date();
    const QTime clock = time.time();
    out = writeNumber(out, date.year(), 4, '-');
    out = writeNumber(out, date.month(), 2, '-');
    out = writeNumber(out, date.day(), 2, 'T');
    out = writeNumber(out, clock.hour(), 2, ':');
    out = writeNumber(out, clock.minute(), 2, ':');
    out = writeNumber(out, clock.second(), 2, '.');
    out = writeNumber(out, clock.msec(), 3);
    if (time.timeSpec() == Qt::UTC) {
        *out++ = 'Z';
    } else if (time.timeSpec() == Qt::OffsetFromUTC) {
        const int minutes = qAbs(time.offsetFromUtc()) / 60;
        *out++ = time.offsetFromUtc() < 0 ? '-' : '+';
        out = writeNumber(out, minutes / 60, 2, ':');
        out = writeNumber(out, minutes % 60, 2);
    }
    return out;
}

// Also DEL and the C1 controls: JSON allows them raw, a terminal obeys them.
bool needsEscape(char16_t c)
{
    return c < 0x20 || c == u'"' || c == u'\\' || (c >= 0x7f && c < 0xa0);
}

bool isPlain(char16_t c)
{
    return c < 0x7f && !needsEscape(c);
}

// Eight at once, in one register.
constexpr qsizetype blockSize = 8;
using Units = quint16 __attribute__((vector_size(blockSize * sizeof(quint16))));
using Bytes = quint8 __attribute__((vector_size(blockSize)));

// False: not all of them are plain, and what was written counts for nothing.
bool copyPlainBlock(const char16_t *in, char *out)
{
    Units units {};
    std::memcpy(&units, in, sizeof units);
    const auto odd = (units < 0x20) | (units >= 0x7f) | (units == u'"') | (units == u'\\');
    const Bytes bytes = __builtin_convertvector(units, Bytes);
    std::memcpy(out, &bytes, sizeof bytes);
    std::array<quint64, 2> any {};
    std::memcpy(any.data(), &odd, sizeof any);
    return (any[0] | any[1]) == 0;
}

void appendEscape(QByteArray &bytes, char16_t c)
{
    switch (c) {
    case u'"':
        bytes += "\\\"";
        return;
    case u'\\':
        bytes += "\\\\";
        return;
    case u'\n':
        bytes += "\\n";
        return;
    case u'\t':
        bytes += "\\t";
        return;
    default:
        bytes += "\\u" + QByteArray::number(c, 16).rightJustified(4, '0');
    }
}

} // namespace

// A comma where one is due, then all of the parts, with one look at the room that is left.
void JsonWriter::put(std::initializer_list<QByteArrayView> parts)
{
    qsizetype size = m_first ? 0 : 1;
    for (const QByteArrayView part : parts)
        size += part.size();
    const qsizetype before = m_bytes.size();
    m_bytes.resize(before + size);
    char *out = m_bytes.data() + before;
    if (!m_first)
        *out++ = ',';
    for (const QByteArrayView part : parts)
        out = std::copy(part.begin(), part.end(), out);
    m_first = false;
}

void JsonWriter::separate()
{
    if (!m_first)
        m_bytes += ',';
    m_first = false;
}

JsonWriter &JsonWriter::beginObject()
{
    separate();
    m_bytes += '{';
    m_first = true;
    return *this;
}

JsonWriter &JsonWriter::endObject()
{
    m_bytes += '}';
    m_first = false;
    return *this;
}

JsonWriter &JsonWriter::beginList()
{
    separate();
    m_bytes += '[';
    m_first = true;
    return *this;
}

JsonWriter &JsonWriter::endList()
{
    m_bytes += ']';
    m_first = false;
    return *this;
}

JsonWriter &JsonWriter::key(QLatin1StringView name)
{
    put({"\"", QByteArrayView(name.data(), name.size()), "\":"});
    m_first = true;
    return *this;
}

JsonWriter &JsonWriter::value(QStringView text)
{
    separate();
    m_bytes += '"';
    escape(text);
    m_bytes += '"';
    return *this;
}

JsonWriter &JsonWriter::value(qint64 number)
{
    separate();
    m_bytes += QByteArray::number(number);
    return *this;
}

JsonWriter &JsonWriter::value(bool flag)
{
    put({flag ? QByteArrayView("true") : QByteArrayView("false")});
    return *this;
}

JsonWriter &JsonWriter::value(const QStringList &texts)
{
    beginList();
    for (const QString &text : texts)
        value(QStringView(text));
    return endList();
}

JsonWriter &JsonWriter::null()
{
    put({"null"});
    return *this;
}

JsonWriter &JsonWriter::textOrNull(QStringView text)
{
    return text.isEmpty() ? null() : value(text);
}

// Not by Qt::ISODateWithMs, which takes a third of the time that a long history is written in.
JsonWriter &JsonWriter::timeOrNull(const QDateTime &time)
{
    if (!time.isValid())
        return null();
    const QDate date = time.date();
    const bool usual =
        date.year() >= 1000 && date.year() <= 9999 && time.timeSpec() != Qt::TimeZone;
    if (!usual)
        return textOrNull(time.toString(Qt::ISODateWithMs));
    std::array<char, 32> text {};
    put({"\"", QByteArrayView(text.data(), writeTime(text.data(), time) - text.data()), "\""});
    return *this;
}

JsonWriter &JsonWriter::reserve(qsizetype size)
{
    m_bytes.reserve(m_bytes.size() + size);
    return *this;
}

JsonWriter &JsonWriter::items(const QByteArray &written)
{
    if (!written.isEmpty()) {
        separate();
        m_bytes += written;
    }
    return *this;
}

JsonWriter &JsonWriter::numberOrNull(qint64 number)
{
    return number < 0 ? null() : value(number);
}

void JsonWriter::escape(QStringView text)
{
    const qsizetype size = text.size();
    for (qsizetype i = 0; i < size; ++i) {
        i += appendPlain(text.sliced(i));
        if (i == size)
            return;
        const char16_t c = text[i].unicode();
        if (needsEscape(c)) {
            appendEscape(m_bytes, c);
        } else if (QChar::isHighSurrogate(c) && i + 1 < size
            && QChar::isLowSurrogate(text[i + 1].unicode())) {
            appendUtf8(m_bytes, QChar::surrogateToUcs4(c, text[i + 1].unicode()));
            ++i;
        } else {
            appendUtf8(m_bytes, QChar::isSurrogate(c) ? char32_t(QChar::ReplacementCharacter) : c);
        }
    }
}

// Nearly all of a history is this: ASCII as it stands. Gives how much of it there was.
qsizetype JsonWriter::appendPlain(QStringView text)
{
    const qsizetype before = m_bytes.size();
    m_bytes.resize(before + text.size());
    char *out = m_bytes.data() + before;
    const char16_t *in = text.utf16();
    const qsizetype size = text.size();
    qsizetype plain = 0;
    while (plain + blockSize <= size && copyPlainBlock(in + plain, out + plain))
        plain += blockSize;
    for (; plain < size && isPlain(in[plain]); ++plain)
        out[plain] = static_cast<char>(in[plain]);
    m_bytes.truncate(before + plain);
    return plain;
}

} // namespace app
