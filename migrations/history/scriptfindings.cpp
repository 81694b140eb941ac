// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/history/scriptfindings.h"

#include "migrations/history/pythonsource.h"
#include "migrations/history/pythonvalue.h"
#include "migrations/history/revisionfiles.h"
#include "migrations/history/scriptfunctions.h"

#include <QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

using Severity = ScriptFinding::Severity;
using Body = ScriptFunction::Body;

constexpr int longestId = 32; // alembic_version.version_num is a VARCHAR(32)

int charactersIn(std::string_view utf8)
{
    return int(std::count_if(utf8.begin(), utf8.end(),
        [](char c) { return (static_cast<unsigned char>(c) >> 6) != 2; }));
}

QString nameOf(const RevisionFile &file)
{
    return QFileInfo(file.path).fileName();
}

// What the graph finds of one file. Some of it is said here, at its very place.
bool isSaidHere(const QString &code)
{
    return code == "missing_down_revision"_L1 || code == "missing_dependency"_L1
        || code == "label_as_down_revision"_L1 || code == "duplicate_id"_L1
        || code == "computed"_L1;
}

class Finder
{
public:
    Finder(const QString &path, const QString &text, const ScriptSurroundings &surroundings)
        : m_surroundings(surroundings)
        , m_bytes(text.toUtf8())
        , m_source(decodePython({m_bytes.constData(), size_t(m_bytes.size())}))
        , m_module(readPythonModule(m_source.text))
        , m_file(parseRevision(path, m_bytes))
        , m_files(surroundings.others())
    {
        const auto own = std::find_if(m_files.begin(), m_files.end(),
            [this](const RevisionFile &file) { return file.path == m_file.path; });
        if (own != m_files.end())
            *own = m_file;
        else
            m_files.push_back(m_file);
    }

    std::vector<ScriptFinding> find();

private:
    void findProblems();
    void findUnknown();
    void findId();
    void findChildren();
    void findFunctions();
    void add(
        Severity severity, const QString &code, std::string_view place, const QString &message);
    void addAtLine(const QString &code, int line, const QString &message);
    std::string_view nameAt(std::string_view name) const;
    std::string_view valueAt(std::string_view name, const QString &id) const;
    bool isKnown(const QString &id) const;
    bool isKnownLabel(const QString &name) const;

    const ScriptSurroundings &m_surroundings;
    const QByteArray m_bytes;
    const PythonSource m_source;
    const PythonModule m_module;
    const RevisionFile m_file;
    std::vector<RevisionFile> m_files; // with the text as it is now
    std::vector<ScriptFinding> m_findings;
};

void Finder::add(
    Severity severity, const QString &code, std::string_view place, const QString &message)
{
    const auto offset = size_t(place.data() - m_source.text.data());
    const size_t lineStart = m_source.text.substr(0, offset).rfind('\n') + 1; // npos + 1 is 0
    m_findings.push_back({severity, lineAt(m_source.text, offset),
        charactersIn(m_source.text.substr(lineStart, offset - lineStart)),
        charactersIn(place.substr(0, place.find('\n'))), code, message});
}

void Finder::addAtLine(const QString &code, int line, const QString &message)
{
    m_findings.push_back({Severity::Danger, std::max(line, 1), 0, 0, code, message});
}

// Where a name of the header is bound; the beginning of the text when it is not.
std::string_view Finder::nameAt(std::string_view name) const
{
    const size_t place = placeOf(m_module, name);
    const std::string_view there = m_source.text.substr(place);
    return there.substr(0, there.starts_with(name) ? name.size() : 0);
}

// The text of an id in the value of a name; else the name.
std::string_view Finder::valueAt(std::string_view name, const QString &id) const
{
    const std::string_view bound = nameAt(name);
    const QByteArray wanted = id.toUtf8();
    for (auto binding = m_module.bindings.rbegin(); binding != m_module.bindings.rend();
         ++binding) {
        if (binding->name.data() != bound.data())
            continue;
        const size_t at =
            binding->expression.find(std::string_view(wanted.constData(), size_t(wanted.size())));
        return at == std::string_view::npos || id.isEmpty()
            ? bound
            : binding->expression.substr(at, size_t(wanted.size()));
    }
    return bound;
}

bool Finder::isKnown(const QString &id) const
{
    return std::any_of(
        m_files.begin(), m_files.end(), [&id](const RevisionFile &file) { return file.id == id; });
}

bool Finder::isKnownLabel(const QString &name) const
{
    return std::any_of(m_files.begin(), m_files.end(),
        [&name](const RevisionFile &file) { return file.branchLabels.contains(name); });
}

void Finder::findProblems()
{
    for (const Problem &problem : m_file.problems)
        addAtLine(problem.code, problem.line, problem.message);
    const RevisionGraph graph = RevisionGraph::fromFiles(m_files, m_surroundings.rules);
    for (const Problem &problem : graph.problems()) {
        const bool own = problem.file == m_file.path && !isSaidHere(problem.code)
            && std::find(m_file.problems.begin(), m_file.problems.end(), problem)
                == m_file.problems.end();
        if (own)
            add(problem.fatal ? Severity::Danger : Severity::Caution, problem.code,
                nameAt(problem.code == "cycle"_L1 ? "down_revision" : "revision"), problem.message);
    }
}

