# SPDX-FileCopyrightText: 2026 The Spiritsafe developers
# SPDX-License-Identifier: GPL-3.0-or-later
# Given to the interpreter with -c: reads the helper's modules, a length and a JSON array of
# [name, text], from descriptor 3, so that nothing has to lie on a disk and argv says nothing.
def start():
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
    for name, text in json.loads(read(int(read(8)))):
        module = types.ModuleType("spiritsafe_helper." + name)
        sys.modules[module.__name__] = module
        setattr(package, name, module)
        exec(compile(text, "<%s>" % module.__name__, "exec"), module.__dict__)
    sys.modules["spiritsafe_helper.main"].main(3)


start()
