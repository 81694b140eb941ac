#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Spiritsafe developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures Spiritsafe beside alembic, cat and dbmate in one run, and prints each ratio and its target.

    bench.py --binaries build/release/bin [--runs 5] [--only NAME ...]

Medians of wall seconds; the two sides of a row take turns, so that both see the same load.
Exit code 1 when a target is missed.
"""
import argparse
import json
import os
import pwd
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ALEMBIC = "/usr/bin/alembic"
SHORT_RUNS = 5  # what takes milliseconds is run more often, or it would measure the noise of the machine


class Cluster:
    """A private PostgreSQL on a unix socket; the server refuses root, so root lends it to postgres."""

    def __init__(self, folder):
        self.folder = folder
        self.bin = sorted(
            f"/usr/lib/postgresql/{v}/bin" for v in os.listdir("/usr/lib/postgresql")
        )[-1]
        os.makedirs(folder)
        self.prefix = []
        if os.geteuid() == 0:
            owner = pwd.getpwnam("postgres")
            os.chown(folder, owner.pw_uid, owner.pw_gid)
            self.prefix = ["runuser", "-u", "postgres", "--"]
        self.data = os.path.join(folder, "data")
        self.call("initdb", "-D", self.data, "-U", "postgres", "-A", "trust", "-N")
        options = f"-k {folder} -c listen_addresses='' -c fsync=off -c max_connections=30"
        self.call("pg_ctl", "-D", self.data, "-w", "-l", os.path.join(folder, "log"), "-o", options, "start")
        self.count = 0

    def call(self, program, *arguments):
        subprocess.run(
            [*self.prefix, os.path.join(self.bin, program), *arguments],
            check=True, cwd="/", stdout=subprocess.DEVNULL,
        )

    def sql(self, database, text):
        subprocess.run(
            ["psql", "-h", self.folder, "-U", "postgres", "-qAtX", "-d", database, "-c", text],
            check=True, stdout=subprocess.DEVNULL,
        )

    def database(self):
        self.count += 1
        name = f"bench_{self.count}"
        self.sql("postgres", f"CREATE DATABASE {name}")
        return name

    def url(self, database):
        return f"postgresql+psycopg2://postgres@/{database}?host={self.folder}"

    def stop(self):
        self.call("pg_ctl", "-D", self.data, "-m", "immediate", "stop")


class Bench:
    def __init__(self, options):
        self.options = options
        self.missed = []
        self.work = tempfile.mkdtemp(prefix="spiritsafe-bench-")
        os.chmod(self.work, 0o755)
        self.spiritsafe = os.path.join(os.path.abspath(options.binaries), "spiritsafe")
        self.cluster = Cluster(os.path.join(self.work, "pg"))
        self.data = os.path.join(self.work, "data")
        os.makedirs(self.data)
        self.environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
        self.environment["SPIRITSAFE_DATA"] = self.data
        self.projects = {}

    def close(self):
        self.cluster.stop()
        shutil.rmtree(self.work, ignore_errors=True)

    def project(self, count):
        if count not in self.projects:
            folder = os.path.join(self.work, f"project{count}")
            subprocess.run(
                [sys.executable, os.path.join(HERE, "gen_history.py"), folder, "--count", str(count)],
                check=True,
            )
            self.projects[count] = folder
        return self.projects[count]

    def point(self, folder, database):
        """alembic.ini of the project names this database."""
        path = os.path.join(folder, "alembic.ini")
        text = open(path).read()
        url = self.cluster.url(database).replace("%", "%%")
        open(path, "w").write(re.sub(r"(?m)^sqlalchemy\.url = .*$", f"sqlalchemy.url = {url}", text))

    def forget_index(self):
        """A folder that is new: the file system shuns what was deleted just before, which takes time."""
        self.data = tempfile.mkdtemp(prefix="data-", dir=self.work)
        self.environment["SPIRITSAFE_DATA"] = self.data

    def seconds(self, command, folder, accepted=(0,)):
        started = time.perf_counter()
        done = subprocess.run(
            command, cwd=folder, env=self.environment, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE, shell=isinstance(command, str),
        )
        elapsed = time.perf_counter() - started
        if done.returncode not in accepted:
            raise SystemExit(f"{command} ended with {done.returncode}: {done.stderr.decode()[-2000:]}")
        return elapsed

    def program(self, name, *arguments):
        """A measuring program of ours: one JSON object on its output."""
        done = subprocess.run(
            [os.path.join(os.path.abspath(self.options.binaries), name), *arguments],
            check=True, env={**self.environment, "QT_QPA_PLATFORM": "offscreen"}, stdout=subprocess.PIPE,
        )
        return json.loads(done.stdout)

    def turns(self, ours, theirs, runs=None):
        """Medians of both, taken in turns; each is a function that gives seconds."""
        pairs = [(ours(), theirs()) for _ in range(runs or self.options.runs)]
        return tuple(statistics.median(side) for side in zip(*pairs))

    def row(self, what, ours, theirs, factor, other="alembic"):
        """factor: how many times faster at least (1 / factor of its time, when below one)."""
        ratio = theirs / ours
        good = ratio >= factor
        limit = f"{factor:g} times faster" if factor >= 1 else f"at most {1 / factor:.2f} of its time"
        self.say(what, f"{ours:.3f} s", f"{other} {theirs:.3f} s", f"{ratio:.1f} times", limit, good)

    def limit(self, what, values, unit, most):
        """The median of several runs decides; the worst is shown beside it."""
        value = statistics.median(values)
        self.say(
            what, f"{value:.1f} {unit}", f"worst {max(values):.1f} {unit}", "", f"under {most:g} {unit}", value < most,
        )

    def say(self, what, ours, theirs, ratio, target, good):
        print(f"{'ok    ' if good else 'MISSED'}  {what:<48} {ours:>10}  {theirs:<20} {ratio:>12}   {target}", flush=True)
        if not good:
            self.missed.append(what)

    # --- the table -------------------------------------------------------------------------------

    def history(self):
        command = [self.spiritsafe, "migration", "history", "--json"]
        for count, factor in ((1000, 20), (10000, 30)):
            folder = self.project(count)
            self.point(folder, self.cluster.database())

            firsts, agains, theirs = [], [], []
            for _ in range(2 * self.options.runs if count == 1000 else self.options.runs):
                for _ in range(SHORT_RUNS):
                    self.forget_index()
                    firsts.append(self.seconds(command, folder))
                    agains.append(self.seconds(command, folder))
                theirs.append(self.seconds([ALEMBIC, "history"], folder))
            first = statistics.median(firsts)
            self.row(f"history --json, {count} revisions, first time", first, statistics.median(theirs), factor)
        self.row("the same again, nothing changed", statistics.median(agains), first, 3, "first")

    def graph(self):
        folder = self.project(10000)
        cat = "cat migrations/versions/*.py > /dev/null"
        self.seconds(cat, folder)
        ours, theirs = self.turns(
            lambda: self.program("bench_graph", folder)["milliseconds"] / 1000,
            lambda: self.seconds(cat, folder),
        )
        self.row("10000 files to a graph", ours, theirs, 1 / 1.5, "cat")

    def status(self):
        folder = self.project(1000)
        database = self.cluster.database()
        self.point(folder, database)
        self.seconds([ALEMBIC, "upgrade", "head"], folder)
        command = [self.spiritsafe, "migration", "status", "--json"]
        ours, theirs = self.turns(
            lambda: self.seconds(command, folder), lambda: self.seconds([ALEMBIC, "current"], folder)
        )
        self.row("status --json, 1000 applied", ours, theirs, 20)
        self.dbmate(lambda: self.seconds(command, folder))

    def dbmate(self, ours):
        tools = os.path.join(self.work, "npm")
        os.makedirs(tools)
        program = os.path.join(tools, "node_modules/.bin/dbmate")
        npm = shutil.which("npm")
        if npm:
            subprocess.run(
                [npm, "install", "--silent", "--no-audit", "--no-fund", "--prefix", tools, "dbmate"],
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=tools,
            )
        if not os.path.exists(program):
            print("skipped  status against dbmate: npm could not install dbmate here", flush=True)
            return
        # The program itself, without node's start.
        real = subprocess.run(
            f"find {tools}/node_modules/@dbmate -type f -name dbmate", shell=True, stdout=subprocess.PIPE, text=True
        ).stdout.split()
        program = real[0] if real else program
        migrations = os.path.join(tools, "db")
        os.makedirs(migrations)
        for i in range(1000):
            with open(os.path.join(migrations, f"{20200101000000 + i}_step.sql"), "w") as file:
                file.write("-- migrate:up\nSELECT 1;\n-- migrate:down\nSELECT 1;\n")
        database = self.cluster.database()
        url = f"postgres://postgres@/{database}?socket={self.cluster.folder}&sslmode=disable"
        base = [program, "--url", url, "--migrations-dir", migrations, "--no-dump-schema"]
        self.seconds([*base, "up"], tools)
        mine, theirs = self.turns(
            ours, lambda: self.seconds([*base, "status"], tools), self.options.runs * SHORT_RUNS
        )
        self.row("status --json, 1000 applied", mine, theirs, 1, "dbmate")

    def run(self):
        folder = self.project(1000)

        def fresh(command):
            self.point(folder, self.cluster.database())
            return self.seconds(command, folder)

        self.seconds([self.spiritsafe, "project", "--trust"], folder)
        ours, theirs = self.turns(
            lambda: fresh([self.spiritsafe, "migration", "run", "--yes", "--json"]),
            lambda: fresh([ALEMBIC, "upgrade", "head"]),
            3,
        )
        self.row("run of 1000 revisions, all safety on", ours, theirs, 1 / 1.05)

    def warm(self):
        folder = self.project(1000)
        database = self.cluster.database()
        self.point(folder, database)
        self.seconds([ALEMBIC, "upgrade", "head"], folder)
        self.seconds([self.spiritsafe, "project", "--trust"], folder)

        def back():
            self.seconds([ALEMBIC, "downgrade", "-1"], folder)

        def theirs():
            back()
            return self.seconds([ALEMBIC, "upgrade", "+1"], folder)

        def ours():
            back()
            return self.program("bench_run", folder)["milliseconds"] / 1000

        mine, other = self.turns(ours, theirs, 3)
        self.row("run of one revision, helper warm", mine, other, 3)

    def window(self):
        folder = self.project(10000)
        self.point(folder, self.cluster.database())
        measured = []
        for _ in range(self.options.runs):
            self.forget_index()
            measured.append(self.program("bench_window", folder))
        for what, key, unit, most in (
            ("window, 10000 revisions: longest stall", "stall_ms", "ms", 50),
            ("window, 10000 revisions: peak memory", "peak_mb", "MB", 200),
            ("one keystroke in the filter at 10000", "keystroke_ms", "ms", 16),
        ):
            self.limit(what, [one[key] for one in measured], unit, most)

    def editor(self):
        folder = self.project(30)
        self.point(folder, self.cluster.database())
        self.seconds([self.spiritsafe, "project", "--trust"], folder)
        write_long_revision(os.path.join(folder, "migrations", "versions", "zz_long.py"), 5000)
        measured = [self.program("bench_editor", folder, "longrevision") for _ in range(self.options.runs)]
        for what, key, most in (
            ("editor, 5000 lines: asked for to painted", "painted_ms", 50),
            ("editor, 5000 lines: one key to painted", "keystroke_ms", 16),
            ("editor, 5000 lines: longest stall while typing", "stall_ms", 16),
        ):
            self.limit(what, [one[key] for one in measured], "ms", most)


def write_long_revision(path, lines):
    """A base of its own, so that nothing else of the history changes."""
    head = (
        '"""Fill\n\nRevision ID: longrevision\n"""\nfrom alembic import op\nimport sqlalchemy as sa\n\n'
        'revision = "longrevision"\ndown_revision = None\n\n\ndef upgrade():\n'
    )
    with open(path, "w") as file:
        file.write(head)
        for number in range(lines):
            file.write(f'    op.execute(sa.text("UPDATE items SET price = {number} WHERE id = {number}"))\n')
        file.write("\n\ndef downgrade():\n    op.execute(\"UPDATE items SET price = NULL\")\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    rows = ["history", "graph", "status", "run", "warm", "window", "editor"]
    parser.add_argument("--binaries", required=True)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--only", nargs="+", choices=rows, default=rows)
    bench = Bench(parser.parse_args())
    try:
        for name in bench.options.only:
            getattr(bench, name)()
    finally:
        bench.close()
    print(f"{len(bench.missed)} missed" if bench.missed else "every target is met")
    return 1 if bench.missed else 0


if __name__ == "__main__":
    sys.exit(main())
