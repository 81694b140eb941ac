// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/project/configuration.h"

#include <QFileInfo>
#include <QMap>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

const QString pyproject = u"pyproject.toml"_s;

Error asBadConfig(Error error)
{
    error.kind = ErrorKind::Project;
    error.code = u"bad_config"_s;
    return error;
}

std::optional<QChar> separatorNamed(const QString &name)
{
    static const QMap<QString, QChar> separators {
        {u"space"_s, u' '}, {u"newline"_s, u'\n'}, {u"os"_s, u':'}, {u":"_s, u':'}, {u";"_s, u';'}};
    const auto found = separators.constFind(name);
    return found == separators.constEnd() ? std::nullopt : std::optional<QChar>(*found);
}

} // namespace

Result<Configuration> Configuration::read(const QString &file, const QString &section)
{
    const QFileInfo info(file);
    Configuration configuration;
    configuration.m_section = section;
    configuration.m_here = info.absolutePath();
    const bool isToml = info.suffix() == u"toml";
    const QString ini = isToml ? configuration.m_here + u"/alembic.ini"_s : file;
    const QString toml = isToml ? file : configuration.m_here + u'/' + pyproject;
    if (!isToml || QFileInfo(ini).isFile()) {
        Result<IniFile> read = IniFile::fromFile(ini);
        if (!read)
            return tl::unexpected(asBadConfig(read.error()));
        configuration.m_ini = *std::move(read);
        configuration.m_iniName = QFileInfo(ini).fileName();
    }
    if (QFileInfo(toml).isFile()) {
        const Result<std::optional<QVariantMap>> table = readTomlTable(toml);
        if (!table && isToml)
            return tl::unexpected(table.error());
        if (!table)
            configuration.m_problems.append(table.error().message);
        else
            configuration.m_toml = table->value_or(QVariantMap());
    }
    const bool hasSection = configuration.m_ini && configuration.m_ini->hasSection(section);
    if (!hasSection && configuration.m_toml.isEmpty())
        return failure(ErrorKind::Project,
            u"%1 has no [%2] section. Choose one of its sections (%3), or add it."_s.arg(
                info.fileName(), section,
                configuration.m_ini ? configuration.m_ini->sections().join(u", ") : QString()),
            {}, u"bad_config"_s);
    return configuration;
}

Result<std::optional<QString>> Configuration::text(const QString &key) const
{
    if (m_ini && m_ini->raw(m_section, key))
        return m_ini->value(m_section, key);
    const QVariant value = m_toml.value(key);
    if (value.typeId() == QMetaType::QString)
        return formatted(key, value.toString()).map([](QString expanded) {
            return std::optional<QString>(std::move(expanded));
        });
    return std::nullopt;
}

QString Configuration::textOr(const QString &key, const QString &fallback)
{
    const Result<std::optional<QString>> value = text(key);
    if (!value)
        m_problems.append(value.error().message);
    return value ? value->value_or(fallback) : fallback;
}

bool Configuration::flag(const QString &key)
{
    if (m_ini && m_ini->raw(m_section, key))
        return textOr(key, {}) == u"true";
    const QVariant value = m_toml.value(key);
    if (value.isValid() && value.typeId() != QMetaType::Bool)
        m_problems.append(
            u"\"%1\" in pyproject.toml has to be true or false, without quotation marks."_s.arg(
                key));
    return value.typeId() == QMetaType::Bool && value.toBool();
}

