# SPDX-FileCopyrightText: 2026 The Spiritsafe developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an editor asks while a script is typed. Nothing of the project is executed."""
import warnings


def syntax(parameters):
    """Compiles a text, as importing it would; says what this very Python has against it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(parameters["text"], parameters["path"], "exec", 0, True)
    except SyntaxError as error:
        return {"problem": _problem(error.msg, error.lineno, error.offset, _length(error))}
    except (ValueError, RecursionError, MemoryError, OverflowError) as error:
        return {"problem": _problem(str(error) or type(error).__name__)}
    return {"problem": None}


def _problem(message, line=None, offset=None, length=0):
    return {"message": str(message), "line": line or 1, "column": max((offset or 1) - 1, 0),
            "length": length}


def _length(error):
    """Python 3.10 and newer say where it ends."""
    if getattr(error, "end_lineno", None) == error.lineno:
        return max((error.end_offset or 0) - (error.offset or 0), 0)
    return 0
