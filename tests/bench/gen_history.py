#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Spiritsafe developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes a synthetic Alembic project with a long history.

    gen_history.py DIR --count 1000 [--url postgresql+psycopg2://...] [--style plain|typed]
                   [--branch-every N] [--seed 1]

DIR gets alembic.ini, migrations/env.py, migrations/script.py.mako and migrations/versions/*.py.
Each revision file is 1-2 KB; every tenth creates a table (with an index and a foreign key), the others
add two or three columns (and sometimes an index).  All operations work offline (--sql) and on
PostgreSQL and SQLite (SQLite: no ALTER beyond ADD COLUMN is used on the way up).
--branch-every N: every N revisions a side branch of three revisions is made and merged back.
Deterministic for a given seed.
"""
import argparse
import datetime
import os
import random

INI = """\
[alembic]
script_location = %(here)s/migrations
prepend_sys_path = .
version_path_separator = os
sqlalchemy.url = {url}

[loggers]
keys = root,sqlalchemy,alembic
[handlers]
keys = console
[formatters]
keys = generic
[logger_root]
level = WARN
handlers = console
qualname =
[logger_sqlalchemy]
level = WARN
handlers =
qualname = sqlalchemy.engine
[logger_alembic]
level = {loglevel}
handlers =
qualname = alembic
[handler_console]
class = StreamHandler
args = (sys.stderr,)
level = NOTSET
formatter = generic
[formatter_generic]
format = %(levelname)-5.5s [%(name)s] %(message)s
datefmt = %H:%M:%S
"""

ENV = '''\
from logging.config import fileConfig

from sqlalchemy import engine_from_config
from sqlalchemy import pool

from alembic import context

config = context.config
if config.config_file_name is not None:
    fileConfig(config.config_file_name)
target_metadata = None


def run_migrations_offline() -> None:
    url = config.get_main_option("sqlalchemy.url")
    context.configure(
        url=url,
        target_metadata=target_metadata,
        literal_binds=True,
        dialect_opts={"paramstyle": "named"},
    )
    with context.begin_transaction():
        context.run_migrations()


def run_migrations_online() -> None:
    connectable = engine_from_config(
        config.get_section(config.config_ini_section),
        prefix="sqlalchemy.",
        poolclass=pool.NullPool,
    )
    with connectable.connect() as connection:
        context.configure(connection=connection, target_metadata=target_metadata)
        with context.begin_transaction():
            context.run_migrations()


if context.is_offline_mode():
    run_migrations_offline()
else:
    run_migrations_online()
'''

MAKO = '''\
"""${message}

Revision ID: ${up_revision}
Revises: ${down_revision | comma,n}
Create Date: ${create_date}

"""
from alembic import op
import sqlalchemy as sa
${imports if imports else ""}

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    ${downgrades if downgrades else "pass"}
'''

NOUNS = ("account order invoice user session token project file report event webhook message team role "
         "permission plan coupon address payment refund shipment product variant stock audit").split()
COLS = ("name status external_id note amount priority locale source reason expires_at archived_at "
        "retry_count score region owner_ref checksum payload_size is_default is_hidden title slug").split()
TYPES = [
    ("sa.String(length=255)", "nullable=True"),
    ("sa.Text()", "nullable=True"),
    ("sa.Integer()", 'nullable=False, server_default="0"'),
    ("sa.BigInteger()", "nullable=True"),
    ("sa.Boolean()", "nullable=False, server_default=sa.false()"),
    ("sa.DateTime(timezone=True)", "nullable=True"),
    ("sa.Numeric(precision=12, scale=2)", "nullable=True"),
]

COMMENT = """\
    # {why}: the application writes the new columns from the release after
    # this one on, so existing rows keep the default until they are touched.
    # See the runbook for the order of deployment and for the back-fill job.
"""
WHY = ["Reporting needs these values per row", "Asked for by support", "Part of the billing rework",
       "Prepares the import of external records", "Needed for the retention policy"]


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("dir")
    ap.add_argument("--count", type=int, default=100)
    ap.add_argument("--url", default="postgresql+psycopg2://postgres@127.0.0.1:5432/bench")
    ap.add_argument("--style", choices=["plain", "typed"], default="plain")
    ap.add_argument("--branch-every", type=int, default=0)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--loglevel", default="WARN")
    a = ap.parse_args()
    r = random.Random(a.seed)
    mig = os.path.join(a.dir, "migrations")
    ver = os.path.join(mig, "versions")
    os.makedirs(ver, exist_ok=True)
    w = lambda p, t: open(os.path.join(a.dir, p), "w").write(t)
    w("alembic.ini", INI.replace("{url}", a.url.replace("%", "%%")).replace("{loglevel}", a.loglevel))
    w("migrations/env.py", ENV)
    w("migrations/script.py.mako", MAKO)
    t0 = datetime.datetime(2015, 1, 5, 9, 0, 0)
    prev, table, ncol, parent = None, None, 0, None
    used = set()

    def rid():
        while True:
            x = "%012x" % r.getrandbits(48)
            if x not in used:
                used.add(x)
                return x

    def emit(i, down, label=""):
        nonlocal table, ncol, parent
        rev = rid()
        if table is None or i % 10 == 0:
            parent, table, ncol = table, "%s_%05d" % (r.choice(NOUNS), i), 0
            msg = "create %s" % table
            cols = "".join(
                '        sa.Column("%s", %s, %s),\n' % ((c,) + r.choice(TYPES)) for c in r.sample(COLS, 4)
            )
            fk = (
                '        sa.Column("parent_id", sa.Integer(), nullable=True),\n'
                '        sa.ForeignKeyConstraint(\n            ["parent_id"],\n            ["%s.id"],\n'
                '            name=op.f("fk_%s_parent"),\n            ondelete="SET NULL",\n        ),\n'
                % (parent, table) if parent else ""
            )
            up = (
                '    op.create_table(\n        "%s",\n        sa.Column("id", sa.Integer(), nullable=False),\n'
                '        sa.Column(\n            "created_at",\n            sa.DateTime(timezone=True),\n'
                '            server_default=sa.text("CURRENT_TIMESTAMP"),\n            nullable=False,\n        ),\n'
                '%s%s        sa.PrimaryKeyConstraint("id", name=op.f("pk_%s")),\n    )\n'
                '    op.create_index(\n        op.f("ix_%s_created_at"), "%s", ["created_at"], unique=False\n    )\n'
                % (table, cols, fk, table, table, table)
            )
            dn = '    op.drop_index(op.f("ix_%s_created_at"), table_name="%s")\n    op.drop_table("%s")\n' % (table, table, table)
        else:
            k = r.choice([2, 2, 3])
            msg = "add %s columns to %s" % (r.choice(["tracking", "billing", "status", "import", "audit"]), table)
            names = []
            up = COMMENT.format(why=r.choice(WHY))
            for _ in range(k):
                ncol += 1
                n = "%s_%d" % (r.choice(COLS), ncol)
                names.append(n)
                ty, opt = r.choice(TYPES)
                up += '    op.add_column(\n        "%s",\n        sa.Column(\n            "%s",\n            %s,\n            %s,\n        ),\n    )\n' % (table, n, ty, opt)
            dn = "".join('    op.drop_column("%s", "%s")\n' % (table, n) for n in reversed(names))
            if r.random() < 0.3:
                ix = "ix_%s_%s" % (table, names[0])
                up += '    op.create_index(op.f("%s"), "%s", ["%s"], unique=False)\n' % (ix, table, names[0])
                dn = '    op.drop_index(op.f("%s"), table_name="%s")\n' % (ix, table) + dn
        write(rev, down, msg + label, i, up, dn)
        return rev

    def write(rev, down, msg, i, up, dn):
        date = t0 + datetime.timedelta(hours=7 * i, seconds=r.randrange(3000), microseconds=r.randrange(10 ** 6))
        downs = "" if down is None else down if isinstance(down, str) else ", ".join(down)
        if a.style == "typed":
            imp = "from typing import Sequence, Union\n\n"
            ann = [": str", ": Union[str, Sequence[str], None]"] + [": Union[str, Sequence[str], None]"] * 2
        else:
            imp, ann = "", [""] * 4
        text = (
            '"""%s\n\nRevision ID: %s\nRevises: %s\nCreate Date: %s\n\n"""\n%sfrom alembic import op\nimport sqlalchemy as sa\n\n\n'
            "# revision identifiers, used by Alembic.\nrevision%s = %s\ndown_revision%s = %s\nbranch_labels%s = None\ndepends_on%s = None\n\n\n"
            "def upgrade() -> None:\n    # ### commands auto generated by Alembic - please adjust! ###\n%s    # ### end Alembic commands ###\n\n\n"
            "def downgrade() -> None:\n    # ### commands auto generated by Alembic - please adjust! ###\n%s    # ### end Alembic commands ###\n"
            % (msg, rev, downs, date, imp, ann[0], repr(rev), ann[1], repr(down), ann[2], ann[3], up, dn)
        )
        slug = "_".join(msg.lower().split())[:40]
        with open(os.path.join(ver, "%s_%s.py" % (rev, slug)), "w") as f:
            f.write(text)

    i = 0
    while i < a.count:
        if a.branch_every and prev and i % a.branch_every == 0 and i + 5 <= a.count:
            base, side = prev, prev
            for _ in range(3):
                side = emit(i, side)
                i += 1
            prev = emit(i, base)
            i += 1
            m = rid()
            write(m, (prev, side), "merge heads", i, "    pass\n", "    pass\n")
            prev = m
            i += 1
        else:
            prev = emit(i, prev)
            i += 1


if __name__ == "__main__":
    main()
