# SPDX-FileCopyrightText: 2026 The Spiritsafe developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""What Python says of the headers of revision files, as JSON on standard output.

    ast_headers.py run FOLDER     executes each .py file: the truth, for files that import nothing
    ast_headers.py read FOLDER    reads each with ast alone: for real histories, below FOLDER

A list of {"file", "error": line or null, "message", NAME: value}; a value is null when the name is
absent, {"items": [...]} when it is known, {"computed": true} when only running the file would tell.
"""
import ast
import contextlib
import io
import json
import os
import re
import sys
import warnings

NAMES = ("revision", "down_revision", "branch_labels", "depends_on")
COMPUTED = object()


def described(value):
    if value is COMPUTED:
        return {"computed": True}
    if value is None:
        return {"items": []}
    if isinstance(value, str):
        return {"items": [value]}
    if isinstance(value, (tuple, list, dict)):
        items = list(value)
    elif isinstance(value, (set, frozenset)):
        items = sorted(value, key=str)
    else:
        return {"bad": True}
    if items == [None]:
        items = []
    return {"items": items} if all(isinstance(item, str) for item in items) else {"bad": True}


def message(doc):
    return re.split("\n\n", doc.strip())[0] if isinstance(doc, str) else ""


def run(data, path):
    module = {"__name__": "revision", "__file__": path}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(compile(data, path, "exec", dont_inherit=True), module)
    result = {name: described(module[name]) if name in module else None for name in NAMES}
    result["message"] = message(module.get("__doc__"))
    return result


class Reader:
    def __init__(self, tree):
        self.known = {}
        for statement in tree.body:
            self.statement(statement)

    def statement(self, node):
        if isinstance(node, ast.Assign):
            value = self.value(node.value)
            for target in node.targets:
                self.assign(target, value)
        elif isinstance(node, ast.AnnAssign):
            if node.value is not None:
                self.assign(node.target, self.value(node.value))
        elif isinstance(node, ast.Delete):
            for target in node.targets:
                self.known.pop(getattr(target, "id", None), None)
        else:
            self.bound(node)

    def assign(self, target, value):
        if isinstance(target, ast.Name):
            self.known[target.id] = value
        elif isinstance(target, (ast.Tuple, ast.List)):
            fits = isinstance(value, (tuple, list)) and len(value) == len(target.elts)
            for i, part in enumerate(target.elts):
                self.assign(part, value[i] if fits else COMPUTED)

    def bound(self, node):
        """Every name that a statement binds otherwise; functions and classes keep theirs."""
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            self.known[node.name] = COMPUTED
            return
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            self.known[node.id] = COMPUTED
        for alias in getattr(node, "names", []):
            if isinstance(alias, ast.alias):
                self.known[(alias.asname or alias.name).split(".")[0]] = COMPUTED
        for child in ast.iter_child_nodes(node):
            self.bound(child)

    def value(self, node):
        if isinstance(node, ast.Constant):
            return node.value
        if isinstance(node, ast.JoinedStr) and all(isinstance(v, ast.Constant) for v in node.values):
            return "".join(v.value for v in node.values)
        if isinstance(node, (ast.Tuple, ast.List, ast.Set)):
            items = [self.value(item) for item in node.elts]
            once = dict.fromkeys(items) if isinstance(node, ast.Set) else items
            return COMPUTED if COMPUTED in items else tuple(once)
        if isinstance(node, ast.Dict) and not node.keys:
            return ()
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            left, right = self.value(node.left), self.value(node.right)
            return left + right if type(left) is type(right) and left is not COMPUTED else COMPUTED
        if isinstance(node, ast.Name):
            return self.known.get(node.id, COMPUTED)
        return COMPUTED


def read(data, path):
    tree = ast.parse(data, path)
    reader = Reader(tree)
    result = {
        name: described(reader.known[name]) if name in reader.known else None for name in NAMES
    }
    if any(isinstance(n, ast.ImportFrom) and n.names[0].name == "*" for n in ast.walk(tree)):
        for name in NAMES[:2]:
            result[name] = result[name] or described(COMPUTED)
    result["message"] = message(reader.known.get("__doc__", ast.get_docstring(tree, clean=False)))
    return result


def main(mode, folder):
    results = []
    for parent, folders, files in os.walk(folder):
        folders.sort()
        for name in sorted(files):
            path = os.path.join(parent, name)
            if not name.endswith(".py") or name.startswith((".#", "__init__")):
                continue
            with open(path, "rb") as file:
                data = file.read()
            try:
                result = (run if mode == "run" else read)(data, path)
                result["error"] = None
            except Exception as error:
                result = {"error": getattr(error, "lineno", None) or 0}
            result["file"] = path
            results.append(result)
    # Lone surrogates are told as escapes, not written.
    json.dump(results, sys.stdout, ensure_ascii=True)


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    main(*sys.argv[1:])
