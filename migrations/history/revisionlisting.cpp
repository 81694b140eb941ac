// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/history/revisionlisting.h"

#include <QFile>
#include <QFileInfo>
#include <QHash>
#include <QSet>

#include <algorithm>
#include <dirent.h>
#include <fcntl.h>
#include <memory>
#include <sys/stat.h>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

constexpr size_t maxOpenFolders = 200;

struct CloseFolder
{
    void operator()(DIR *folder) const { closedir(folder); }
};

// Alembic's (?!\.\#|__init__)(.*\.py)$
bool isSourceName(std::string_view name)
{
    return name.ends_with(".py") && !name.starts_with(".#") && !name.starts_with("__init__");
}

bool isCompiledName(std::string_view name)
{
    return (name.ends_with(".pyc") || name.ends_with(".pyo"))
        && isSourceName(name.substr(0, name.size() - 1));
}

// A name in its folder. The first eight characters as a number decide most comparisons.
struct Entry
{
    quint64 front = 0;
    quint32 name = 0; // offset in Content::names, ends with a NUL
    quint32 length = 0;
    bool link = false;
};

struct Content
{
    std::string names;
    std::vector<Entry> files;
    std::vector<std::string> folders;

    std::string_view nameOf(const Entry &entry) const
    {
        return std::string_view(names).substr(entry.name, entry.length);
    }
    void add(std::string_view name, bool link);
};

void Content::add(std::string_view name, bool link)
{
    Entry entry {0, static_cast<quint32>(names.size()), static_cast<quint32>(name.size()), link};
    for (size_t i = 0; i < sizeof entry.front; ++i)
        entry.front = entry.front << 8U | (i < name.size() ? static_cast<quint8>(name[i]) : 0U);
    names.append(name).push_back('\0');
    files.push_back(entry);
}

bool isDirectory(int folder, const char *name, int flags)
{
    struct stat status = {};
    return fstatat(folder, name, &status, flags) == 0 && S_ISDIR(status.st_mode);
}

// What os.walk() tells apart: a link to a folder is a folder, but is not gone into.
void addEntry(int folder, const dirent &entry, Content &content)
{
    const std::string_view name = entry.d_name;
    if (name == "." || name == "..")
        return;
    const bool wanted = isSourceName(name) || isCompiledName(name);
    bool link = entry.d_type == DT_LNK;
    bool directory = entry.d_type == DT_DIR;
    if (entry.d_type == DT_UNKNOWN) {
        struct stat status = {};
        const bool known = fstatat(folder, entry.d_name, &status, AT_SYMLINK_NOFOLLOW) == 0;
        link = known && S_ISLNK(status.st_mode);
        directory = known && S_ISDIR(status.st_mode);
    }
    if (directory)
        content.folders.emplace_back(name);
    else if ((wanted || link) && !(link && isDirectory(folder, entry.d_name, 0)))
        content.add(name, link);
}

Content contentOf(const char *path)
{
    Content content;
    const std::unique_ptr<DIR, CloseFolder> folder(opendir(path));
    if (!folder)
        return content;
    while (const dirent *entry = readdir(folder.get()))
        addEntry(dirfd(folder.get()), *entry, content);
    std::sort(
        content.files.begin(), content.files.end(), [&content](const Entry &a, const Entry &b) {
            return a.front != b.front ? a.front < b.front : content.nameOf(a) < content.nameOf(b);
        });
    std::sort(content.folders.begin(), content.folders.end());
    return content;
}

// Files met before are taken out; the first of each stays, and is noted.
void removeRepetitions(RevisionListing &listing)
{
    QHash<std::pair<quint32, QByteArray>, size_t> seen;
    std::vector<RevisionListing::File> once;
    once.reserve(listing.files.size());
    for (const RevisionListing::File &file : listing.files) {
        const std::string_view name = listing.nameOf(file);
        const QByteArray key(name.data(), static_cast<qsizetype>(name.size()));
        const auto known = seen.constFind({file.folder, key});
        if (known != seen.constEnd()) {
            listing.listedTwice.push_back(*known);
        } else {
            seen.insert({file.folder, key}, once.size());
            once.push_back(file);
        }
    }
    listing.files = std::move(once);
}

class Lister
{
public:
    explicit Lister(const ListingOptions &options)
        : m_options(options)
    {
    }
    RevisionListing list();

private:
    void addFolder(const QString &path);
    void addCompiled(const QString &path, const Content &sources);
    void addFile(quint32 folder, const Content &content, const Entry &entry);
    void add(quint32 folder, std::string_view name);
    bool isNeeded(quint32 folder, std::string_view name) const;
    quint32 folderIndex(const QString &realPath);

    const ListingOptions &m_options;
    RevisionListing m_listing;
    QHash<QString, quint32> m_folders;
    bool m_mayRepeat = false; // there are links or several locations
};

RevisionListing Lister::list()
{
    m_mayRepeat = m_options.folders.size() > 1;
    for (const QString &folder : m_options.folders)
        addFolder(folder);
    if (m_mayRepeat)
        removeRepetitions(m_listing);
    return std::move(m_listing);
}

