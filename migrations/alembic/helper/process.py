# SPDX-FileCopyrightText: 2026 The Spiritsafe developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""What this process is allowed to leave behind, and what it loads ahead."""
import gc
import importlib
import os
import sys


def harden():
    """No core dump and no look into our memory or environment: passwords are in both. The file
    size limit for cores came with us; being dumpable is reset by exec."""
    try:
        import ctypes

        pr_set_dumpable = 4
        ctypes.CDLL(None).prctl(pr_set_dumpable, 0, 0, 0, 0)
    except (ImportError, OSError, AttributeError):
        pass
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")


def _import_driver():
    """The one that the environment's URL will need; a wrong guess costs a few milliseconds."""
    from sqlalchemy.engine import make_url

    dialect = make_url(os.environ.get("DATABASE_URL") or "postgresql+psycopg2://").get_dialect()
    (getattr(dialect, "import_dbapi", None) or dialect.dbapi)()
    if dialect.is_async:
        importlib.import_module("sqlalchemy.ext.asyncio")


def import_ahead():
    """Imports what every command needs. Raises ImportError when Alembic is not there."""
    import alembic
    import sqlalchemy

    for name in ("alembic.config", "alembic.command", "logging.config", "mako.template",
                 "sqlalchemy.dialects.postgresql"):
        importlib.import_module(name)
    try:
        _import_driver()
    except Exception:  # env.py says what it really needs
        pass
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)  # scripts by the thousand make objects, and hardly garbage
    gc.enable()
    return {
        "python": ".".join(str(part) for part in sys.version_info[:3]),
        "alembic": alembic.__version__,
        "sqlalchemy": sqlalchemy.__version__,
    }
