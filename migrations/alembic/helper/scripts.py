# SPDX-FileCopyrightText: 2026 The Spiritsafe developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The revision scripts: compiled ahead, and read as Alembic loads them."""
import contextlib
import importlib.machinery
import importlib.util
import os
import re
import sys

import alembic
from alembic.script import Script, ScriptDirectory
from alembic.util import pyfiles

from spiritsafe_helper.channel import cut

_directory = []  # the ScriptDirectory made last
_added = []  # version locations that the configuration does not name
_prepared = {}  # path as Alembic asks for it -> (stamp, spec, code)


def _stamp(path):
    status = os.stat(path)
    return (status.st_size, status.st_mtime_ns, status.st_ino, status.st_dev)


@contextlib.contextmanager
def _script_directory(config):
    """prepend_sys_path changes sys.path each time; a look ahead must leave it as it was."""
    path = list(sys.path)
    try:
        yield ScriptDirectory.from_config(config)
    finally:
        sys.path[:] = path


def _files(directory):
    recursive = getattr(directory, "recursive_version_locations", False)
    for location in directory._version_locations:
        for folder, _, names in os.walk(str(location)):
            for name in names:
                if name.endswith(".py"):
                    yield os.path.join(folder, name)
            if not recursive:
                break


def _prepare_file(path):
    name = re.sub(r"\W", "_", os.path.basename(path))
    stamp = _stamp(path)
    code = importlib.machinery.SourceFileLoader(name, path).get_code(name)
    if _stamp(path) == stamp:
        _prepared[path] = (stamp, importlib.util.spec_from_file_location(name, path), code)


def prepare(config):
    """Reads and compiles all scripts but executes none: what a script sees when it is executed
    (after env.py) stays exactly as with the alembic command."""
    _prepared.clear()
    with _script_directory(config) as directory:
        for path in _files(directory):
            for spelling in {path, os.path.realpath(path)}:
                with contextlib.suppress(Exception):  # the run itself reports a broken script
                    _prepare_file(spelling)
    return {"prepared": len(_prepared)}


def _load_module_py(module_id, path, _original=pyfiles.load_module_py):
    entry = _prepared.get(os.fspath(path))
    if entry is None or entry[1].name != module_id or entry[0] != _stamp(path):
        return _original(module_id, path)
    module = importlib.util.module_from_spec(entry[1])
    exec(entry[2], module.__dict__)
    return module


def _list_by_name():
    """Before 1.10 Alembic took the scripts as the file system lists them, which is another order on
    each machine. The confirmed plan goes by name, as newer ones do; so must the run."""
    if tuple(int(part) for part in alembic.__version__.split(".")[:2]) >= (1, 10):
        return
    original = Script.__dict__["_list_py_dir"].__func__

    def by_name(cls, directory, path):
        names = original(cls, directory, path)
        return sorted(names, key=lambda name: (name.startswith("__pycache__"), name))

    Script._list_py_dir = classmethod(by_name)


def install():
    pyfiles.load_module_py = _load_module_py
    _list_by_name()
    made = ScriptDirectory.__init__

    def remembered(self, *arguments, **options):
        _directory[:] = [self]
        made(self, *arguments, **options)
        if _added:
            self.version_locations = [str(folder) for folder in self._version_locations] + _added
            self.__dict__.pop("_version_locations", None)  # memoized, of those before

    ScriptDirectory.__init__ = remembered


def add_locations(folders):
    """For every ScriptDirectory that is made from now on."""
    _added[:] = folders


def folders():
    """Of the scripts in use, absolute: where an error's line is looked for."""
    found = []
    for directory in _directory:
        with contextlib.suppress(Exception):  # a script location that does not exist
            found.append(os.path.abspath(os.fspath(directory.dir)))
            found.extend(str(location) for location in directory._version_locations)
    return found


@contextlib.contextmanager
def _broken_scripts():
    """One script that cannot be imported ends Alembic's loading; here it is only noted."""
    broken = []
    name = "_from_filename" if hasattr(Script, "_from_filename") else "_from_path"
    original = Script.__dict__[name]

    def tolerant(cls, directory, *where):
        try:
            return original.__func__(cls, directory, *where)
        except Exception as error:
            path = os.path.join(*[os.fspath(part) for part in where])
            broken.append({"path": os.path.abspath(path), "problem": cut(
                "%s: %s" % (type(error).__name__, error), 1000)})
            return None

    setattr(Script, name, classmethod(tolerant))
    try:
        yield broken
    finally:
        setattr(Script, name, original)


def _texts(value):
    if value is None:
        return []
    return [value] if isinstance(value, str) else [str(item) for item in value]


def _header(script):
    return {
        "id": script.revision,
        "down": _texts(script.down_revision),
        "branch_labels": sorted(_texts(script._orig_branch_labels)),
        "depends_on": _texts(script.dependencies),
        "path": os.path.abspath(os.fspath(script.path)),
        "message": cut(script.doc),
    }


def revisions(config):
    """Each script's header values as Python computed them."""
    with _script_directory(config) as directory, _broken_scripts() as broken:
        found = [_header(script) for script in directory._load_revisions()]
    return {"revisions": found, "broken": broken}
