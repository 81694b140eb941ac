# SPDX-FileCopyrightText: 2026 The Spiritsafe developers
# SPDX-License-Identifier: GPL-3.0-or-later
# Given to the interpreter with -c: reads the helper's modules, a length and a JSON array of
# [name, text], from descriptor 3, so that nothing has to lie on a disk and argv says nothing.
def start():
    import gc

    gc.disable()  # the imports make no garbage; import_ahead() switches it on
    import importlib
    import importlib.machinery
    import json
    import os
    import sys
    import types

    def read(size):
        data = b""
        while len(data) < size:
            chunk = os.read(3, size - len(data))
            if not chunk:
                os._exit(70)
            data += chunk
        return data

    os.set_inheritable(3, False)
    # The alembic command does not look for modules in the working directory either; a project's
    # own folder "alembic" would hide the library.
    sys.path[:] = [entry for entry in sys.path if entry]
    package = types.ModuleType("spiritsafe_helper")
    package.__path__ = []
    sys.modules[package.__name__] = package
    texts = {"spiritsafe_helper." + name: text for name, text in json.loads(read(int(read(8))))}

    class Modules:
        """Compiles what is imported, and only then."""

        def find_spec(self, name, path=None, target=None):
            return importlib.machinery.ModuleSpec(name, self) if name in texts else None

        def create_module(self, spec):
            return None

        def exec_module(self, module):
            exec(compile(texts[module.__name__], "<%s>" % module.__name__, "exec"), module.__dict__)

    sys.meta_path.insert(0, Modules())
    importlib.import_module(package.__name__ + ".main").main(3)


start()
