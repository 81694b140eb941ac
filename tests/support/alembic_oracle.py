#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Spiritsafe developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Differential oracle for a native (non-Python) implementation of Alembic's revision map.

It builds random revision graphs (branches, merges, branch labels, depends_on, broken graphs),
random alembic_version states and random target identifiers, asks a real Alembic what happens,
and prints one JSON object per graph (JSON Lines).

    alembic_oracle.py generate --seed 1 --count 200            # make graphs + queries + answers
    alembic_oracle.py answer  < cases.jsonl                    # (re)answer given graphs + queries
    alembic_oracle.py strip   < answered.jsonl                 # drop the answers -> input for a native tool
    alembic_oracle.py compare expected.jsonl actual.jsonl      # compare two answer files
    alembic_oracle.py selftest [--count N]                     # oracle vs. real files + real SQLite
    alembic_oracle.py from-dir DIR [DIR...]                    # a real versions/ folder -> one case
    alembic_oracle.py from-corpus corpora/NAME.json [...]      # the facts of a real history -> a case each

    --alembic PATH   put PATH first on the worker's sys.path (an Alembic source tree); repeatable
    --python EXE     interpreter of the workers (default: /usr/bin/python3 if it has alembic)
    --hashseeds N    how many PYTHONHASHSEED values each case is run with (default 6)

Alembic iterates over sets of strings and of objects in several places, so some answers depend on
PYTHONHASHSEED or on memory addresses.  Every case is therefore answered under several hash seeds;
"outcomes" lists the distinct answers, most frequent first.  A native implementation is right when
its answer equals any one of them; "stable" says there was only one.

One output line:
  {"id": "...", "kind": "...", "alembic": ["1.8.1"],
   "graph": [{"revision","down_revision","branch_labels","depends_on"}...],   # in file-list order
   "map_outcomes": [MAP...],
   "queries": [{"op","state"?,"target"?,...,"stable":bool,"outcomes":[ANSWER...]}...]}

MAP    = {"heads","real_heads","bases","real_bases" (ordered), "branch_points","merge_points",
          "revisions": {id: {"labels","nextrev","all_nextrev","resolved_deps","normalized_deps"}},
          "warnings"}   or {"error": ERR}
ANSWER = {"steps":[{"dir":"up"|"down"|"stamp","revision"|"from","to","log","rows":[...],"ops":[...]}],
          "rows":[...]}                        (upgrade, downgrade, stamp)
       | {"revisions":[...]}                   (resolve, history, current, heads ...)
       | {"error": ERR}
ERR    = {"class": exception class raised by the CLI layer, "cause": class underneath,
          "crash": true when the CLI would print a Python traceback, "message": text,
          "at_step": n when the failure happens after n applied steps}
