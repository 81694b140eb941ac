# SPDX-FileCopyrightText: 2026 The Spiritsafe developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Alembic's own plan, and its comparison with the one that was confirmed."""
from alembic.runtime.migration import HeadMaintainer, StampStep

from spiritsafe_helper.errors import Refused


class _Rows(HeadMaintainer):
    """Alembic's bookkeeping of the version rows, without a database behind it."""

    def __init__(self, rows):
        super().__init__(None, rows)

    def _insert_version(self, version):
        assert version not in self.heads
        self.heads.add(version)

    def _delete_version(self, version):
        self.heads.remove(version)

    def _update_version(self, from_, to_):
        assert to_ not in self.heads
        self.heads.remove(from_)
        self.heads.add(to_)


def _described(step):
    if isinstance(step, StampStep):
        return {"direction": "stamp", "revision": step.to_[0] if step.to_ else "",
                "stamp_from": sorted(step.from_), "stamp_to": sorted(step.to_)}
    return {"direction": "up" if step.is_upgrade else "down", "revision": step.revision.revision,
            "stamp_from": [], "stamp_to": []}


def described_plan(steps, rows):
    """Each step with the rows after it. Raises what Alembic would raise in the middle of the run."""
    maintainer = _Rows(rows)
    plan = []
    for step in steps:
        maintainer.update_to_step(step)
        plan.append(dict(_described(step), rows_after=sorted(maintainer.heads)))
    return plan


def emptied(rows):
    """What stamp --purge to the base does: for Alembic that is no step."""
    if not rows:
        return []
    return [{"direction": "stamp", "revision": "", "stamp_from": sorted(rows), "stamp_to": [],
             "rows_after": []}]


def script_path(step):
    """The file whose lines are shown while this step runs; empty for a stamp."""
    revision = getattr(step, "revision", None)
    return getattr(getattr(revision, "module", None), "__file__", "") or ""


def _text(step):
    if step["direction"] == "stamp":
        name = "%s -> %s" % (",".join(step["stamp_from"]) or "nothing",
                             ",".join(step["stamp_to"]) or "nothing")
    else:
        name = step["revision"]
    return "%s %s, then %s" % (step["direction"], name, ",".join(step["rows_after"]) or "no rows")


def _both(confirmed, actual):
    lines = ["Confirmed:"] + (["  " + line for line in confirmed] or ["  nothing"])
    return "\n".join(lines + ["Found:"] + (["  " + line for line in actual] or ["  nothing"]))


def _comparable(step):
    sets = [sorted(step.get(key) or ()) for key in ("stamp_from", "stamp_to", "rows_after")]
    return [step["direction"], step.get("revision") or ""] + sets


def check_identity(expected, actual):
    known = actual["server"] and actual["database"]
    if known and all(str(expected.get(key, "")) == actual[key] for key in actual):
        return
    message = ("Alembic is connected to another database than the one on screen. Nothing was "
               "executed. Compare the URL that env.py uses with the environment's.")
    if not known:
        message = ("It cannot be proven which database Alembic is connected to. Nothing was "
                   "executed. Let the role execute pg_control_system().")
    names = ("dialect", "server", "database")
    raise Refused("identity_differs", message, _both(
        ["%s %s" % (name, expected.get(name, "")) for name in names],
        ["%s %s" % (name, actual[name]) for name in names]))


def check_rows(expected, actual):
    if sorted(expected) != sorted(actual):
        raise Refused(
            "rows_differ",
            "The database has moved since the plan was made. Nothing was executed. Look at the "
            "new plan and confirm it.",
            _both(sorted(expected), sorted(actual)))


def check_plan(expected, actual):
    if [_comparable(step) for step in expected] != [_comparable(step) for step in actual]:
        raise Refused(
            "plan_differs",
            "Alembic would run other steps than the ones confirmed. Nothing was executed. Read "
            "the project again and confirm the new plan.",
            _both([_text(step) for step in expected], [_text(step) for step in actual]))
