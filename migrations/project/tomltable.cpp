// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/project/configuration.h"
#include "migrations/project/pythontext.h"

#include <QFileInfo>

#include <string_view>
#include <toml++/toml.h>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

QString text(const std::string &value)
{
    return QString::fromStdString(value);
}

// Invalid: of a kind that no key of ours has (a table, a list of tables).
QVariant asVariant(const toml::node &node)
{
    if (const auto *string = node.as_string())
        return text(string->get());
    if (const auto *flag = node.as_boolean())
        return flag->get();
    if (const auto *number = node.as_integer())
        return QVariant::fromValue<qlonglong>(number->get());
    const toml::array *array = node.as_array();
    if (!array)
        return {};
    QStringList list;
    for (const toml::node &element : *array) {
        if (!element.is_string())
            return {};
        list.append(text(element.as_string()->get()));
    }
    return list;
}

} // namespace

QString poetryProjectName(const QString &pyproject)
{
    const QByteArray bytes = pythontext::readFile(pyproject).value_or(QByteArray());
    if (!bytes.contains("poetry"))
        return {};
    try {
        const toml::table root =
            toml::parse(std::string_view(bytes.constData(), static_cast<size_t>(bytes.size())));
        const auto old = root["tool"]["poetry"]["name"].value<std::string>();
        return text(old.value_or(root["project"]["name"].value_or(std::string())));
    } catch (const toml::parse_error &) {
        return {}; // whoever reads the configuration says so
    }
}

Result<std::optional<QVariantMap>> readTomlTable(const QString &path)
{
    const Result<QByteArray> bytes = pythontext::readFile(path);
    if (!bytes)
        return tl::unexpected(bytes.error());
    if (!bytes->contains("alembic")) // spares the parser every other pyproject.toml
        return std::nullopt;
    try {
        const toml::table root =
            toml::parse(std::string_view(bytes->constData(), static_cast<size_t>(bytes->size())));
        const toml::table *table = root["tool"]["alembic"].as_table();
        if (!table)
            return std::nullopt;
        QVariantMap values;
        for (const auto &[key, node] : *table)
            values.insert(QString::fromUtf8(key.str().data(), static_cast<qsizetype>(key.length())),
                asVariant(node));
        return values;
    } catch (const toml::parse_error &error) {
        return failure(ErrorKind::Project,
            u"%1 is not valid TOML, line %2. Correct that line."_s.arg(QFileInfo(path).fileName())
                .arg(error.source().begin.line),
            QString::fromUtf8(
                error.description().data(), static_cast<qsizetype>(error.description().size())),
            u"bad_config"_s);
    }
}

} // namespace migrations
