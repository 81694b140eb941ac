# SPDX-FileCopyrightText: 2026 The Spiritsafe developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The version rows put back to what they were. `alembic stamp` resolves what it is given in the
scripts; a row of a revision that no file defines any more can only be written as it is, so the
steps are made here, and everything else is Alembic's: its connection, its transaction, its rows."""
from itertools import zip_longest

from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import StampStep
from alembic.script import ScriptDirectory


def _steps(rows, wanted, revision_map):
    """A row becomes another where that is possible; what is left comes or goes by itself."""
    gone = sorted(set(rows) - set(wanted))
    missing = sorted(set(wanted) - set(rows))
    for old, new in zip_longest(gone, missing):
        yield StampStep((old,) if old is not None else (), (new,) if new is not None else (),
                        new is not None, old is None or new is None, revision_map)


def to_rows(wanted):
    def stamp(config, _):
        directory = ScriptDirectory.from_config(config)
        with EnvironmentContext(
                config, directory, destination_rev=tuple(wanted),
                fn=lambda rows, _: _steps(rows, wanted, directory.revision_map)):
            directory.run_env()

    return stamp