ops    = ["insert",v] | ["delete",v] | ["update",from,to], in the order the SQL is emitted.
rows   = sorted alembic_version rows after the step (a multiset is not modelled: rows are unique).
"""
import argparse
import collections
import json
import os
import random
import subprocess
import sys

# ----------------------------------------------------------------------------- worker side


def _worker_main():
    """Reads cases (JSON Lines) on stdin, writes answers on stdout."""
    import types
    import warnings

    import alembic
    from alembic import util
    from alembic.runtime import migration
    from alembic.script import ScriptDirectory
    from alembic.script import revision as R
    from alembic.script.base import Script

    def up(**kw):
        pass

    def mk_script(g, i):
        mod = types.ModuleType("m%d" % i)
        mod.__doc__ = "doc of %s" % g["revision"]
        mod.upgrade = types.FunctionType(up.__code__, {}, "upgrade")
        mod.downgrade = types.FunctionType(up.__code__, {}, "downgrade")
        mod.revision = g["revision"]

        def tup(v):
            return tuple(v) if isinstance(v, list) else v

        mod.down_revision = tup(g.get("down_revision"))
        mod.branch_labels = tup(g.get("branch_labels"))
        mod.depends_on = tup(g.get("depends_on"))
        return Script(mod, mod.revision, "/versions/%s.py" % g["revision"])

    def mk_env(graph):
        env = ScriptDirectory("/")
        env.revision_map = R.RevisionMap(
            lambda: [mk_script(g, i) for i, g in enumerate(graph)]
        )
        return env

    class Ctx:
        as_sql = True

        class impl:
            @staticmethod
            def _exec(*a, **k):
                return None

        def __init__(self):
            class Anything:
                def __getattr__(self, n):
                    return Anything()

                def __call__(self, *a, **k):
                    return Anything()

                def __eq__(self, o):
                    return True

                __hash__ = None

            self._version = Anything()

    class Recorder(migration.HeadMaintainer):
        def __init__(self, heads):
            super().__init__(Ctx(), heads)
            self.ops = []

        def _insert_version(self, version):
            super()._insert_version(version)
            self.ops.append(["insert", version])

        def _delete_version(self, version):
            super()._delete_version(version)
            self.ops.append(["delete", version])

        def _update_version(self, from_, to_):
            super()._update_version(from_, to_)
            self.ops.append(["update", from_, to_])

    def err(e, at_step=None):
        cause = e.__cause__ if isinstance(e, util.CommandError) else e
        out = {
            "class": type(e).__name__,
            "cause": type(cause).__name__ if cause is not None else None,
            "crash": not isinstance(e, util.CommandError),
            "message": str(e),
        }
        if out["crash"]:
            # the alembic function that raised, for sorting crashes into kinds
            tb, where = e.__traceback__, None
            while tb:
                if "alembic" in tb.tb_frame.f_code.co_filename and "oracle" not in tb.tb_frame.f_code.co_filename:
                    prev, where = where, tb.tb_frame.f_code.co_name
                    if where in ("is_revision", "not_none", "<listcomp>", "<genexpr>", "<dictcomp>"):
                        where = "%s/%s" % (prev, where)
                tb = tb.tb_next
            out["where"] = where
        if at_step is not None:
            out["at_step"] = at_step
        return out

    def ident(r):
        if r is None:
            return None
        return r if isinstance(r, str) else r.revision

    def run_steps(steps, state):
        rec = Recorder(state)
        out = []
        for i, st in enumerate(steps):
            rec.ops = []
            try:
                rec.update_to_step(st)
            except Exception as e:  # AssertionError, KeyError
                return {"steps": out, "error": err(e, at_step=i)}
            d = {"ops": rec.ops, "rows": sorted(rec.heads), "log": st.short_log}
            if isinstance(st, migration.RevisionStep):
                d["dir"] = "up" if st.is_upgrade else "down"
                d["revision"] = st.revision.revision
            else:
                d["dir"] = "stamp"
                d["from"] = list(st.from_revisions)
                d["to"] = list(st.to_revisions)
            out.append(d)
        return {"steps": out, "rows": sorted(rec.heads)}

    def answer(env, q):
        rm = env.revision_map
        op = q["op"]
        state = tuple(q.get("state") or ())
        tgt = q.get("target")
        if op == "upgrade":
            return run_steps(env._upgrade_revs(tgt, state), state)
        if op == "downgrade":
            return run_steps(env._downgrade_revs(tgt, state), state)
        if op == "stamp":
            dest = util.to_tuple(tuple(tgt) if isinstance(tgt, list) else tgt)
            return run_steps(env._stamp_revs(dest, state), state)
        if op == "resolve":  # `show`, `edit`, `merge` arguments
            return {"revisions": [ident(r) for r in env.get_revisions(tgt)]}
        if op == "resolve_one":  # --depends-on arguments
            return {"revisions": [ident(env.get_revision(tgt))]}
        if op == "history":
            return {
                "revisions": [
                    r.revision
                    for r in env.walk_revisions(
                        base=q.get("base") or "base", head=q.get("head") or "heads"
                    )
                ]
            }
        if op == "history_text":
            return {
                "lines": [
                    r.cmd_format(
                        verbose=False,
                        include_branches=True,
                        include_doc=True,
                        include_parents=True,
                    )
                    for r in env.walk_revisions()
                ]
            }
        if op == "current":  # `alembic current` prints these, in set order
            return {"revisions": sorted(ident(r) or "" for r in env.get_all_current(state))}
        if op == "heads":
            return {"revisions": [r.revision for r in env.get_revisions(env.get_heads())]}
        if op == "heads_resolved":
            return {"revisions": [r.revision for r in env.get_revisions("heads")]}
        if op == "branches":
            return {"revisions": [r.revision for r in env.walk_revisions() if r.is_branch_point]}
        raise SystemExit("unknown op %r" % op)

    def the_map(env):
        rm = env.revision_map
        rm._revision_map
        revs = {}
        for k, r in rm._revision_map.items():
            if r is None or k != r.revision:
                continue
            revs[k] = {
                "labels": sorted(r.branch_labels),
                "nextrev": sorted(r.nextrev),
                "all_nextrev": sorted(r._all_nextrev),
                "resolved_deps": list(r._resolved_dependencies),
                "normalized_deps": sorted(r._normalized_resolved_dependencies),
            }
        return {
            "heads": list(rm.heads),
            "real_heads": list(rm._real_heads),
            "bases": list(rm.bases),
            "real_bases": list(rm._real_bases),
            "branch_points": sorted(k for k in revs if rm._revision_map[k].is_branch_point),
            "merge_points": sorted(k for k in revs if rm._revision_map[k].is_merge_point),
            "revisions": revs,
        }

    # labels, nextrev and the like are sets and are printed in hash order: print them sorted
    _fmt = util.format_as_comma
    util.format_as_comma = lambda v: _fmt(sorted(v) if isinstance(v, (set, frozenset)) else v)

    # some graphs make Alembic loop for ever (see "hang" answers): limit every answer
    import signal

    class Hang(BaseException):
        pass

    def on_alarm(*a):
        raise Hang()

    signal.signal(signal.SIGALRM, on_alarm)
    limit = float(os.environ.get("ORACLE_LIMIT", "5"))

    def limited(fn):
        signal.setitimer(signal.ITIMER_REAL, limit)
        try:
            return fn()
        except Hang:
            return {"error": {"class": "Hang", "cause": "Hang", "crash": True, "message": "no answer within the limit"}}
        except Exception as e:
            return {"error": err(e)}
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)

    keep = []  # shifts addresses so that id()-ordered sets vary between workers
    rnd = random.Random(os.environ.get("PYTHONHASHSEED"))
    for line in sys.stdin:
        case = json.loads(line)
        keep.extend(bytearray(rnd.randrange(1, 900)) for _ in range(rnd.randrange(0, 40)))
        del keep[: max(0, len(keep) - 300)]
        out = {"alembic": alembic.__version__, "answers": []}
        with warnings.catch_warnings(record=True) as ws:
            warnings.simplefilter("always")
            m = limited(lambda: the_map(mk_env(case["graph"])))
        m["warnings"] = sorted({str(w.message) for w in ws if w.category is UserWarning})
        out["map"] = m
        for q in case["queries"]:
            with warnings.catch_warnings(record=True) as ws:
                warnings.simplefilter("always")
                # a fresh map for each query: RevisionMap memoises
                a = limited(lambda: answer(mk_env(case["graph"]), q))
            w = sorted(
                {
                    str(x.message)
                    for x in ws
                    if x.category is UserWarning and "ambiguous" in str(x.message)
                }
            )
            if w:
                a["warnings"] = w
            out["answers"].append(a)
        sys.stdout.write(json.dumps(out, sort_keys=True) + "\n")
        sys.stdout.flush()


# ----------------------------------------------------------------------------- generator


class Gen:
    KINDS = [
        ("linear", 6),
        ("branchy", 22),
        ("merges", 18),
        ("labels", 14),
        ("deps", 18),
        ("forest", 12),
        ("broken", 6),
        ("odd_ids", 4),
        ("redundant", 4),  # merges of an ancestor with its own descendant (hand edits, --splice)
    ]

    def __init__(self, seed):
        self.r = random.Random(seed)

    def ident(self, style, i, used):
        r = self.r
        while True:
            if style == "hex":
                s = "%012x" % r.getrandbits(48)
            elif style == "short":
                s = "abcdefghijklmnopqrstuvwxyz"[i % 26] + (str(i // 26) if i >= 26 else "")
            elif style == "prefix":
                s = r.choice(["ab12", "ab13", "ab", "cd34ef"]) + "%04x" % r.getrandbits(16)
            elif style == "num":
                s = "%04d" % (i + 1)
            elif style == "words":
                s = "%04d_%s" % (i + 1, r.choice(["users", "orders", "idx", "fix_enum"]))
            else:
                s = r.choice(["r.%d", "rev %d", "é%d", "R_%d", "%d", "x%dy"]) % i
            if s not in used:
                used.add(s)
                return s

    def graph(self):
        r = self.r
        kind = r.choices([k for k, _ in self.KINDS], [w for _, w in self.KINDS])[0]
        n = r.choice([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14])
        if r.random() < 0.03:
            n = r.randrange(20, 60)
        style = r.choices(["hex", "short", "prefix", "num", "words"], [40, 25, 15, 10, 10])[0]
        if kind == "odd_ids":
            style = "odd"
        p_base, p_branch, p_merge, p_label, p_dep = {
            "linear": (0, 0, 0, 0.05, 0),
            "branchy": (0.03, 0.4, 0.05, 0.15, 0.05),
            "merges": (0.08, 0.35, 0.3, 0.1, 0.1),
            "labels": (0.12, 0.3, 0.1, 0.4, 0.1),
            "deps": (0.15, 0.3, 0.12, 0.2, 0.35),
            "forest": (0.3, 0.15, 0.08, 0.25, 0.2),
            "broken": (0.1, 0.3, 0.15, 0.2, 0.2),
            "odd_ids": (0.1, 0.3, 0.15, 0.2, 0.2),
            "redundant": (0.1, 0.3, 0.3, 0.1, 0.2),
        }[kind]
        used, revs, labels = set(), [], []
        for i in range(n):
            rid = self.ident(style, i, used)
            heads = [
                x
                for x in revs
                if not any(
                    x["revision"] in (y["down_revision"] or [])
                    for y in revs
                )
            ]
            ids = [x["revision"] for x in revs]
            down = None
            if revs and r.random() >= p_base:
                if r.random() < p_merge and len(revs) >= 2:
                    k = min(len(revs), r.choice([2, 2, 2, 3]))
                    pool = [h["revision"] for h in heads] if len(heads) >= k and r.random() < 0.7 else ids
                    down = r.sample(pool, k)
                    if kind not in ("redundant", "broken"):
                        anc = [self.ancestors(revs, d) for d in down]
                        down = [d for d in down if not any(d in a and d != e for a, e in zip(anc, down))]
                elif r.random() < p_branch:
                    down = [r.choice(ids)]
                else:
                    down = [r.choice(heads)["revision"]] if r.random() < 0.6 else [heads[-1]["revision"]]
            lab = None
            if r.random() < p_label:
                lab = []
                for _ in range(r.choice([1, 1, 1, 2])):
                    l = r.choice(["net", "core", "plugin", "feat", "x", "release-2024", "ab12", "a_b"]) + (
                        str(len(labels)) if r.random() < 0.8 or labels else ""
                    )
                    if l not in labels and l not in used:
                        labels.append(l)
                        lab.append(l)
                lab = lab or None
            dep = None
            if revs and r.random() < p_dep:
                pool = [x for x in ids if x not in (down or [])]
                pool += [l for l in labels if l not in (lab or [])] if r.random() < 0.4 else []
                if pool:
                    dep = r.sample(pool, min(len(pool), r.choice([1, 1, 1, 2, 3])))
            revs.append(
                {"revision": rid, "down_revision": down, "branch_labels": lab, "depends_on": dep}
            )
        # spelling of the tuples: a scalar, a list (= tuple), a one-tuple
        for x in revs:
            for k in ("down_revision", "branch_labels", "depends_on"):
                v = x[k]
                if v is not None and len(v) == 1 and r.random() < 0.8:
                    x[k] = v[0]
                elif v is None and k != "down_revision" and r.random() < 0.02:
                    x[k] = []
        if kind == "broken":
            self.break_it(revs)
        # file-list order is by file name, i.e. unrelated to age
        if r.random() < 0.7:
            revs.sort(key=lambda x: x["revision"])
        elif r.random() < 0.5:
            r.shuffle(revs)
        return kind, revs

    def ancestors(self, revs, rid):
        by = {x["revision"]: x for x in revs}
        out, todo = set(), [rid]
        while todo:
            c = todo.pop()
            if c not in out:
                out.add(c)
                todo.extend(by[c]["down_revision"] or [])
        return out

    def break_it(self, revs):
        r = self.r
        x = r.choice(revs)
        ids = [y["revision"] for y in revs]
        how = r.choice(
            ["missing", "missing_dep", "cycle", "selfloop", "depcycle", "depself", "dup", "duplabel",
             "label_is_rev", "badchar", "down_is_label", "colon", "all_cycle"]
        )
        if how == "missing":
            x["down_revision"] = "deadbeef0000"
        elif how == "missing_dep":
            x["depends_on"] = "nosuchlabel"
        elif how == "cycle":
            x["down_revision"] = r.choice(ids)
        elif how == "all_cycle":
            for y in revs:
                if not y["down_revision"]:
                    y["down_revision"] = ids[-1]
        elif how == "selfloop":
            x["down_revision"] = x["revision"]
        elif how == "depcycle":
            x["depends_on"] = r.choice(ids)
        elif how == "depself":
            x["depends_on"] = [x["revision"]]
        elif how == "dup":
            revs.append(dict(x, down_revision=r.choice(ids)))
        elif how == "duplabel":
            for y in r.sample(revs, min(2, len(revs))):
                y["branch_labels"] = "samelabel"
        elif how == "label_is_rev":
            x["branch_labels"] = r.choice(ids)
        elif how == "badchar":
            x["revision"] = x["revision"] + r.choice(["@1", "-1", "+2"])
        elif how == "colon":
            x["revision"] = "REV:" + x["revision"]
        elif how == "down_is_label":
            y = r.choice(revs)
            y["branch_labels"] = "lab0"
            x["down_revision"] = "lab0"

    # --- targets and states

    def some_id(self, revs):
        r = self.r
        ids = [x["revision"] for x in revs]
        labels = [
            l
            for x in revs
            for l in ([x["branch_labels"]] if isinstance(x["branch_labels"], str) else x["branch_labels"] or [])
        ]
        x = r.random()
        if labels and x < 0.2:
            return r.choice(labels), labels
        i = r.choice(ids)
        if x > 0.8:
            i = i[: r.choice([1, 2, 3, 4, 5, 6, 8])]
        return i, labels

    def target(self, revs, down):
        r = self.r
        i, labels = self.some_id(revs)
        branch = r.choice(labels) if labels and r.random() < 0.8 else self.some_id(revs)[0]
        n = r.choice([1, 1, 1, 2, 2, 3, 4, 7])
        forms = [
            ("head", 6 if not down else 1),
            ("heads", 8 if not down else 1),
            ("base", 2 if not down else 10),
            (i, 20),
            ("+%d" % n, 8 if not down else 2),
            ("-%d" % n, 2 if not down else 14),
            ("%s+%d" % (i, n), 6),
            ("%s-%d" % (i, n), 6),
            ("%s@head" % branch, 5),
            ("%s@heads" % branch, 4),
            ("%s@base" % branch, 2 if not down else 6),
            ("%s@%s" % (branch, i), 6),
            ("%s@+%d" % (branch, n), 5),
            ("%s@-%d" % (branch, n), 2 if not down else 6),
            ("%s@%s+%d" % (branch, i, n), 2),
            ("%s@%s-%d" % (branch, i, n), 2),
            ("head-%d" % n, 2),
            ("base+%d" % n, 2),
            ("%s@head-%d" % (branch, n), 1),
            ("nosuch", 1),
            ("nosuch@head", 1),
            ("", 0.3),
            ("current", 0.3),
            ("+0", 0.3),
            ("%s+0" % i, 0.3),
        ]
        return r.choices([f for f, _ in forms], [w for _, w in forms])[0]

    def queries(self, revs, states, nq):
        """states: callable making a plausible alembic_version content"""
        r = self.r
        qs = [
            {"op": "heads"},
            {"op": "heads_resolved"},
            {"op": "history"},
            {"op": "history_text"},
            {"op": "branches"},
        ]
        for _ in range(nq):
            op = r.choices(
                ["upgrade", "downgrade", "stamp", "resolve", "resolve_one", "history", "current"],
                [30, 30, 12, 10, 4, 7, 7],
            )[0]
            q = {"op": op}
            if op in ("upgrade", "downgrade", "stamp", "current"):
                q["state"] = states()
            if op in ("upgrade", "downgrade"):
                q["target"] = self.target(revs, op == "downgrade")
            elif op == "stamp":
                k = r.choice([1, 1, 1, 2, 3])
                t = [
                    r.choice([self.some_id(revs)[0], self.some_id(revs)[0], "heads", "head", "base",
                              self.target(revs, False)])
                    for _ in range(k)
                ]
                q["target"] = t
            elif op in ("resolve", "resolve_one"):
                q["target"] = self.target(revs, r.random() < 0.5)
            elif op == "history":
                if r.random() < 0.7:
                    q["base"] = self.target(revs, True)
                if r.random() < 0.7:
                    q["head"] = self.target(revs, False)
            qs.append(q)
        return qs

    def states_for(self, revs):
        """Plausible alembic_version contents, computed here without Alembic: the tips of a random
        down-closed set (down_revision and depends_on), sometimes an arbitrary subset."""
        r = self.r
        by = {x["revision"]: x for x in revs}
        lab = {}
        for x in revs:
            for l in self._l(x["branch_labels"]):
                lab.setdefault(l, x["revision"])

        def downs(x):
            return [
                d if d in by else lab.get(d)
                for d in self._l(x["down_revision"]) + self._l(x["depends_on"])
                if d in by or d in lab
            ]

        def state():
            p = r.random()
            if p < 0.12:
                return []
            if p < 0.90:
                seeds = r.sample(list(by), min(len(by), r.choice([1, 1, 1, 2, 2, 3])))
                if r.random() < 0.25:
                    seeds = list(by)
                done, todo = set(), list(seeds)
                while todo:
                    c = todo.pop()
                    if c in done:
                        continue
                    done.add(c)
                    todo.extend(downs(by[c]))
                tips = [c for c in done if not any(c in downs(by[o]) for o in done if o != c)]
                # tips of a DAG; also drop those that are ancestors of another tip (cannot happen
                # with immediate edges, all of `done` being closed)
                return sorted(tips)
            if p < 0.97:
                return sorted(r.sample(list(by), min(len(by), r.choice([1, 2, 2, 3]))))
            return sorted(r.sample(list(by), 1)) + ["ffffffffffff"] if p < 0.99 else ["ffffffffffff"]

        return state

    @staticmethod
    def _l(v):
        return [] if v is None else [v] if isinstance(v, str) else list(v)


# ----------------------------------------------------------------------------- driver


def default_python():
    for exe in ("/usr/bin/python3", sys.executable):
        if os.path.exists(exe) and not subprocess.call(
            [exe, "-c", "import alembic"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ):
            return exe
    return sys.executable


def run_workers(cases, args):
    """Answers every case under several hash seeds and merges."""
    text = "".join(
        json.dumps({"graph": c["graph"], "queries": c["queries"]}) + "\n" for c in cases
    )
    seeds = ["0", "1", "42", "777", "31337", "123456", "99", "2024", "5", "6", "7", "8"][: args.hashseeds]
    runs = []
    for s in seeds:
        env = dict(os.environ, PYTHONHASHSEED=s)
        if args.alembic:
            env["PYTHONPATH"] = os.pathsep.join(args.alembic + [env.get("PYTHONPATH", "")])
        p = subprocess.run(
            [args.python, "-W", "ignore", os.path.abspath(__file__), "_worker"],
            input=text.encode(),
            stdout=subprocess.PIPE,
            env=env,
        )
        if p.returncode:
            raise SystemExit("worker failed with hash seed %s" % s)
        runs.append([json.loads(x) for x in p.stdout.decode().splitlines()])
    for i, c in enumerate(cases):
        c["alembic"] = sorted({run[i]["alembic"] for run in runs})
        c["map_outcomes"] = distinct([run[i]["map"] for run in runs])
        for j, q in enumerate(c["queries"]):
            q["outcomes"] = distinct([run[i]["answers"][j] for run in runs], norm)
            q["stable"] = len(q["outcomes"]) == 1
    return cases


def distinct(xs, key=lambda x: x):
    """The distinct answers, most frequent first.  Which of several rows an un-merge UPDATEs and which
    it INSERTs is hash order too and means nothing, so answers that differ only in "ops" are one."""
    cnt, first = collections.Counter(), {}
    for x in xs:
        k = json.dumps(key(x), sort_keys=True)
        cnt[k] += 1
        first.setdefault(k, x)
    return [first[k] for k, _ in cnt.most_common()]


def make_cases(seed, count, nq):
    cases = []
    for i in range(count):
        g = Gen("%s/%d" % (seed, i))
        kind, revs = g.graph()
        qs = g.queries(revs, g.states_for(revs), nq)
        cases.append({"id": "%s/%d" % (seed, i), "kind": kind, "graph": revs, "queries": qs})
    return cases


NORMAL_KEYS = ("steps", "rows", "revisions", "lines")


def norm(a, messages=True, errors_equal=False):
    """What a native implementation has to reproduce; messages of crashes are Python's own.
    errors_equal: any error equals any other (a native tool should refuse before the first step
    what Alembic only notices, with a traceback, at step n)."""
    if "error" in a:
        e = a["error"]
        if errors_equal:
            return {"error": True}
        d = {"error": "crash" if e["crash"] else "CommandError"}
        if not e["crash"] and messages:
            d["message"] = e["message"]
        if "at_step" in e:
            d["at_step"] = e["at_step"]
        if a.get("steps"):
            d["steps"] = strip_ops(a["steps"])
        return d
    return {k: strip_ops(a[k]) if k == "steps" else a[k] for k in NORMAL_KEYS if k in a}


def strip_ops(steps):
    return [{k: v for k, v in s.items() if k != "ops"} for s in steps]


def compare(exp, act, strict=False, limit=20):
    """act: the same file format, with each query's outcomes[0] (or 'answer') the native answer.
    strict: error texts and the steps before a failure have to be equal as well."""
    n = bad = skipped = 0
    shown = 0
    for ce, ca in zip(exp, act):
        assert ce["id"] == ca["id"], (ce["id"], ca["id"])
        pairs = list(zip(ce["queries"], ca["queries"]))
        for qe, qa in pairs:
            n += 1
            got = qa.get("answer") or (qa.get("outcomes") or [None])[0]
            if got is None:
                skipped += 1
                continue
            ok = [norm(o, strict, not strict) for o in qe["outcomes"]]
            if norm(got, strict, not strict) not in ok:
                bad += 1
                if shown < limit:
                    shown += 1
                    print(json.dumps({
                        "case": ce["id"], "query": {k: v for k, v in qe.items() if k not in ("outcomes", "stable")},
                        "expected_any_of": ok, "got": norm(got, strict, not strict)}, ensure_ascii=False))
    print("%d compared, %d different, %d without an answer" % (n, bad, skipped), file=sys.stderr)
    return bad


def load(path):
    with (sys.stdin if path == "-" else open(path)) as f:
        return [json.loads(l) for l in f if l.strip()]


# ----------------------------------------------------------------------------- self test


def selftest(args):
    """Writes real revision files, drives the real `alembic` command functions against a real SQLite
    database, and checks that rows and step order equal what the in-memory oracle said."""
    code = r"""
