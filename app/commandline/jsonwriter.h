// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QStringList>

#include <initializer_list>
#include <optional>
#include <utility>

namespace app {

// Writes compact JSON as it goes, for lists of ten thousands. Keys and values come in the order of
// the calls; the caller opens and closes objects and lists in pairs.
class JsonWriter
{
public:
    JsonWriter &beginObject();
    JsonWriter &endObject();
    JsonWriter &beginList();
    JsonWriter &endList();
    JsonWriter &key(QLatin1StringView name);

    JsonWriter &value(QStringView text);
    JsonWriter &value(qint64 number);
    JsonWriter &value(bool flag);
    JsonWriter &value(const QStringList &texts);
    JsonWriter &null();

    // Null when it is empty, invalid or not there.
    JsonWriter &textOrNull(QStringView text);
    JsonWriter &timeOrNull(const QDateTime &time); // ISO 8601, with an offset when it has one
    JsonWriter &numberOrNull(qint64 number); // -1: not known

    // Makes room for what is known to come.
    JsonWriter &reserve(qsizetype size);
    // What another writer wrote of a list between its brackets; may be empty.
    JsonWriter &items(const QByteArray &written);
    const QByteArray &bytes() const { return m_bytes; }
    // All of it and the end of the line, taken from here: not a byte is copied.
    QByteArray line() && { return std::move(m_bytes += '\n'); }

private:
    void put(std::initializer_list<QByteArrayView> parts);
    void separate();
    void escape(QStringView text);
    qsizetype appendPlain(QStringView text);

    QByteArray m_bytes;
    bool m_first = true; // nothing has been written since the last { or [, or a key was
};

} // namespace app
