// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/project/inifile.h"

#include "migrations/project/pythontext.h"

#include <QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

const QString defaultSection = u"DEFAULT"_s;
constexpr int deepestInterpolation = 10; // configparser.MAX_INTERPOLATION_DEPTH

tl::unexpected<Error> malformed(const QString &code, const QString &message)
{
    return failure(ErrorKind::Project, message, {}, code);
}

// A value's own text may be a password, so only its place is named.
tl::unexpected<Error> badInterpolation(const QString &section, const QString &key)
{
    return malformed(u"bad_interpolation"_s,
        u"The value of \"%1\" in section [%2] has a \"%\" that ConfigParser cannot expand. Write "
        "\"%%\" for a percent sign, and check that every %(name)s it refers to is set."_s.arg(
            key, section));
}

} // namespace

// ConfigParser._read, strict, with the defaults that Alembic uses.
class IniReader
{
public:
    Result<IniFile> read(const QString &text, const QString &here)
    {
        m_file.m_here = here;
        qsizetype begin = 0;
        while (begin < text.size()) {
            const qsizetype lineEnd = text.indexOf(u'\n', begin);
            const qsizetype end = lineEnd < 0 ? text.size() : lineEnd;
            ++m_line;
            if (Result<> taken = takeLine(text.mid(begin, end - begin)); !taken)
                return tl::unexpected(taken.error());
            begin = end + 1;
        }
        finishValue();
        if (m_firstBadLine > 0)
            return malformed(u"bad_line"_s,
                u"Line %1 is neither a section, a \"key = value\" line nor a comment."_s.arg(
                    m_firstBadLine));
        return std::move(m_file);
    }

private:
    Result<> takeLine(const QString &line)
    {
        const QString value = pythontext::stripped(line);
        const bool comment = value.startsWith(u'#') || value.startsWith(u';');
        if (value.isEmpty() || comment) {
            if (!comment && m_inValue)
                m_valueLines.append(QString());
            return {};
        }
        const qsizetype indent = line.indexOf(value[0]);
        if (m_inValue && indent > m_indent) {
            m_valueLines.append(value);
            return {};
        }
        m_indent = indent;
        const qsizetype bracket = value.lastIndexOf(u']'); // greedy: "[a] ; b]" is one name
        if (value.startsWith(u'[') && bracket > 1)
            return beginSection(value.mid(1, bracket - 1));
        if (m_section.isEmpty())
            return malformed(u"no_section"_s,
                u"Line %1 comes before the first [section]%2."_s.arg(m_line).arg(
                    value.startsWith(u'\ufeff')
                        ? u": the file begins with a byte order mark, which "
                          "Python does not skip; save it without one"_s
                        : QString()));
        return beginOption(value);
    }

    Result<> beginSection(const QString &name)
    {
        finishValue();
        if (m_file.m_sections.contains(name) && name != defaultSection)
            return malformed(u"duplicate_section"_s,
                u"Line %1: section [%2] is there twice. Merge the two."_s.arg(m_line).arg(name));
        m_section = name;
        m_file.m_sections[name]; // also without a key in it
        if (name != defaultSection)
            m_file.m_order.append(name);
        return {};
    }

    Result<> beginOption(const QString &line)
    {
        const QChar *const delimiter = std::find_if(line.begin(), line.end(),
            [](QChar character) { return character == u'=' || character == u':'; });
        const qsizetype at = delimiter == line.end() ? -1 : delimiter - line.begin();
        if (at <= 0 && m_firstBadLine == 0)
            m_firstBadLine = m_line;
        if (at < 0)
            return {};
        finishValue();
        m_key = pythontext::strippedRight(line.left(at)).toLower();
        if (m_file.m_sections[m_section].contains(m_key))
            return malformed(u"duplicate_option"_s,
                u"Line %1: \"%2\" is set twice in section [%3]. Remove one of the two."_s
                    .arg(m_line)
                    .arg(m_key, m_section));
        m_valueLines = {pythontext::stripped(line.mid(at + 1))};
        m_inValue = true;
        m_file.m_sections[m_section].insert(m_key, QString());
        return {};
    }

    void finishValue()
    {
        if (m_inValue)
            m_file.m_sections[m_section].insert(
                m_key, pythontext::strippedRight(m_valueLines.join(u'\n')));
        m_inValue = false;
    }

    IniFile m_file;
    QString m_section;
    QString m_key;
    QStringList m_valueLines;
    bool m_inValue = false;
    qsizetype m_indent = 0;
    int m_line = 0;
    int m_firstBadLine = 0;
};

Result<IniFile> IniFile::fromBytes(const QByteArray &bytes, const QString &here)
{
    const Result<QString> text = pythontext::decoded(bytes, u"The configuration file"_s);
    if (!text)
        return tl::unexpected(text.error());
    return IniReader().read(*text, here);
}

Result<IniFile> IniFile::fromFile(const QString &path)
{
    const Result<QByteArray> bytes = pythontext::readFile(path);
    if (!bytes)
        return tl::unexpected(bytes.error());
    return fromBytes(*bytes, QFileInfo(path).absolutePath()).map_error([&](Error error) {
        error.message = QFileInfo(path).fileName() + u": "_s + error.message;
        return error;
    });
}

QStringList IniFile::sections() const
{
    return m_order;
}

std::optional<QString> IniFile::chained(const QString &section, const QString &key) const
{
    for (const QString &name : {section, defaultSection}) {
        const auto values = m_sections.constFind(name);
        if (values != m_sections.constEnd() && values->contains(key))
            return values->value(key);
    }
    if (key == u"here")
        return m_here;
    return std::nullopt;
}

std::optional<QString> IniFile::raw(const QString &section, const QString &key) const
{
    if (section != defaultSection && !m_order.contains(section))
        return std::nullopt;
    return chained(section, key.toLower());
}

Result<std::optional<QString>> IniFile::value(const QString &section, const QString &key) const
{
    const std::optional<QString> text = raw(section, key);
    if (!text)
        return std::nullopt;
    return interpolated(section, key.toLower(), *text, 1).map([](QString value) {
        return std::optional<QString>(std::move(value));
    });
}

// BasicInterpolation._interpolate_some
Result<QString> IniFile::interpolated(
    const QString &section, const QString &key, const QString &value, int depth) const
{
    if (depth > deepestInterpolation)
        return badInterpolation(section, key);
    QString result;
    qsizetype at = 0;
    for (qsizetype percent = value.indexOf(u'%'); percent >= 0; percent = value.indexOf(u'%', at)) {
        result += QStringView(value).mid(at, percent - at);
        const QStringView rest = QStringView(value).mid(percent + 1);
        if (rest.startsWith(u'%')) {
            result += u'%';
            at = percent + 2;
            continue;
        }
        const qsizetype close = rest.indexOf(u')');
        if (!rest.startsWith(u'(') || close < 2 || !rest.mid(close + 1).startsWith(u's'))
            return badInterpolation(section, key);
        const std::optional<QString> reference =
            chained(section, rest.mid(1, close - 1).toString().toLower());
        if (!reference)
            return badInterpolation(section, key);
        Result<QString> inner = reference->contains(u'%')
            ? interpolated(section, key, *reference, depth + 1)
            : Result<QString>(*reference);
        if (!inner)
            return inner;
        result += *inner;
        at = percent + close + 3;
    }
    return result + value.mid(at);
}

} // namespace migrations
