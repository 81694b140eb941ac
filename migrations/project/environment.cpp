// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/project/environment.h"

#include "migrations/project/dotenv.h"
#include "migrations/project/pythontext.h"

#include <QDir>
#include <QFileInfo>
#include <QProcessEnvironment>
#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

const QString urlName = u"DATABASE_URL"_s;

// What of a name's words says its tier; in doubt the stricter.
std::optional<Tier> tierSaidBy(const QString &name)
{
    static const std::array<std::pair<Tier, QRegularExpression>, 4> words {{
        {Tier::Staging, QRegularExpression(u"\\bpre-? ?prod\\w*"_s)},
        {Tier::Production, QRegularExpression(u"\\b(prod\\w*|prd|live)\\b"_s)},
        {Tier::Staging, QRegularExpression(u"\\b(stag\\w*|stg|uat|qa|preview)\\b"_s)},
        {Tier::Development, QRegularExpression(u"\\b(dev\\w*|test\\w*|local\\w*|ci)\\b"_s)},
    }};
    const QString spaced = name.toLower().replace(u'_', u' ').replace(u'.', u' ');
    for (const auto &[tier, pattern] : words) {
        if (pattern.match(spaced).hasMatch())
            return tier;
    }
    return std::nullopt;
}

bool canBeVariable(const DotEnv::Value &value)
{
    return value.value && !value.key.isEmpty() && !value.key.contains(u'=')
        && !value.key.contains(QChar()) && !value.value->contains(QChar());
}

QString octal(QFileDevice::Permissions permissions)
{
    const int bits = static_cast<int>(permissions.toInt());
    return u"%1%2%3"_s.arg((bits >> 12) & 7).arg((bits >> 4) & 7).arg(bits & 7);
}

QStringList fileWarnings(const QString &path, const QString &display, const DotEnv &file)
{
    QStringList warnings;
    for (const int line : file.errorPlaces)
        warnings.append(
            u"Line %1 of %2 cannot be parsed, so python-dotenv skips it."_s.arg(line).arg(display));
    if (std::any_of(file.values.begin(), file.values.end(),
            [](const DotEnv::Value &value) { return value.key.startsWith(u'\ufeff'); }))
        warnings.append(
            u"%1 begins with a byte order mark, which python-dotenv takes for a part of the first "
            "name. Save the file without it."_s.arg(display));
    const QFileDevice::Permissions mode = QFileInfo(path).permissions();
    if (file.value(urlName) && (mode & (QFileDevice::ReadGroup | QFileDevice::ReadOther)))
        warnings.append(u"%1 can be read by other users of this computer (mode %2). Run: chmod "
                        "600 %1"_s.arg(display, octal(mode)));
    return warnings;
}

// Text like "${PGHOST}" that only .env fills in reaches env.py's driver through its environment,
// but not a connection of ours: so what libpq would take from there is written out.
void applyClientVariables(Environment &environment)
{
    static const QMap<QString, QString> keywordOf {{u"PGHOST"_s, u"host"_s},
        {u"PGHOSTADDR"_s, u"hostaddr"_s}, {u"PGPORT"_s, u"port"_s}, {u"PGUSER"_s, u"user"_s},
        {u"PGPASSWORD"_s, u"password"_s}, {u"PGDATABASE"_s, u"dbname"_s},
        {u"PGSSLMODE"_s, u"sslmode"_s}, {u"PGSSLROOTCERT"_s, u"sslrootcert"_s},
        {u"PGOPTIONS"_s, u"options"_s}, {u"PGPASSFILE"_s, u"passfile"_s},
        {u"PGSERVICE"_s, u"service"_s}};
    if (!environment.url || environment.url->dialect != Dialect::PostgreSql)
        return;
    for (auto entry = keywordOf.begin(); entry != keywordOf.end(); ++entry) {
        const QString value = environment.variables.value(entry.key());
        if (value.isEmpty() || environment.url->keywords.contains(entry.value()))
            continue;
        environment.url->keywords.insert(entry.value(), value);
        environment.url->warnings.removeAll(u"default_"_s + entry.value());
    }
}

