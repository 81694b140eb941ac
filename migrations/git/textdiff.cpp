// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/git/textdiff.h"

#include "migrations/git/openrepository.h"

#include <QStringList>

#include <limits>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

QString withPlainEnds(QString text)
{
    text.replace("\r\n"_L1, "\n"_L1);
    return text;
}

DiffLine lineFrom(const git_diff_line &line)
{
    DiffLine made;
    made.kind = line.origin == GIT_DIFF_LINE_ADDITION ? DiffLine::Kind::Added
        : line.origin == GIT_DIFF_LINE_DELETION       ? DiffLine::Kind::Removed
                                                      : DiffLine::Kind::Same;
    made.oldLine = std::max(line.old_lineno, 0);
    made.newLine = std::max(line.new_lineno, 0);
    made.text = QString::fromUtf8(line.content, qsizetype(line.content_len));
    if (made.text.endsWith(u'\n'))
        made.text.chop(1);
    return made;
}

int take(const git_diff_delta *, const git_diff_hunk *, const git_diff_line *line, void *lines)
{
    switch (line->origin) {
    case GIT_DIFF_LINE_CONTEXT:
    case GIT_DIFF_LINE_ADDITION:
    case GIT_DIFF_LINE_DELETION:
        static_cast<std::vector<DiffLine> *>(lines)->push_back(lineFrom(*line));
        break;
    default:
        break; // remarks about a missing last line end
    }
    return 0;
}

std::vector<DiffLine> allSame(const QString &text)
{
    QStringList texts = text.split(u'\n');
    if (texts.last().isEmpty())
        texts.removeLast();
    std::vector<DiffLine> lines;
    for (const QString &one : std::as_const(texts)) {
        const int number = int(lines.size()) + 1;
        lines.push_back({DiffLine::Kind::Same, number, number, one});
    }
    return lines;
}

} // namespace

Result<std::vector<DiffLine>> diffTexts(const QString &oldText, const QString &newText)
{
    startLibgit2();
    const QByteArray before = withPlainEnds(oldText).toUtf8();
    const QByteArray after = withPlainEnds(newText).toUtf8();
    if (before == after)
        return allSame(QString::fromUtf8(after));
    git_diff_options options = GIT_DIFF_OPTIONS_INIT;
    options.flags = GIT_DIFF_FORCE_TEXT | GIT_DIFF_INDENT_HEURISTIC;
    options.context_lines = std::numeric_limits<std::int32_t>::max() / 2; // all of them
    std::vector<DiffLine> lines;
    const int compared = ::git_diff_buffers(before.constData(), std::size_t(before.size()), nullptr,
        after.constData(), std::size_t(after.size()), nullptr, &options, nullptr, nullptr, nullptr,
        take, &lines);
    if (compared != 0)
        return failure(
            ErrorKind::File, u"The two texts could not be compared."_s, lastGitError(), u"git"_s);
    return lines;
}

QString diffText(const std::vector<DiffLine> &lines)
{
    QStringList texts;
    for (const DiffLine &line : lines) {
        const QChar sign = line.kind == DiffLine::Kind::Same ? u' '
            : line.kind == DiffLine::Kind::Added             ? u'+'
                                                             : u'-';
        texts.append(sign + line.text);
    }
    return texts.join(u'\n');
}

} // namespace migrations
