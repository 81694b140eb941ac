# SPDX-FileCopyrightText: 2026 The Spiritsafe developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Exceptions as errors of the protocol: kind, code, message for people, detail verbatim."""
import os
import traceback

from spiritsafe_helper.channel import DETAIL_LIMIT, cut


class Refused(BaseException):
    """Something is not as it was confirmed; nothing was executed. Not an Exception, so that an
    env.py that catches those does not swallow it."""

    def __init__(self, code, message, detail=""):
        super().__init__(message)
        self.code = code
        self.detail = detail


def _chain(exception):
    seen = set()
    while exception is not None and id(exception) not in seen:
        seen.add(id(exception))
        yield exception
        exception = exception.__cause__ or exception.__context__


def _driver_error(exception):
    """The driver's own exception inside SQLAlchemy's, or the exception itself."""
    original = getattr(exception, "orig", None)
    return original if isinstance(original, BaseException) else exception


def _sqlstate(exception):
    for link in _chain(_driver_error(exception)):
        for name in ("pgcode", "sqlstate"):
            value = getattr(link, name, None)
            if isinstance(value, str) and value:
                return value
    return ""


def _place(exception, folders):
    """The innermost line of the project's scripts: (file, line)."""
    place = ("", 0)
    for link in _chain(exception):
        for frame, line in traceback.walk_tb(link.__traceback__):
            path = frame.f_code.co_filename
            if any(path.startswith(folder) for folder in folders):
                place = (path, line)
        if place[0]:
            return place
    return place


def _class_name(exception):
    kind = type(exception)
    return kind.__name__ if kind.__module__ == "builtins" else kind.__module__ + "." + kind.__name__


def _first_line(exception):
    lines = str(exception).strip().splitlines()
    return cut(lines[0] if lines else _class_name(exception), 1000)


def _headline(exception, place, revision):
    driver = _driver_error(exception)
    text = "%s: %s" % (_class_name(driver), _first_line(driver))
    if place[0] and revision:
        return "Revision %s failed at line %d of %s: %s" % (
            revision, place[1], os.path.basename(place[0]), text)
    if place[0]:
        return "%s failed at line %d: %s" % (os.path.basename(place[0]), place[1], text)
    return "Revision %s failed: %s" % (revision, text) if revision else text


def _detail(exception, place):
    parts = []
    if place[0]:
        parts.append("File %s, line %d" % place)
    statement = getattr(exception, "statement", None)
    if statement:
        parts.append("Statement: " + cut(statement))
    parts.append("".join(traceback.format_exception(
        type(exception), exception, exception.__traceback__)))
    return cut("\n".join(parts), DETAIL_LIMIT)


def describe(exception, cancelled=False, folders=(), revision=""):
    """The error member of an answer."""
    from alembic.util import CommandError

    if isinstance(exception, Refused):
        return {"kind": "refused", "code": exception.code, "message": str(exception),
                "detail": cut(exception.detail, DETAIL_LIMIT)}
    place = _place(exception, folders)
    error = {"kind": "alembic", "code": _sqlstate(exception) or type(exception).__name__,
             "message": _headline(exception, place, revision), "detail": _detail(exception, place),
             "file": place[0], "line": place[1], "revision": revision}
    if cancelled or isinstance(exception, KeyboardInterrupt):
        error.update(kind="cancelled", message="The run was cancelled.")
    elif isinstance(exception, CommandError):
        error.update(message=cut(exception), detail=cut(exception), code="CommandError")
    elif isinstance(exception, SystemExit):
        error["message"] = "The project's code ended the run with sys.exit(%s)." % exception.code
    return error