import json, os, shutil, sys, tempfile, warnings, logging
warnings.simplefilter("ignore")
# Alembic < 1.10 lists version files in os.listdir() order, i.e. in the file system's; sort it
_listdir = os.listdir
os.listdir = lambda *a: sorted(_listdir(*a))
import alembic, sqlalchemy as sa
from alembic import command
from alembic.config import Config
ENV = '''
from alembic import context
import sqlalchemy as sa
e = sa.create_engine(context.config.get_main_option("sqlalchemy.url"))
with e.connect() as c:
    context.configure(connection=c)
    with context.begin_transaction():
        context.run_migrations()
'''
def tup(v): return tuple(v) if isinstance(v, list) else v
for line in sys.stdin:
    job = json.loads(line)
    d = tempfile.mkdtemp()
    os.makedirs(d + "/s/versions")
    open(d + "/s/env.py", "w").write(ENV)
    log = d + "/log"
    for i, g in enumerate(job["graph"]):
        # file name order = graph order
        open(d + "/s/versions/%04d.py" % i, "w").write(
            '"doc"\nrevision = %r\ndown_revision = %r\nbranch_labels = %r\ndepends_on = %r\n'
            'def upgrade():\n    open(%r, "a").write("up " + revision + "\\n")\n'
            'def downgrade():\n    open(%r, "a").write("down " + revision + "\\n")\n'
            % (g["revision"], tup(g["down_revision"]), tup(g["branch_labels"]), tup(g["depends_on"]), log, log))
    url = "sqlite:///" + d + "/db"
    cfg = Config(stdout=open(os.devnull, "w"))
    cfg.set_main_option("script_location", d + "/s")
    cfg.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    eng = sa.create_engine(url)
    out = []
    for q in job["queries"]:
        if os.path.exists(log): os.unlink(log)
        with eng.begin() as c:
            c.execute(sa.text("drop table if exists alembic_version"))
            c.execute(sa.text("create table alembic_version (version_num varchar(32) not null primary key)"))
            for s in q["state"]:
                c.execute(sa.text("insert into alembic_version values (:v)"), {"v": s})
        try:
            if q["op"] == "upgrade": command.upgrade(cfg, q["target"])
            elif q["op"] == "downgrade": command.downgrade(cfg, q["target"])
            else: command.stamp(cfg, q["target"])
            e = None
        except Exception as ex:
            e = type(ex).__name__
        with eng.connect() as c:
            rows = sorted(r[0] for r in c.execute(sa.text("select version_num from alembic_version")))
        out.append({"error": e, "rows": rows, "log": open(log).read().split("\n")[:-1] if os.path.exists(log) else []})
    print(json.dumps(out)); sys.stdout.flush()
    eng.dispose()
    shutil.rmtree(d)