void Finder::findUnknown()
{
    for (const QString &id : m_file.down) {
        if (isKnown(id))
            continue;
        add(Severity::Danger, u"missing_down_revision"_s, valueAt("down_revision", id),
            isKnownLabel(id)
                ? u"%1 is a branch label. Write the id of the revision that this one follows."_s
                      .arg(id)
                : u"No file has the revision %1. Correct the id, or restore its file."_s.arg(id));
    }
    for (const QString &name : m_file.dependsOn) {
        if (name.isEmpty() || isKnown(name) || isKnownLabel(name))
            continue;
        add(Severity::Danger, u"missing_dependency"_s, valueAt("depends_on", name),
            u"No file has a revision or a branch label %1. Correct the name, or restore its file."_s
                .arg(name));
    }
}

void Finder::findId()
{
    if (m_file.id.isEmpty())
        return;
    const std::string_view place = valueAt("revision", m_file.id);
    if (m_file.id.size() > longestId)
        add(m_surroundings.dialect == Dialect::Sqlite ? Severity::Caution : Severity::Danger,
            u"long_id"_s, place,
            u"The id has %1 characters, and alembic_version holds %2: PostgreSQL refuses it. "
            "Write a shorter one."_s.arg(m_file.id.size())
                .arg(longestId));
    for (const RevisionFile &other : m_files) {
        if (other.path != m_file.path && other.id == m_file.id)
            add(Severity::Danger, u"duplicate_id"_s, place,
                u"%1 has this id too, and Alembic sees only one of the two. Write another one."_s
                    .arg(nameOf(other)));
    }
}

// Those that followed this revision as it was saved.
void Finder::findChildren()
{
    const auto &saved = m_surroundings.others();
    const auto before = std::find_if(saved.begin(), saved.end(),
        [this](const RevisionFile &file) { return file.path == m_file.path; });
    if (before == saved.end() || before->id.isEmpty() || isKnown(before->id))
        return;
    QStringList children;
    for (const RevisionFile &file : m_files) {
        if (file.path != m_file.path
            && (file.down.contains(before->id) || file.dependsOn.contains(before->id)))
            children.append(nameOf(file));
    }
    if (children.isEmpty())
        return;
    const QString rest = children.size() > 1 ? u" and %1 more"_s.arg(children.size() - 1) : u""_s;
    add(Severity::Danger, u"children_left"_s, nameAt("revision"),
        u"%1%2 still names this revision %3. Change it there too, or write %3 again."_s.arg(
            children.first(), rest, before->id));
}

void Finder::findFunctions()
{
    const ScriptFunctions functions = readScriptFunctions(m_source.text);
    const ScriptFunction &upgrade = functions.upgrade;
    const ScriptFunction &downgrade = functions.downgrade;
    if (upgrade.body == Body::Absent)
        addAtLine(u"missing_upgrade"_s, 1,
            u"There is no function upgrade(), so this revision cannot be run. Write one, with pass "
            "in it if there is nothing to do."_s);
    if (downgrade.body == Body::Absent)
        add(Severity::Caution, u"missing_downgrade"_s,
            upgrade.name.empty() ? m_source.text.substr(0, 0) : upgrade.name,
            u"There is no function downgrade(), so this revision cannot be rolled back. Write what "
            "takes upgrade() back."_s);
    else if (downgrade.body == Body::Empty && upgrade.body == Body::Filled)
        add(Severity::Caution, u"empty_downgrade"_s, downgrade.name,
            u"downgrade() does nothing, so a rollback leaves what upgrade() did. Write what takes "
            "it back."_s);
}

std::vector<ScriptFinding> Finder::find()
{
    findProblems();
    findUnknown();
    findId();
    findChildren();
    if (m_module.fault == PythonFault::None && m_source.problem.isEmpty())
        findFunctions();
    std::stable_sort(m_findings.begin(), m_findings.end(), [](const auto &one, const auto &other) {
        return std::pair(one.line, one.column) < std::pair(other.line, other.column);
    });
    const auto repeated =
        std::unique(m_findings.begin(), m_findings.end(), [](const auto &one, const auto &other) {
            return one.code == other.code && one.line == other.line && one.column == other.column;
        });
    m_findings.erase(repeated, m_findings.end());
    return std::move(m_findings);
}

} // namespace

const std::vector<RevisionFile> &ScriptSurroundings::others() const
{
    static const std::vector<RevisionFile> none;
    return files ? *files : none;
}

std::vector<ScriptFinding> scriptFindings(
    const QString &path, const QString &text, const ScriptSurroundings &surroundings)
{
    return Finder(path, text, surroundings).find();
}

} // namespace migrations
