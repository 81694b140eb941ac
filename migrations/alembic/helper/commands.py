# SPDX-FileCopyrightText: 2026 The Spiritsafe developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Alembic's commands, through its own command line, so that env.py finds cmd_opts and -x."""
import gc
import os
import sys

from alembic.config import CommandLine
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory

from spiritsafe_helper import connection as connections
from spiritsafe_helper import guard, scripts
from spiritsafe_helper.errors import describe
from spiritsafe_helper.events import Recorder


class _CommandLine(CommandLine):
    """CommandLine.main() parses and builds the Config as this version of Alembic does; what then
    runs, and that errors are raised instead of printed, is ours."""

    def __init__(self, action, url):
        super().__init__(prog="alembic")
        self._action = action
        self._url = url

    def run_cmd(self, config, options):
        if self._url is not None:
            config.set_main_option("sqlalchemy.url", self._url.replace("%", "%%"))
        self._action(config, options)


def _as_the_command(config, options):
    function, positional, keywords = options.cmd
    function(config, *[getattr(options, name, None) for name in positional],
             **{name: getattr(options, name, None) for name in keywords})


def _arguments(config, *command):
    arguments = ["-c", config["file"], "-n", config.get("section") or "alembic"]
    for value in config.get("x") or ():
        arguments += ["-x", value]
    return arguments + list(command)


def _main(action, arguments, url=None):
    sys.argv = ["alembic"] + arguments  # some env.py read it
    _CommandLine(action, url).main(arguments)


def _url(parameters):
    """Of a scratch database, which no configuration names."""
    if parameters["config"].get("url_from_environment"):
        return os.environ["DATABASE_URL"]
    return None


class Commands:
    def __init__(self, channel):
        self._channel = channel
        self.recorder = None
        self._methods = {"prepare": self._prepare, "context": self._context,
                         "revisions": self._revisions, "run": self._run,
                         "sql": self._sql, "found": self._found,
                         "new": self._new, "merge": self._merge,
                         "syntax": self._syntax, "names": self._names}

    def knows(self, method):
        return method in self._methods

    def call(self, method, parameters):
        scripts.add_locations(parameters.get("config", {}).get("added_locations", ()))
        return self._methods[method](parameters)

    def tick(self):
        recorder = self.recorder
        if recorder is not None:
            recorder.tick()

    def error(self, exception):
        revision = self.recorder.revision if self.recorder else ""
        return describe(exception, self._channel.cancelled, scripts.folders(), revision)

    def finish(self):
        """After the answer: what env.py left behind is collected, idle connections with it."""
        if self.recorder is not None:
            self.recorder = None
            gc.collect()

    def _with_config(self, parameters, function):
        answers = []
        _main(lambda config, _: answers.append(function(config)),
              _arguments(parameters["config"], "heads"))
        return answers[0]

    def _prepare(self, parameters):
        return self._with_config(parameters, scripts.prepare)

    def _revisions(self, parameters):
        return self._with_config(parameters, scripts.revisions)

    def _context(self, parameters):
        def look(config, _):
            script = ScriptDirectory.from_config(config)
            # As `alembic current`, without its listing: never creates the version table.
            with EnvironmentContext(config, script, fn=lambda rows, context: [], dont_mutate=True):
                script.run_env()

        self.recorder = Recorder(self._channel)
        with guard.Look(self.recorder, bool(parameters.get("one_transaction"))) as watch:
            _main(look, _arguments(parameters["config"], "current"))
        return {"context": _answered(watch)}

    def _run(self, parameters):
        _libpq_environment(parameters)
        command = {"up": "upgrade", "down": "downgrade", "stamp": "stamp"}[parameters["direction"]]
        rows = parameters.get("rows")  # stamp: the very rows, also those that no file defines
        purge = ["--purge"] if parameters.get("purge") else []
        targets = list(parameters["targets"]) if rows is None else ["--"] + (rows or ["base"])
        arguments = _arguments(parameters["config"], command, *(purge + targets))
        self.recorder = Recorder(self._channel)
        with guard.Run(self.recorder, parameters) as watch, \
                connections.sqlite_elsewhere(parameters.get("sqlite_elsewhere")):
            _main(_as_the_command if rows is None else _stamp_to(rows), arguments, _url(parameters))
        answer = {"context": _answered(watch), "steps": watch.finished}
        if watch.actions is not None:
            answer.update(tried=watch.actions.tried, failed=watch.actions.failed)
        return answer

    def _sql(self, parameters):
        from spiritsafe_helper import offline

        direction, target = parameters["direction"], parameters["target"]
        answers = []
        command = {"up": "upgrade", "down": "downgrade"}[direction]
        _main(lambda config, _: answers.append(
                  offline.render(config, direction, target, parameters["rows"])),
              _arguments(parameters["config"], command, "--sql", target))
        return answers[0]

    def _syntax(self, parameters):
        from spiritsafe_helper import editing

        return editing.syntax(parameters)

    def _names(self, parameters):
        from spiritsafe_helper import editing

        return editing.names(parameters)

    def _found(self, parameters):
        from spiritsafe_helper import authoring

        with authoring.looking() as found:
            self._author(parameters, authoring.revision_arguments(parameters))
        return {"operations": found}

    def _new(self, parameters):
        from spiritsafe_helper import authoring

        with authoring.new_files(self._channel.ask) as written, \
                authoring.choosing(parameters.get("choice")):
            self._author(parameters, authoring.revision_arguments(parameters))
        return {"files": written}

    def _merge(self, parameters):
        from spiritsafe_helper import authoring

        with authoring.new_files(self._channel.ask) as written:
            self._author(parameters, authoring.merge_arguments(parameters))
        return {"files": written}

    def _author(self, parameters, command):
        from spiritsafe_helper import authoring

        self.recorder = Recorder(self._channel)
        with authoring.Authoring(self.recorder, parameters.get("identity")) as watch:
            _main(_as_the_command, _arguments(parameters["config"], *command))
        if watch.refusal is not None:
            raise watch.refusal


def _stamp_to(rows):
    from spiritsafe_helper import stamping

    return stamping.to_rows(rows)


def _answered(watch):
    if watch.refusal is not None:
        raise watch.refusal
    if watch.context is None:
        raise RuntimeError("env.py ended without a call of context.configure() with a connection.")
    return watch.context


def _libpq_environment(parameters):
    """Settings that hold from the first moment, where the driver is built on libpq."""
    options = os.environ.get("PGOPTIONS", "")
    timeout = int(parameters.get("lock_timeout_ms", 0))
    if timeout > 0 and "lock_timeout" not in options:
        os.environ["PGOPTIONS"] = ("%s -c lock_timeout=%d" % (options, timeout)).strip()
    if parameters.get("run_id"):
        os.environ["PGAPPNAME"] = "spiritsafe-" + parameters["run_id"]