"""
    cases = make_cases("selftest-%s" % args.seed, args.count, 10)
    cases = [c for c in cases if c["kind"] not in ("broken", "odd_ids")]
    for c in cases:
        c["queries"] = [
            q
            for q in c["queries"]
            if q["op"] in ("upgrade", "downgrade", "stamp")
            and len(set(q["state"])) == len(q["state"])
            # the command functions treat ':' and '' apart; leave those out
            and q["target"] != "" and "" not in (q["target"] if isinstance(q["target"], list) else [])
        ]
    run_workers(cases, args)
    env = dict(os.environ, PYTHONHASHSEED="0")
    if args.alembic:
        env["PYTHONPATH"] = os.pathsep.join(args.alembic)
    p = subprocess.run(
        [args.python, "-W", "ignore", "-c", code],
        input="".join(json.dumps({"graph": c["graph"], "queries": c["queries"]}) + "\n" for c in cases).encode(),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env,
    )
    lines = p.stdout.decode().splitlines()
    if p.returncode or len(lines) != len(cases):
        sys.stderr.write(p.stderr.decode()[-3000:])
        raise SystemExit("real run failed")
    n = bad = 0
    for c, l in zip(cases, lines):
        for q, real in zip(c["queries"], json.loads(l)):
            n += 1
            ok = False
            for o in q["outcomes"]:
                if "error" in o:
                    # a failing step rolls the transaction back (SQLite: implicit transaction), so
                    # only the fact of failure is compared
                    ok |= real["error"] == o["error"]["class"]
                else:
                    log = ["%s %s" % (s["dir"], s["revision"]) for s in o["steps"] if s["dir"] != "stamp"]
                    ok |= real["error"] is None and real["rows"] == o["rows"] and real["log"] == log
            if not ok:
                bad += 1
                if bad < 6:
                    print(json.dumps({"case": c["id"], "graph": c["graph"], "query": q, "real": real}))
    print("selftest: %d graphs, %d queries, %d mismatches (alembic %s)"
          % (len(cases), n, bad, ",".join(cases[0]["alembic"])))
    return 1 if bad else 0


def from_dirs(args):
    import ast
    revs = []
    for d in args.dirs:
        for f in sorted(os.listdir(d)):
            if not f.endswith(".py") or f.startswith("__init__") or f.startswith(".#"):
                continue
            g = {}
            for st in ast.parse(open(os.path.join(d, f), encoding="utf-8").read()).body:
                tgts = st.targets if isinstance(st, ast.Assign) else [st.target] if isinstance(st, ast.AnnAssign) and st.value is not None else []
                for t in tgts:
                    if isinstance(t, ast.Name) and t.id in ("revision", "down_revision", "branch_labels", "depends_on"):
                        try:
                            v = ast.literal_eval(st.value)
                        except ValueError:
                            continue
                        g[t.id] = list(v) if isinstance(v, (tuple, set)) else v
            if "revision" in g:
                for k in ("down_revision", "branch_labels", "depends_on"):
                    g.setdefault(k, None)
                revs.append(g)
    gen = Gen(args.seed)
    return [{"id": args.dirs[0], "kind": "real", "graph": revs,
             "queries": gen.queries(revs, gen.states_for(revs), args.queries)}]


def from_corpus(args):
    cases = []
    for path in args.dirs:
        with open(path) as f:
            j = json.load(f)
        one = lambda v: None if not v or v == [""] else v[0] if len(v) == 1 else v
        names = {r["revision"] for r in j["revisions"]} | {l for r in j["revisions"] for l in r["branch_labels"]}
        revs = [
            {"revision": r["revision"], "down_revision": one(r["down_revision"]),
             "branch_labels": one(r["branch_labels"]),
             # revisions of other packages are not in this folder
             "depends_on": one([d for d in r["depends_on"] if d in names])}
            for r in j["revisions"]
        ]
        gen = Gen("%s/%s" % (args.seed, j["name"]))
        cases.append({"id": j["name"], "kind": "real", "graph": revs,
                      "queries": gen.queries(revs, gen.states_for(revs), args.queries)})
    return cases


def main():
    if len(sys.argv) > 1 and sys.argv[1] == "_worker":
        return _worker_main()
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("cmd", choices=["generate", "cases", "answer", "strip", "compare", "selftest", "from-dir", "from-corpus"])
    ap.add_argument("dirs", nargs="*")
    ap.add_argument("--seed", default="1")
    ap.add_argument("--count", type=int, default=100)
    ap.add_argument("--queries", type=int, default=25)
    ap.add_argument("--hashseeds", type=int, default=6)
    ap.add_argument("--alembic", action="append", default=[])
    ap.add_argument("--python", default=None)
    ap.add_argument("--strict", action="store_true", help="compare: error texts too")
    args = ap.parse_intermixed_args()
    args.python = args.python or default_python()
    if args.cmd == "compare":
        sys.exit(1 if compare(load(args.dirs[0]), load(args.dirs[1]), args.strict) else 0)
    if args.cmd == "selftest":
        sys.exit(selftest(args))
    if args.cmd in ("generate", "cases"):
        cases = make_cases(args.seed, args.count, args.queries)
    elif args.cmd == "from-dir":
        cases = from_dirs(args)
    elif args.cmd == "from-corpus":
        cases = from_corpus(args)
    else:
        cases = load("-")
        for c in cases:
            c.pop("map_outcomes", None)
            c.pop("alembic", None)
            for q in c["queries"]:
                q.pop("outcomes", None)
                q.pop("stable", None)
    if args.cmd not in ("strip", "cases"):
        # batches keep memory flat
        for k in range(0, len(cases), 200):
            for c in run_workers(cases[k:k + 200], args):
                print(json.dumps(c, ensure_ascii=False))
        return
    for c in cases:
        print(json.dumps(c, ensure_ascii=False))


if __name__ == "__main__":
    main()