quint32 Lister::folderIndex(const QString &realPath)
{
    const auto known = m_folders.constFind(realPath);
    if (known != m_folders.constEnd())
        return *known;
    RevisionListing::Folder folder;
    folder.path = realPath.endsWith(u'/') ? realPath : QString(realPath + u'/');
    if (m_listing.folders.size() < maxOpenFolders) {
        folder.descriptor = FileDescriptor(
            open(QFile::encodeName(realPath).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    }
    const auto index = static_cast<quint32>(m_listing.folders.size());
    m_listing.folders.push_back(std::move(folder));
    m_folders.insert(realPath, index);
    return index;
}

void Lister::addFolder(const QString &path)
{
    const QString real = QFileInfo(path).canonicalFilePath();
    if (real.isEmpty())
        return; // Alembic passes over locations that do not exist
    const Content content = contentOf(QFile::encodeName(path).constData());
    if (!path.endsWith(u"__pycache__"_s)) {
        const quint32 folder = folderIndex(real);
        m_listing.files.reserve(m_listing.files.size() + content.files.size());
        for (const Entry &entry : content.files)
            addFile(folder, content, entry);
        if (m_options.sourceless)
            addCompiled(path + u"/__pycache__"_s, content);
    }
    if (!m_options.recursive)
        return;
    for (const std::string &name : content.folders)
        addFolder(path + u'/' + QFile::decodeName(name.c_str()));
}

// __pycache__/NAME.cpython-311.pyc counts when there is no NAME.* beside the folder.
void Lister::addCompiled(const QString &path, const Content &sources)
{
    const auto stem = [](std::string_view name) {
        return QByteArray(
            name.data(), static_cast<qsizetype>(std::min(name.find('.'), name.size())));
    };
    QSet<QByteArray> names;
    for (const Entry &entry : sources.files)
        names.insert(stem(sources.nameOf(entry)));
    const Content content = contentOf(QFile::encodeName(path).constData());
    if (content.files.empty())
        return;
    const quint32 folder = folderIndex(QFileInfo(path).canonicalFilePath());
    for (const Entry &entry : content.files) {
        if (!names.contains(stem(content.nameOf(entry))))
            addFile(folder, content, entry);
    }
}

void Lister::addFile(quint32 folder, const Content &content, const Entry &entry)
{
    const std::string_view name = content.nameOf(entry);
    if (!entry.link) {
        add(folder, name);
        return;
    }
    m_mayRepeat = true;
    const QString path = m_listing.folders[folder].path + QFile::decodeName(name.data());
    const QString real = QFileInfo(path).canonicalFilePath();
    if (real.isEmpty()) { // it leads nowhere: reading it will say so
        add(folder, name);
        return;
    }
    const qsizetype slash = real.lastIndexOf(u'/');
    add(folderIndex(slash == 0 ? u"/"_s : real.left(slash)),
        QFile::encodeName(real.mid(slash + 1)).toStdString());
}

void Lister::add(quint32 folder, std::string_view name)
{
    const bool compiled = isCompiledName(name);
    if (!isSourceName(name) && !(m_options.sourceless && compiled && isNeeded(folder, name)))
        return;
    const RevisionListing::File file {folder, static_cast<quint32>(m_listing.names.size()),
        static_cast<quint32>(name.size()), compiled};
    m_listing.names.append(name).push_back('\0');
    m_listing.files.push_back(file);
}

// A source beside it wins, and so does a .pyc over a .pyo.
bool Lister::isNeeded(quint32 folder, std::string_view name) const
{
    const std::string source(name.substr(0, name.size() - 1));
    const QString base = m_listing.folders[folder].path + QFile::decodeName(source.c_str());
    return !QFileInfo::exists(base) && !(name.ends_with("o") && QFileInfo::exists(base + u'c'));
}

} // namespace

QString RevisionListing::pathOf(const File &file) const
{
    const std::string_view name = nameOf(file);
    const QString &folder = folders[file.folder].path;
    const bool ascii = std::all_of(
        name.begin(), name.end(), [](char c) { return static_cast<signed char>(c) >= 0; });
    if (!ascii)
        return folder + QFile::decodeName(name.data());
    // Ten thousand of these are made in a read: one allocation each.
    QString path(folder.size() + static_cast<qsizetype>(name.size()), Qt::Uninitialized);
    QChar *end = std::copy(folder.begin(), folder.end(), path.begin());
    std::transform(name.begin(), name.end(), end, [](char c) { return QLatin1Char(c); });
    return path;
}

FileAt::FileAt(const RevisionListing &listing, const RevisionListing::File &file)
    : folder(listing.folders[file.folder].descriptor.number())
    , name(listing.names.data() + file.name)
{
    if (folder >= 0)
        return;
    absolute = QFile::encodeName(listing.pathOf(file));
    folder = AT_FDCWD;
    name = absolute.constData();
}

FileAt::FileAt(const QString &path)
    : absolute(QFile::encodeName(path))
    , folder(AT_FDCWD)
    , name(absolute.constData())
{
}

RevisionListing listRevisionFiles(const ListingOptions &options)
{
    return Lister(options).list();
}

} // namespace migrations