void setUrl(Environment &environment, const QString &text, const QString &source)
{
    environment.urlText = text;
    environment.urlSource = source;
    Result<DatabaseUrl> url = DatabaseUrl::fromText(text);
    if (!url) {
        environment.urlProblem = url.error();
        if (!source.startsWith(urlName))
            environment.urlProblem->message.replace(urlName, source);
        return;
    }
    environment.url = *std::move(url);
}

class Finder
{
public:
    explicit Finder(const EnvironmentSearch &search)
        : m_search(search)
    {
    }

    std::vector<Environment> find()
    {
        std::vector<Environment> all {finished(defaultEnvironment())};
        for (const auto &[name, path] : namedFiles().asKeyValueRange()) {
            if (std::optional<Environment> environment = namedEnvironment(name, path))
                all.push_back(finished(*std::move(environment)));
        }
        return all;
    }

private:
    QString display(const QString &path) const
    {
        return QDir(m_search.folders.first()).relativeFilePath(path);
    }

    Environment defaultEnvironment() const
    {
        Environment environment;
        environment.name = u"default"_s;
        const QString fromProcess = m_search.processEnvironment.value(urlName);
        if (!fromProcess.isEmpty())
            setUrl(environment, fromProcess, u"DATABASE_URL in the process environment"_s);
        takeFiles(environment);
        if (environment.urlText.isEmpty() && !environment.urlProblem)
            takeIni(environment);
        return environment;
    }

    void takeFiles(Environment &environment) const
    {
        const bool known = !environment.urlText.isEmpty();
        Environment passed = environment; // of files on the way to one that is not there
        bool first = true;
        for (const QString &folder : m_search.folders) {
            const QString path = folder + u"/.env"_s;
            if (!QFileInfo(path).isFile())
                continue;
            takeFile(passed, path);
            const bool found = !passed.urlText.isEmpty() || passed.urlProblem;
            if (first || (found && !known))
                environment = passed;
            first = false;
            if (found)
                return;
        }
    }

    void takeFile(Environment &environment, const QString &path) const
    {
        const QString name = display(path);
        const Result<DotEnv> file = DotEnv::fromFile(path, m_search.processEnvironment);
        if (!file && !environment.urlText.isEmpty()) {
            environment.warnings.append(file.error().message);
            return;
        }
        if (!file) {
            environment.urlProblem = file.error();
            environment.urlSource = name;
            return;
        }
        environment.warnings += fileWarnings(path, name, *file);
        for (const DotEnv::Value &value : file->values) {
            const bool empty = m_search.processEnvironment.value(value.key).isEmpty();
            const bool absent =
                !m_search.processEnvironment.contains(value.key) || (value.key == urlName && empty);
            const bool nearer = environment.variables.contains(value.key) && value.key != urlName;
            if (absent && !nearer && canBeVariable(value))
                environment.variables.insert(value.key, *value.value);
        }
        const QString text = file->value(urlName).value_or(QString());
        if (environment.urlText.isEmpty() && !text.isEmpty()) {
            setUrl(environment, text, u"DATABASE_URL in "_s + name);
            environment.urlFile = QFileInfo(path).absoluteFilePath();
        }
    }

    void takeIni(Environment &environment) const
    {
        if (m_search.iniUrl) {
            setUrl(environment, *m_search.iniUrl, u"sqlalchemy.url in "_s + m_search.iniName);
            return;
        }
        if (m_search.iniProblem) {
            environment.urlProblem = m_search.iniProblem;
            environment.urlSource = u"sqlalchemy.url in "_s + m_search.iniName;
            return;
        }
        environment.urlProblem = Error {ErrorKind::Project,
            u"No database URL was found. Set DATABASE_URL in the environment or in %1/.env%2."_s
                .arg(m_search.folders.first(),
                    m_search.iniName.isEmpty() ? QString()
                                               : u", or sqlalchemy.url in "_s + m_search.iniName),
            {}, u"no_url"_s};
    }

