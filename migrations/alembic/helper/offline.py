# SPDX-FileCopyrightText: 2026 The Spiritsafe developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The SQL of a plan as `alembic upgrade --sql` and `downgrade --sql` write it, one step after the
other."""
import io

from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory


class _Script:
    """What Alembic writes, and where each step begins in it."""

    def __init__(self):
        self.buffer = io.StringIO()
        self._starts = []

    def step(self, step):
        revision = getattr(step, "revision", None)
        self._starts.append((getattr(revision, "revision", ""), self.buffer.tell()))

    def steps(self):
        text = self.buffer.getvalue()
        ends = [start for _, start in self._starts[1:]] + [len(text)]
        return [{"revision": revision, "sql": text[start:end]}
                for (revision, start), end in zip(self._starts, ends)]


def render(config, direction, target, rows):
    """Starts from the very rows, several heads too, which FROM:TO on a command line cannot say."""
    directory = ScriptDirectory.from_config(config)
    walk = directory._upgrade_revs if direction == "up" else directory._downgrade_revs
    script = _Script()
    config.output_buffer = script.buffer

    def steps(current, context):
        for step in walk(target, current):
            script.step(step)
            yield step

    with EnvironmentContext(config, directory, fn=steps, as_sql=True,
                            starting_rev=list(rows) or None, destination_rev=target):
        directory.run_env()
    return {"steps": script.steps()}
