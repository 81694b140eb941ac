# SPDX-FileCopyrightText: 2026 The Spiritsafe developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Our own statements inside Alembic's transaction: the drops of a reset before its migrations, the
grants after them. The kinds are those of SqlAction (database/sqlactions.h)."""
import contextlib

from spiritsafe_helper.connection import driver_connection
from spiritsafe_helper.errors import Refused

_NOT_ONE_TRANSACTION = ("env.py does not run its migrations in one transaction (%s). Nothing was "
                        "executed.")


def why_not_one_transaction(context):
    """One word for what keeps drops and migrations from being one transaction; empty when nothing
    does. SQLAlchemy's word is not enough: its connection may commit by itself."""
    if not context.impl.transactional_ddl or context.dialect.name != "postgresql":
        return "no_transactional_ddl"
    if not context.connection.in_transaction():
        return "no_transaction"
    cursor = driver_connection(context.connection).cursor()
    try:
        cursor.execute("SELECT pg_catalog.set_config('spiritsafe.once', 'yes', true)")
        cursor.fetchall()
        cursor.execute("SELECT pg_catalog.current_setting('spiritsafe.once', true)")
        return "" if list(cursor.fetchall())[0][0] == "yes" else "autocommit"
    finally:
        cursor.close()


class Actions:
    """Statements through the driver, in the transaction that SQLAlchemy has begun and will end."""

    def __init__(self, recorder, context):
        why = why_not_one_transaction(context)
        if why:
            raise Refused("not_one_transaction", _NOT_ONE_TRANSACTION % why, why)
        self._recorder = recorder
        self._driver = driver_connection(context.connection)
        self._remembered = {}
        self._cursor = None
        self.tried = 0
        self.failed = []

    def run(self, actions):
        self._cursor = self._driver.cursor()
        try:
            for action in actions:
                getattr(self, "_" + action["kind"])(action)
        except BaseException:
            # Whatever env.py does with this exception: what was dropped comes back.
            with contextlib.suppress(Exception):
                self._driver.rollback()
            raise
        finally:
            with contextlib.suppress(Exception):
                self._cursor.close()

    def _plainly(self, sql):
        self._cursor.execute(sql)

    def _execute(self, action):
        with self._recorder.statement(action["sql"]):
            try:
                self._plainly(action["sql"])
            except Exception as error:
                with contextlib.suppress(AttributeError):
                    error.statement = action["sql"]
                raise

    def _try(self, action):
        self.tried += 1
        self._plainly("SAVEPOINT spiritsafe_try")
        try:
            self._execute(action)
        except Exception as error:
            self._plainly("ROLLBACK TO SAVEPOINT spiritsafe_try")
            self.failed.append("%s: %s" % (action["sql"], str(error).strip().split("\n")[0]))
        else:
            self._plainly("RELEASE SAVEPOINT spiritsafe_try")

    def _empty(self, action):
        self._compare(action, [])

    def _equals(self, action):
        self._compare(action, action["expected"])

    def _remember(self, action):
        self._remembered[action["name"]] = self._cells(action["sql"])

    def _unchanged(self, action):
        self._compare(action, self._remembered[action["name"]])

    def _cells(self, sql):
        self._plainly(sql)
        return [row[0] for row in self._cursor.fetchall()]

    def _compare(self, action, expected):
        found = self._cells(action["sql"])
        if sorted(found) == sorted(expected):
            return
        lines = ["- " + line for line in sorted(set(expected) - set(found))]
        lines += ["+ " + line for line in sorted(set(found) - set(expected))]
        raise Refused("check_failed", action["refusal"], "\n".join(lines))
