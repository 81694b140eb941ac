// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/history/pythonset.h"

#include <QList>

#include <algorithm>
#include <bit>

namespace migrations {

namespace {

// SipHash-1-3 with a zero key: CPython's hash of the bytes of a string when hashing is not
// randomised.
class SipHash13
{
public:
    void add(uint64_t word)
    {
        m_v3 ^= word;
        round();
        m_v0 ^= word;
    }
    uint64_t result()
    {
        m_v2 ^= 0xff;
        round();
        round();
        round();
        return m_v0 ^ m_v1 ^ m_v2 ^ m_v3;
    }

private:
    void round()
    {
        m_v0 += m_v1;
        m_v2 += m_v3;
        m_v1 = std::rotl(m_v1, 13) ^ m_v0;
        m_v3 = std::rotl(m_v3, 16) ^ m_v2;
        m_v0 = std::rotl(m_v0, 32);
        m_v2 += m_v1;
        m_v0 += m_v3;
        m_v1 = std::rotl(m_v1, 17) ^ m_v2;
        m_v3 = std::rotl(m_v3, 21) ^ m_v0;
        m_v2 = std::rotl(m_v2, 32);
    }

    uint64_t m_v0 = 0x736f6d6570736575;
    uint64_t m_v1 = 0x646f72616e646f6d;
    uint64_t m_v2 = 0x6c7967656e657261;
    uint64_t m_v3 = 0x7465646279746573;
};

// CPython keeps a string in the narrowest of 1, 2 or 4 bytes a character and hashes those bytes.
QByteArray bytesOf(const QString &text)
{
    const auto isLatin1 = [](QChar character) { return character.unicode() < 0x100; };
    if (std::all_of(text.begin(), text.end(), isLatin1))
        return text.toLatin1();
    const QList<uint> characters = text.toUcs4();
    const int width = *std::max_element(characters.begin(), characters.end()) < 0x10000 ? 2 : 4;
    QByteArray bytes;
    for (const uint character : characters) {
        for (int i = 0; i < width; ++i)
            bytes.append(static_cast<char>((character >> (8 * i)) & 0xff));
    }
    return bytes;
}

uint64_t hashOf(const QString &text)
{
    const QByteArray bytes = bytesOf(text);
    if (bytes.isEmpty())
        return 0;
    SipHash13 hash;
    uint64_t word = 0;
    for (qsizetype i = 0; i < bytes.size(); ++i) {
        word |= uint64_t {static_cast<unsigned char>(bytes[i])} << (8 * (i % 8));
        if (i % 8 == 7) {
            hash.add(word);
            word = 0;
        }
    }
    hash.add(word | static_cast<uint64_t>(bytes.size()) << 56);
    const uint64_t result = hash.result();
    return result == ~uint64_t {0} ? ~uint64_t {1} : result; // -1 means an error to CPython
}

// The slots that CPython tries for a hash: a short run, then a jump.
class Probe
{
public:
    Probe(uint64_t hash, size_t mask)
        : m_mask(mask)
        , m_perturb(hash)
        , m_start(hash & mask)
        , m_slot(m_start)
    {
    }
    size_t slot() const { return m_slot; }
    void next()
    {
        const size_t run = m_start + 9 <= m_mask ? 9 : 0;
        if (m_slot < m_start + run) {
            ++m_slot;
            return;
        }
        m_perturb >>= 5;
        m_start = (m_start * 5 + 1 + m_perturb) & m_mask;
        m_slot = m_start;
    }

private:
    size_t m_mask;
    uint64_t m_perturb;
    size_t m_start;
    size_t m_slot;
};

} // namespace

PythonSet::PythonSet()
    : m_table(8)
{
}

// The entry that holds the text, or the unused one where the search ends.
PythonSet::Entry *PythonSet::find(const QString &text, uint64_t hash)
{
    for (Probe probe(hash, mask());; probe.next()) {
        Entry &entry = m_table[probe.slot()];
        const bool isSame = entry.state == Entry::State::Used && entry.text == text;
        if (isSame || entry.state == Entry::State::Unused)
            return &entry;
    }
}

void PythonSet::insert(const QString &text)
{
    const uint64_t hash = hashOf(text);
    Entry *entry = find(text, hash);
    if (entry->state == Entry::State::Used)
        return;
    *entry = {.state = Entry::State::Used, .hash = hash, .text = text};
    ++m_fill;
    ++m_used;
    if (m_fill * 5 >= mask() * 3)
        resize(m_used > 50000 ? m_used * 2 : m_used * 4);
}

void PythonSet::insertClean(Entry entry)
{
    Probe probe(entry.hash, mask());
    while (m_table[probe.slot()].state != Entry::State::Unused)
        probe.next();
    m_table[probe.slot()] = std::move(entry);
}

void PythonSet::resize(size_t moreThan)
{
    size_t size = 8;
    while (size <= moreThan)
        size *= 2;
    std::vector<Entry> old(size);
    old.swap(m_table);
    for (Entry &entry : old) {
        if (entry.state == Entry::State::Used)
            insertClean(std::move(entry));
    }
    m_fill = m_used;
}

void PythonSet::removeAll(const std::vector<QString> &texts)
{
    for (const QString &text : texts) {
        Entry *entry = find(text, hashOf(text));
        if (entry->state != Entry::State::Used)
            continue;
        entry->state = Entry::State::Removed;
        --m_used;
    }
    if (m_fill - m_used > mask() / 4)
        resize(m_used > 50000 ? m_used * 2 : m_used * 4);
}

PythonSet PythonSet::copied() const
{
    PythonSet copy;
    if (m_used * 5 >= copy.mask() * 3)
        copy.resize(m_used * 2);
    if (copy.mask() == mask() && m_fill == m_used) {
        copy.m_table = m_table;
    } else {
        for (const Entry &entry : m_table) {
            if (entry.state == Entry::State::Used)
                copy.insertClean(entry);
        }
    }
    copy.m_fill = copy.m_used = m_used;
    return copy;
}

PythonSet PythonSet::united(const QString &text) const
{
    PythonSet result = copied();
    result.insert(text);
    return result;
}

std::vector<QString> PythonSet::inOrder() const
{
    std::vector<QString> texts;
    for (const Entry &entry : m_table) {
        if (entry.state == Entry::State::Used)
            texts.push_back(entry.text);
    }
    return texts;
}

} // namespace migrations
