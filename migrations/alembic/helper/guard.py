# SPDX-FileCopyrightText: 2026 The Spiritsafe developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The hooks in Alembic: between env.py's configure() and the first step nothing is believed."""
import time

from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext

from spiritsafe_helper import actions
from spiritsafe_helper import connection as connections
from spiritsafe_helper import plan as plans
from spiritsafe_helper.errors import Refused

_MULTI_DATABASE = ("This env.py works on more than one database or version table in one run, which "
                   "is not supported yet. Run it with the alembic command.")
_active = None


def install():
    configure = EnvironmentContext.configure
    run_migrations = MigrationContext.run_migrations

    def hooked_configure(self, *arguments, **options):
        if _active is None:
            return configure(self, *arguments, **options)
        options["on_version_apply"] = _callbacks(options.get("on_version_apply")) + (
            _active.version_applied,)
        if _active.one_transaction:
            options["transaction_per_migration"] = False
        configure(self, *arguments, **options)
        return _active.configured(self.get_context())

    def hooked_run_migrations(self, **arguments):
        if _active is not None:
            _active.before_migrations(self)
        run_migrations(self, **arguments)
        if _active is not None:
            _active.after_migrations()

    EnvironmentContext.configure = hooked_configure
    MigrationContext.run_migrations = hooked_run_migrations


def _callbacks(own):
    if own is None:
        return ()
    return (own,) if callable(own) else tuple(own)


class Look:
    """env.py is run to learn where it leads; no migration, no version table."""

    def __init__(self, recorder, one_transaction=False):
        self._recorder = recorder
        self.one_transaction = one_transaction  # as a reset would have it
        self.context = None
        self.refusal = None

    def __enter__(self):
        global _active
        _active = self
        self._recorder.catch_logs()
        return self

    def __exit__(self, *_):
        global _active
        _active = None
        self._recorder.close()

    def configured(self, context):
        self._recorder.catch_logs()
        if not context.as_sql and context.connection is not None:
            self.connected(context)

    def connected(self, context):
        found = connections.facts(context, self.lock_timeout_ms())
        if self.context is None:
            self.context = found
            self._recorder.event("connected", pid=found["pid"], text=found["place"])
        elif self._elsewhere(found):
            self.refuse(Refused("multi_database", _MULTI_DATABASE))

    def _elsewhere(self, found):
        keys = ("identity", "version_table", "version_schema")
        return any(found[key] != self.context[key] for key in keys)

    def refuse(self, refusal):
        """Sticky: an env.py that catches even this gets it again at its next attempt."""
        self.refusal = refusal
        raise refusal

    def lock_timeout_ms(self):
        return 0

    def before_migrations(self, context):
        self._recorder.catch_logs()
        if self.one_transaction and self.context is not None and not context.as_sql:
            self.context["not_one_transaction"] = actions.why_not_one_transaction(context)

    def after_migrations(self):
        pass

    def version_applied(self, **_):
        pass


class Run(Look):
    def __init__(self, recorder, request):
        self._around = request.get("around")  # {"before": actions, "after": actions}
        # All rows of a stamp's undo come back, or none, wherever the database can do that.
        super().__init__(recorder, one_transaction=self._around is not None
                         or request.get("rows") is not None)
        self.actions = None
        self._expected = request["expected"]
        self._lock_timeout_ms = int(request.get("lock_timeout_ms", 0))
        self._purge = bool(request.get("purge"))
        self._confirmed = None  # (heads, steps, plan) of the one context that may run
        self._started = 0.0
        self.finished = []

    def lock_timeout_ms(self):
        return self._lock_timeout_ms

    def connected(self, context):
        super().connected(context)
        self._guard(plans.check_identity, self._expected["identity"], self.context["identity"])

    def _guard(self, check, expected, actual):
        try:
            check(expected, actual)
        except Refused as refusal:
            self.refuse(refusal)

    def before_migrations(self, context):
        self._recorder.catch_logs()
        if self.refusal:
            raise self.refusal
        if context.as_sql:
            self.refuse(Refused("offline", "env.py ran in offline mode; nothing was executed."))
        found = connections.facts(context, self._lock_timeout_ms)
        if self.context is None or self._elsewhere(found):
            self.refuse(Refused("multi_database", _MULTI_DATABASE))
        self.context = found
        if self._confirmed is None:
            self._confirm(context)
        else:
            self._once_more(context)

    def _confirm(self, context):
        rows = connections.version_rows(context)
        self._guard(plans.check_rows, self._expected["rows_before"], rows)
        heads = () if self._purge or self._around else rows
        function = context._migrations_fn
        steps, plan = self._planned(function, heads, context)
        if self._around:
            self._act(context)
        self._confirmed = (heads, steps, plan)
        context._migrations_fn = self._told(function)
        self._recorder.watch(context.connection)

    def _act(self, context):
        try:
            self.actions = actions.Actions(self._recorder, context)
            self.actions.run(self._around["before"])
        except Refused as refusal:
            self.refuse(refusal)

    def after_migrations(self):
        """The last thing before the commit."""
        if self.actions is not None and self._around is not None:
            around, self._around = self._around, None
            self.actions.run(around["after"])

    def _once_more(self, context):
        """A second run_migrations() is fine when nothing is left to do: the plan was for one. A
        search_path of another tenant, say, has rows and steps of its own."""
        rows = connections.version_rows(context)
        if list(context._migrations_fn(rows, context)):
            self.refuse(Refused("multi_database", _MULTI_DATABASE))
        context._migrations_fn = lambda heads, context: []

    def _planned(self, function, heads, context):
        steps = list(function(heads, context))
        plan = plans.described_plan(steps, heads)
        if self._purge and not plan:
            plan = plans.emptied(self._expected["rows_before"])
        self._guard(plans.check_plan, self._expected["steps"], plan)
        return steps, plan

    def _told(self, function):
        """Alembic's function of steps, telling each one; compared again when the rows that it is
        given are not the ones that were compared."""

        def migrations(heads, context):
            checked, steps, plan = self._confirmed
            if tuple(heads) != tuple(checked):
                self._guard(plans.check_rows, checked, heads)
                steps, plan = self._planned(function, heads, context)
            for index, step in enumerate(steps):
                self._step_started(index, step, plan[index], len(steps))
                yield step
            self._recorder.path = self._recorder.revision = ""

        return migrations

    def _step_started(self, index, step, described, total):
        self._step = dict(described, index=index, steps=total)
        self._recorder.path = plans.script_path(step)
        self._recorder.revision = described["revision"] or ",".join(described["stamp_from"])
        self._recorder.event("step_started", revision=self._recorder.revision, index=index,
                             steps=total, direction=described["direction"])
        self._started = time.monotonic()

    def version_applied(self, heads=(), **_):
        elapsed = int((time.monotonic() - self._started) * 1000)
        rows = sorted(heads)
        self.finished.append(dict(self._step, rows_after=rows, ms=elapsed))
        self._recorder.event("step_finished", revision=self._recorder.revision,
                             index=self._step["index"], steps=self._step["steps"],
                             direction=self._step["direction"], rows_after=rows, ms=elapsed)
