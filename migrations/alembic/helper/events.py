# SPDX-FileCopyrightText: 2026 The Spiritsafe developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""What happens during a run, as events: statements with their script lines, notices, log records."""
import contextlib
import logging
import sys
import time

from sqlalchemy import event

from spiritsafe_helper.channel import cut
from spiritsafe_helper.connection import driver_connection

ANNOUNCE_SECONDS = 0.02


class Statement:
    __slots__ = ("number", "started", "sql", "revision", "line", "announced")

    def __init__(self, number, sql, revision, line):
        self.number = number
        self.sql = sql
        self.revision = revision
        self.line = line
        self.announced = False
        self.started = time.monotonic()


class Recorder:
    """Cheap on the main thread: members are put in a list; the flushing thread encodes them and
    announces a statement only once it has lasted."""

    def __init__(self, channel):
        self._channel = channel
        self._engines = []
        self._driver = None
        self._count = 0
        self._current = None
        self._handler = _LogHandler(self)
        self.revision = ""
        self.path = ""

    def event(self, name, **members):
        self._channel.event(name, **members)

    def watch(self, connection):
        """From now on the statements of this connection are told."""
        self._driver = driver_connection(connection)
        engine = connection.engine
        if engine not in self._engines:
            self._engines.append(engine)
            event.listen(engine, "before_cursor_execute", self._before)
            event.listen(engine, "after_cursor_execute", self._after)
        _listen_asyncpg(self._driver, self._notice)

    def catch_logs(self):
        """fileConfig in env.py removes handlers and disables every logger it does not name."""
        root = logging.getLogger()
        if self._handler not in root.handlers:
            root.addHandler(self._handler)
        for name, logger in list(logging.root.manager.loggerDict.items()):
            if name.split(".")[0] == "alembic" and isinstance(logger, logging.Logger):
                logger.disabled = False

    def close(self):
        logging.getLogger().removeHandler(self._handler)
        for engine in self._engines:
            event.remove(engine, "before_cursor_execute", self._before)
            event.remove(engine, "after_cursor_execute", self._after)
            if not getattr(engine.dialect, "is_async", False):
                engine.dispose()  # no idle backend of ours may stay behind the run

    def tick(self):
        """On the flushing thread."""
        statement = self._current
        if statement and not statement.announced \
                and time.monotonic() - statement.started >= ANNOUNCE_SECONDS:
            statement.announced = True
            self.event("statement_started", n=statement.number, sql=cut(statement.sql),
                       revision=statement.revision, line=statement.line)

    def _ours(self, connection):
        return driver_connection(connection) is self._driver

    def _line(self):
        frame = sys._getframe(2)
        while frame is not None:
            if frame.f_code.co_filename == self.path:
                return frame.f_lineno
            frame = frame.f_back
        return -1

    def _before(self, connection, _cursor, sql, _parameters, _context, _many):
        if self._ours(connection):
            self._finish(-1)
            self._count += 1
            line = self._line() if self.path else -1
            self._current = Statement(self._count, sql, self.revision, line)

    def _after(self, connection, cursor, _sql, _parameters, _context, _many):
        if self._ours(connection):
            self._finish(cursor.rowcount)
            # psycopg2 keeps them; SQLAlchemy empties the list right after us.
            for notice in getattr(self._driver, "notices", None) or ():
                self._notice(notice)

    def _finish(self, rows):
        """Also the end of a statement that failed and whose error the script caught."""
        statement = self._current
        if statement is not None:
            self._current = None
            self.event("statement_finished", n=statement.number, sql=cut(statement.sql),
                       revision=statement.revision, line=statement.line, rows=rows,
                       ms=int((time.monotonic() - statement.started) * 1000))

    @contextlib.contextmanager
    def statement(self, sql):
        """One of our own, which SQLAlchemy does not see."""
        self._finish(-1)
        self._count += 1
        self._current = Statement(self._count, sql, self.revision, -1)
        yield
        self._finish(-1)

    def _notice(self, text):
        self.event("notice", text=cut(str(text).strip()), revision=self.revision)


def _listen_asyncpg(driver, notice):
    listen = getattr(getattr(driver, "_connection", None), "add_log_listener", None)
    if listen is not None:
        listen(lambda _connection, message: notice(
            "%s:  %s" % (getattr(message, "severity", "NOTICE"), getattr(message, "message", message))))


class _LogHandler(logging.Handler):
    def __init__(self, recorder):
        super().__init__()
        self._recorder = recorder
        self.setFormatter(logging.Formatter("%(message)s"))

    def emit(self, record):
        try:
            self._recorder.event("log", level=record.levelname, logger=record.name,
                                 text=cut(self.format(record)))
        except Exception:
            self.handleError(record)
