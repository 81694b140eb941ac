# SPDX-FileCopyrightText: 2026 The Spiritsafe developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""New revision files, made by `alembic revision` and `alembic merge` themselves."""
import contextlib
import os

from alembic.autogenerate.api import RevisionContext
from alembic.script import ScriptDirectory

from spiritsafe_helper import guard
from spiritsafe_helper.errors import Refused
from spiritsafe_helper.found import Listing


class Authoring(guard.Look):
    """env.py is run for autogenerate, which compares with the very database on screen and, unlike
    Alembic, makes no version table there."""

    def __init__(self, recorder, identity):
        super().__init__(recorder)
        self._identity = identity

    def connected(self, context):
        super().connected(context)
        if self._identity:
            try:
                guard.plans.check_identity(self._identity, self.context["identity"])
            except Refused as refusal:
                self.refuse(refusal)

    def before_migrations(self, context):
        super().before_migrations(context)
        if self.refusal:
            raise self.refusal
        context.opts["dont_mutate"] = True


def revision_arguments(options):
    arguments = ["revision"]
    for name in ("message", "head", "branch_label", "version_path", "rev_id"):
        if options.get(name):
            arguments.append("--%s=%s" % (name.replace("_", "-"), options[name]))
    arguments += ["--depends-on=" + name for name in options.get("depends_on") or ()]
    arguments += ["--" + name for name in ("autogenerate", "splice") if options.get(name)]
    return arguments


def merge_arguments(options):
    arguments = ["merge"]
    for name in ("message", "branch_label", "rev_id"):
        if options.get(name):
            arguments.append("--%s=%s" % (name.replace("_", "-"), options[name]))
    return arguments + ["--"] + list(options["revisions"])


@contextlib.contextmanager
def _instead_of_writing(function):
    """function(revision_context, write) stands between what env.py left of the directives and the
    files; write() gives Alembic's own scripts, one after the other."""
    original = RevisionContext.generate_scripts
    RevisionContext.generate_scripts = lambda self: function(self, lambda: original(self))
    try:
        yield
    finally:
        RevisionContext.generate_scripts = original


@contextlib.contextmanager
def looking():
    """Gives a list that is filled with the operations; nothing is written."""
    found = []

    def look(revision_context, _):
        found.extend(Listing(revision_context).described())
        return iter(())

    with _instead_of_writing(look):
        yield found


@contextlib.contextmanager
def choosing(choice):
    """Alembic writes what was chosen of what was found, if that is still what was shown."""

    def choose(revision_context, write):
        if choice is not None:
            listing = Listing(revision_context)
            shown, found = choice["shown"], [item["code"] for item in listing.described()]
            if shown != found:
                raise Refused("operations_differ", "Models or database have changed since the "
                              "operations were shown. Nothing was written. Compare again.",
                              "\n".join(found))
            picked = set(choice["picked"])
            if len(picked) < len(found) or choice["renames"]:
                listing.choose(picked, [tuple(pair) for pair in choice["renames"]])
        yield from write()

    with _instead_of_writing(choose):
        yield


@contextlib.contextmanager
def new_files(ask):
    """Gives the list of the files that Alembic writes: never over one that is there, each written
    down by the other end before, and none of them stays when it fails."""
    original = ScriptDirectory._generate_template
    written = []

    def generate(self, source, path, **arguments):
        if os.path.lexists(path):
            raise Refused("exists", "The file %s is there already. Nothing was written. Choose "
                          "another message or another revision id." % os.fspath(path))
        name = os.path.abspath(os.fspath(path))
        if not ask(writing=name, revision=str(arguments.get("up_revision", ""))):
            raise Refused("not_written_down", "Nothing was written: the journal could not be.")
        written.append(name)
        original(self, source, path, **arguments)

    ScriptDirectory._generate_template = generate
    try:
        yield written
    except BaseException:
        for path in written:
            with contextlib.suppress(OSError):
                os.unlink(path)
        raise
    finally:
        ScriptDirectory._generate_template = original
