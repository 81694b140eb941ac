// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/history/maperror.h"

namespace migrations {

using namespace Qt::StringLiterals;

tl::unexpected<MapError> revisionError(const QString &text, const QString &message)
{
    return tl::unexpected(MapError {.kind = MapError::Kind::Revision,
        .code = u"RevisionError"_s,
        .text = text,
        .message = message});
}

tl::unexpected<MapError> rangeError(const QString &message)
{
    return tl::unexpected(MapError {
        .kind = MapError::Kind::Range, .code = u"RangeNotAncestorError"_s, .message = message});
}

tl::unexpected<MapError> multipleHeads(const QStringList &heads, const QString &argument)
{
    return tl::unexpected(MapError {.kind = MapError::Kind::MultipleHeads,
        .code = u"MultipleHeads"_s,
        .message =
            u"There are several heads: %1. Name one of them, use \"heads\" for all, or merge them."_s
                .arg(heads.join(u", "_s)),
        .argument = argument,
        .candidates = heads});
}

tl::unexpected<MapError> unresolved(
    const QString &argument, const QString &message, const QStringList &candidates)
{
    return tl::unexpected(MapError {.kind = MapError::Kind::Resolution,
        .code = u"ResolutionError"_s,
        .message = message,
        .argument = argument,
        .candidates = candidates});
}

tl::unexpected<MapError> crash(const QString &code, const QString &message)
{
    return tl::unexpected(
        MapError {.kind = MapError::Kind::Crash, .code = code, .message = message});
}

namespace {

QString rangeText(const Question &question)
{
    switch (question.kind) {
    case Question::Kind::Upgrade:
        return u"Destination %1 is not a valid upgrade target from current head(s)"_s.arg(
            question.end);
    case Question::Kind::Downgrade:
        return u"Destination %1 is not a valid downgrade target from current head(s)"_s.arg(
            question.end);
    default:
        return u"Requested range %1:%2 does not refer to ancestor/descendant revisions along the same branch"_s
            .arg(question.start, question.end);
    }
}

QString multipleHeadsText(const MapError &error, const Question &question)
{
    if (question.kind == Question::Kind::Stamp)
        return u"Multiple heads are present; please specify a single target revision"_s;
    const QString argument = question.end.isEmpty() ? error.argument : question.end;
    return u"Multiple head revisions are present for given argument '%1'; please specify a specific target revision, '<branchname>@%1' to narrow to a specific head, or 'heads' for all heads"_s
        .arg(argument);
}

QString alembicText(const MapError &error, const Question &question)
{
    switch (error.kind) {
    case MapError::Kind::Range:
        return rangeText(question);
    case MapError::Kind::MultipleHeads:
        return multipleHeadsText(error, question);
    case MapError::Kind::Resolution:
        return u"Can't locate revision identified by '%1'"_s.arg(error.argument);
    case MapError::Kind::Revision:
    case MapError::Kind::Crash:
        break;
    }
    return error.text;
}

} // namespace

Error toError(const MapError &error, const Question &question)
{
    return {.kind = ErrorKind::Alembic,
        .message = error.message,
        .detail = alembicText(error, question),
        .code = error.code};
}

} // namespace migrations
