# SPDX-FileCopyrightText: 2026 The Spiritsafe developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Looking at Alembic's own connection without leaving a trace in its transaction.

SQLAlchemy decides from its own bookkeeping whether it is in a transaction, and with version 2 one
statement through it is enough that Alembic commits nothing. So we use the driver's cursor, and
end the driver's transaction only when it was idle before us. It is committed, not rolled back:
what we set must stay."""
import contextlib
import os
from urllib.parse import quote, unquote

from sqlalchemy import event
from sqlalchemy.engine import Engine


def driver_connection(connection):
    fairy = connection.connection
    return getattr(fairy, "dbapi_connection", None) or fairy.connection


def _idle(driver, connection):
    """The driver's word on whether it is outside any transaction."""
    if hasattr(driver, "get_transaction_status"):  # psycopg2
        return driver.get_transaction_status() == 0
    if hasattr(driver, "_started"):  # SQLAlchemy's adapter of asyncpg
        return not driver._started
    for candidate in (driver, getattr(driver, "_connection", None)):
        status = getattr(getattr(candidate, "info", None), "transaction_status", None)
        if status is not None:  # psycopg
            return int(status) == 0
    if hasattr(driver, "in_transaction"):  # sqlite3
        return not driver.in_transaction
    return not connection.in_transaction()


class Probe:
    """A cursor of the driver: `with Probe(connection) as probe: probe.row("select ...")`."""

    def __init__(self, connection):
        self._driver = driver_connection(connection)
        self._idle = _idle(self._driver, connection)
        self._cursor = None

    def __enter__(self):
        self._cursor = self._driver.cursor()
        return self

    def __exit__(self, kind, value, trace):
        self._cursor.close()
        if self._idle:
            if kind is None:
                self._driver.commit()
            else:
                self._driver.rollback()

    def rows(self, sql):
        self._cursor.execute(sql)
        return list(self._cursor.fetchall())

    def row(self, sql):
        return self.rows(sql)[0]


_POSTGRESQL_FACTS = """
SELECT pg_catalog.pg_backend_pid(),
    (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()),
    pg_catalog.has_function_privilege('pg_catalog.pg_control_system()', 'EXECUTE'),
    pg_catalog.current_setting('lock_timeout'),
    pg_catalog.current_setting('server_version_num'),
    pg_catalog.version(),
    pg_catalog.current_database()
"""


def _postgresql(probe, lock_timeout_ms):
    pid, oid, readable, timeout, number, version, name = probe.row(_POSTGRESQL_FACTS)
    server = ""
    if readable:
        server = probe.row("SELECT system_identifier FROM pg_catalog.pg_control_system()")[0]
    if lock_timeout_ms > 0 and timeout == "0":  # what env.py or the role has set stays
        _set(probe, "lock_timeout", lock_timeout_ms)
    if int(number) >= 140000 and "linux" in version.lower():
        _set(probe, "client_connection_check_interval", 1000)
    return {"pid": pid, "database_name": name,
            "identity": {"dialect": "postgresql", "server": str(server), "database": str(oid)}}


def _set(probe, name, value):
    probe.row("SELECT pg_catalog.set_config('%s', '%d', false)" % (name, value))


def _sqlite(probe):
    files = [row[2] for row in probe.rows("PRAGMA database_list") if row[1] == "main"]
    identity = {"dialect": "sqlite", "server": "", "database": ""}
    if files and files[0]:
        status = os.stat(files[0])
        identity.update(server=str(status.st_dev), database=str(status.st_ino))
    return {"pid": 0, "database_name": files[0] if files else "", "identity": identity}


def _same_file(name, elsewhere):
    path = name[len("file:"):].split("?")[0] if name.startswith("file:") else name
    try:
        status = os.stat(unquote(path) if path != name else path)
    except (OSError, ValueError):
        return False
    return (str(status.st_dev), str(status.st_ino)) == (elsewhere["device"], elsewhere["inode"])


@contextlib.contextmanager
def sqlite_elsewhere(elsewhere):
    """Whichever way env.py comes to its SQLite file: a connection to this one ({"device",
    "inode"}) is opened on another ({"path"}) instead."""

    def connect(_dialect, _record, arguments, _options):
        if arguments and isinstance(arguments[0], str) and _same_file(arguments[0], elsewhere):
            uri = arguments[0].startswith("file:")
            arguments[0] = "file:" + quote(elsewhere["path"]) if uri else elsewhere["path"]

    if not elsewhere:
        yield
        return
    event.listen(Engine, "do_connect", connect)
    try:
        yield
    finally:
        event.remove(Engine, "do_connect", connect)


def facts(context, lock_timeout_ms):
    """Which database this connection really has, and which backend serves it."""
    connection = context.connection
    name = context.dialect.name
    if name == "postgresql":
        with Probe(connection) as probe:
            found = _postgresql(probe, lock_timeout_ms)
    elif name == "sqlite":
        with Probe(connection) as probe:
            found = _sqlite(probe)
    else:
        found = {"pid": 0, "database_name": "",
                 "identity": {"dialect": name, "server": "", "database": ""}}
    found.update(
        version_table=context.version_table,
        version_schema=context.version_table_schema or "",
        transaction_per_migration=bool(context._transaction_per_migration),
        transactional_ddl=bool(context.impl.transactional_ddl),
        dialect=name,
        driver=context.dialect.driver,
        place=_place(connection, found["database_name"]),
    )
    return found


def _place(connection, database):
    host = getattr(connection.engine.url, "host", None)
    return "%s on %s" % (database, host) if host else str(database)


def _literal(text):
    return "'%s'" % text.replace("'", "''")


def version_rows(context):
    """The rows of the version table as the database returns them; none when there is no table."""
    preparer = context.dialect.identifier_preparer
    table = preparer.format_table(context._version)
    if getattr(preparer, "_double_percents", False):
        table = table.replace("%%", "%")  # doubled for statements with parameters; ours have none
    with Probe(context.connection) as probe:
        if context.dialect.name == "postgresql":
            exists = probe.row("SELECT pg_catalog.to_regclass(%s) IS NOT NULL" % _literal(table))[0]
        else:
            schema = context.version_table_schema
            catalog = (preparer.quote(schema) + "." if schema else "") + "sqlite_master"
            exists = probe.rows("SELECT 1 FROM %s WHERE name = %s" % (
                catalog, _literal(context.version_table)))
        return tuple(row[0] for row in probe.rows("SELECT version_num FROM " + table)) \
            if exists else ()