// Python's value % {"here": …}
Result<QString> Configuration::formatted(const QString &key, const QString &value) const
{
    static const QRegularExpression token(
        u"%(?:(%)|\\(here\\)s|(.|$))"_s, QRegularExpression::DotMatchesEverythingOption);
    QString result;
    qsizetype at = 0;
    QRegularExpressionMatchIterator matches = token.globalMatch(value);
    while (matches.hasNext()) {
        const QRegularExpressionMatch match = matches.next();
        if (match.hasCaptured(2))
            return failure(ErrorKind::Project,
                u"The value of \"%1\" in pyproject.toml has a \"%\" that Alembic cannot expand. "
                "Write \"%%\" for a percent sign."_s.arg(key),
                {}, u"bad_interpolation"_s);
        result += QStringView(value).mid(at, match.capturedStart() - at);
        result += match.hasCaptured(1) ? u"%"_s : m_here;
        at = match.capturedEnd();
    }
    return result + value.mid(at);
}

std::optional<QStringList> Configuration::tomlList(const QString &key)
{
    const QVariant value = m_toml.value(key);
    if (!value.isValid())
        return std::nullopt;
    if (value.typeId() != QMetaType::QStringList) {
        m_problems.append(u"\"%1\" in pyproject.toml has to be a list of strings."_s.arg(key));
        return QStringList();
    }
    QStringList list;
    for (const QString &element : value.toStringList()) {
        const Result<QString> expanded = formatted(key, element);
        if (expanded)
            list.append(*expanded);
        else
            m_problems.append(expanded.error().message);
    }
    return list;
}

// nullopt: none is named, so Alembic splits as it always did.
std::optional<QChar> Configuration::separator(const QStringList &keys)
{
    for (const QString &key : keys) {
        const std::optional<QString> raw = m_ini ? m_ini->raw(m_section, key) : std::nullopt;
        if (!raw)
            continue;
        const QString name = textOr(key, {});
        if (const std::optional<QChar> separator = separatorNamed(name))
            return separator;
        const QString meant = name.section(QRegularExpression(u"\\s*[#;]"_s), 0, 0).trimmed();
        const bool comment = meant != name && separatorNamed(meant);
        m_problems.append(comment
                ? u"\"%1\" in %2 has a comment after its value, which ConfigParser takes for a "
                  u"part of "
                  "it, so every Alembic command fails. Write \"%1 = %3\" and move the "
                  "comment to a line above."_s.arg(key, m_iniName, meant)
                : u"\"%1\" in %2 is \"%3\", so every Alembic command fails. Write one of os, "
                  u"space, "
                  "newline, : or ;."_s.arg(key, m_iniName, name));
        return separatorNamed(meant);
    }
    return std::nullopt;
}

QStringList Configuration::split(
    const QString &value, std::optional<QChar> separator, const QString &legacySeparators) const
{
    QStringList parts =
        separator ? value.split(*separator) : value.split(QRegularExpression(legacySeparators));
    for (QString &part : parts)
        part = separator ? part.trimmed() : part;
    parts.removeAll(QString());
    return parts;
}

QStringList Configuration::versionLocations()
{
    const QString value =
        m_ini ? m_ini->raw(m_section, u"version_locations"_s).value_or(QString()) : QString();
    if (value.isEmpty())
        return tomlList(u"version_locations"_s).value_or(QStringList());
    const std::optional<QChar> named =
        separator({u"path_separator"_s, u"version_path_separator"_s});
    const QString expanded = textOr(u"version_locations"_s, {});
    if (!named && expanded.trimmed().contains(u'\n'))
        m_problems.append(
            u"version_locations in %1 has several lines, but Alembic splits it at spaces and "
            u"commas "
            "only. Add \"path_separator = newline\" (Alembic 1.16 and newer)."_s.arg(m_iniName));
    return split(expanded, named, u", *| +"_s);
}

QStringList Configuration::sysPath()
{
    const QString value =
        m_ini ? m_ini->raw(m_section, u"prepend_sys_path"_s).value_or(QString()) : QString();
    if (value.isEmpty())
        return tomlList(u"prepend_sys_path"_s).value_or(QStringList());
    const std::optional<QChar> named = separator({u"path_separator"_s});
    return split(textOr(u"prepend_sys_path"_s, {}), named, u", *| +|:"_s);
}

} // namespace migrations
