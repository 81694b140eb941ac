# SPDX-FileCopyrightText: 2026 The Spiritsafe developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an editor asks while a script is typed. Nothing of the project is executed."""
import importlib
import inspect
import re
import warnings

from alembic.util.langhelpers import ModuleClsProxy

from spiritsafe_helper.channel import cut

_VARIADIC = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
_PLUMBING = dir(ModuleClsProxy)  # what makes alembic.op a module


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


def names(parameters):
    """The public names of modules and classes of Alembic and SQLAlchemy, as they are installed."""
    return {"names": {owner: _names_of(owner) for owner in parameters["owners"]}}


def _names_of(owner):
    if not _is_theirs(owner):
        return []
    try:
        holder = _found(owner)
    except Exception:  # it is not in this version
        return []
    described = (_described(holder, name) for name in dir(holder)
                 if not name.startswith("_") and name not in _PLUMBING)
    return [name for name in described if name is not None]


def _is_theirs(name):
    return (name or "").split(".")[0] in ("alembic", "sqlalchemy")


def _found(owner):
    if owner == "alembic.op":  # its functions hide the signatures of the methods that they call
        owner = "alembic.operations.Operations"
    try:
        return importlib.import_module(owner)
    except ImportError:
        module, _, name = owner.rpartition(".")
        return getattr(importlib.import_module(module), name)


def _described(holder, name):
    try:
        value = getattr(holder, name)
    except Exception:
        return None
    if inspect.ismodule(value):
        return {"name": name, "kind": "module"} if _is_theirs(value.__name__) else None
    if not callable(value):
        return None if type(value).__module__ in ("__future__", "typing") else {
            "name": name, "kind": "value"}
    if not _is_theirs(getattr(value, "__module__", None)):
        return None
    return {"name": name, "kind": "class" if inspect.isclass(value) else "function",
            "signature": _signature(holder, name, value), "doc": _first_sentence(value)}


def _signature(holder, name, value):
    try:
        signature = inspect.signature(value)
    except (ValueError, TypeError):
        return ""
    parameters = [parameter.replace(annotation=parameter.empty)
                  for parameter in signature.parameters.values()
                  if not parameter.name.startswith("_") or parameter.default is parameter.empty]
    bound = isinstance(inspect.getattr_static(holder, name), (staticmethod, classmethod))
    if inspect.isclass(holder) and not bound and not inspect.isclass(value):
        parameters = parameters[1:]  # self
    if inspect.isclass(value) and all(one.kind in _VARIADIC for one in parameters):
        parameters = _with_documented(parameters, "%s\n%s" % (
            inspect.getdoc(value), inspect.getdoc(value.__init__)))
    try:
        return cut(str(inspect.Signature(parameters)), 2000)
    except Exception:  # the repr of a default value
        return ""


def _with_documented(parameters, doc):
    """SQLAlchemy before 2.0 names the keywords of Column and Enum in their documentation only."""
    known = {one.name for one in parameters}
    names = [name.replace("\\", "") for name in re.findall(r"(?m)^:param ([\w\\]+):", doc)]
    names = [name for name in dict.fromkeys(names) if name not in known]
    documented = [inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY) for name in names]
    last = [one for one in parameters if one.kind is inspect.Parameter.VAR_KEYWORD]
    return [one for one in parameters if one not in last] + (documented if last else []) + last


def _first_sentence(value):
    text = " ".join((inspect.getdoc(value) or "").split("\n\n")[0].split())
    text = re.sub(r":[\w:]+:`[~!]?(?:[\w.]*\.)?([^`<]*?)(?: <[^`]*>)?`", r"\1", text).replace("``", "")
    return cut(re.split(r"(?<=[.])\s", text)[0], 300)