    static bool isTemplate(const QString &name)
    {
        static const QRegularExpression pattern(
            u"(^|[._-])(example|sample|template|tmpl|dist|defaults?|bak|backup|orig|old|swp|swo|"
            "save|vault|keys)$|~$"_s,
            QRegularExpression::CaseInsensitiveOption);
        return pattern.match(name).hasMatch();
    }

    QMap<QString, QString> namedFiles() const
    {
        QMap<QString, QString> files; // the nearest of a name wins
        for (const QString &folder : m_search.folders) {
            const QStringList names =
                QDir(folder).entryList({u".env.*"_s}, QDir::Files | QDir::Hidden, QDir::Name);
            for (const QString &file : names) {
                const QString name = file.mid(5);
                if (!name.isEmpty() && !isTemplate(name) && !files.contains(name))
                    files.insert(name, folder + u'/' + file);
            }
        }
        return files;
    }

    std::optional<Environment> namedEnvironment(const QString &name, const QString &path) const
    {
        Environment environment;
        environment.name = name;
        const Result<DotEnv> file =
            DotEnv::fromFile(path, m_search.processEnvironment, DotEnv::Precedence::File);
        if (!file) {
            // UTF-16 has a NUL between two letters.
            QByteArray bytes = pythontext::readFile(path).value_or(QByteArray());
            if (file.error().code == u"not_utf8"
                && !bytes.replace('\0', "").contains("DATABASE_URL"))
                return std::nullopt;
            environment.urlProblem = file.error();
            environment.urlSource = display(path);
            return environment;
        }
        if (!file->value(urlName))
            return std::nullopt;
        environment.warnings = fileWarnings(path, display(path), *file);
        for (const DotEnv::Value &value : file->values) {
            if (canBeVariable(value))
                environment.variables.insert(value.key, *value.value);
        }
        setUrl(environment, *file->value(urlName), u"DATABASE_URL in "_s + display(path));
        environment.urlFile = QFileInfo(path).absoluteFilePath();
        return environment;
    }

    Environment finished(Environment environment) const
    {
        applyClientVariables(environment);
        if (environment.url) {
            for (const QString &code : environment.url->warnings)
                environment.warnings.append(warningText(code));
        }
        const auto chosen = m_search.tiers.constFind(environment.name);
        environment.tierChosen = chosen != m_search.tiers.constEnd();
        environment.tier =
            environment.tierChosen ? *chosen : derivedTier(environment.name, environment.url);
        // Without any URL there is no database to be careful with, and no reason to alarm.
        if (!environment.tierChosen && environment.urlText.isEmpty()
            && !tierSaidBy(environment.name))
            environment.tier = Tier::Development;
        return environment;
    }

    const EnvironmentSearch &m_search;
};

} // namespace

QMap<QString, QString> ownProcessEnvironment()
{
    QMap<QString, QString> map;
    const QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const QString &key : environment.keys())
        map.insert(key, environment.value(key));
    return map;
}

std::vector<Environment> findEnvironments(const EnvironmentSearch &search)
{
    return Finder(search).find();
}

QString tierName(Tier tier)
{
    switch (tier) {
    case Tier::Development:
        return u"development"_s;
    case Tier::Staging:
        return u"staging"_s;
    case Tier::Production:
        return u"production"_s;
    }
    return u"production"_s;
}

std::optional<Tier> tierFromName(const QString &name)
{
    for (const Tier tier : {Tier::Development, Tier::Staging, Tier::Production}) {
        if (tierName(tier) == name)
            return tier;
    }
    return std::nullopt;
}

Tier derivedTier(const QString &name, const std::optional<DatabaseUrl> &url)
{
    if (const std::optional<Tier> said = tierSaidBy(name))
        return *said;
    return url && url->isLocal() ? Tier::Development : Tier::Production;
}

} // namespace migrations
