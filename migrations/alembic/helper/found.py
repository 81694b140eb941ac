# SPDX-FileCopyrightText: 2026 The Spiritsafe developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""What autogenerate found: each operation with its line of code, and a choice among them."""
import re

from alembic.autogenerate import render, renderers
from alembic.operations import ops

from spiritsafe_helper.errors import Refused

_ON_EXISTING_ROWS = (ops.CreateUniqueConstraintOp, ops.CreateForeignKeyOp, ops.CreateCheckConstraintOp,
                     ops.CreatePrimaryKeyOp)


class RenameColumnOp(ops.AlterColumnOp):
    """An operation of its own, because old versions of Alembic write no new_column_name."""


@renderers.dispatch_for(RenameColumnOp)
def _render_rename(context, op):
    batch = context._has_batch
    arguments = [] if batch else [repr(render._ident(op.table_name))]
    arguments += [repr(render._ident(op.column_name)),
                  "new_column_name=%r" % render._ident(op.modify_name),
                  "existing_type=" + render._repr_type(op.existing_type, context)]
    if op.modify_type is not None:
        arguments.append("type_=" + render._repr_type(op.modify_type, context))
    if op.modify_nullable is not None:
        arguments.append("nullable=%r" % op.modify_nullable)
    elif op.existing_nullable is not None:
        arguments.append("existing_nullable=%r" % op.existing_nullable)
    if op.schema and not batch:
        arguments.append("schema=%r" % op.schema)
    return "%salter_column(%s)" % (
        render._alembic_autogenerate_prefix(context), ", ".join(arguments))


class _Place:
    """An operation where it stands: in the list of a table, or of the whole script."""

    def __init__(self, op, container, downgrade):
        self.op = op
        self.container = container
        self.downgrade = downgrade

    def beside(self, op):
        """The same place, held by another operation."""
        return _Place(op, self.container, self.downgrade)

    def replace(self, op):
        at = next(i for i, other in enumerate(self.container.ops) if other is self.op)
        self.container.ops[at:at + 1] = [op] if op is not None else []


def _places(container, downgrade):
    for op in list(container.ops):
        if isinstance(op, ops.OpContainer):
            yield from _places(op, downgrade)
        else:
            yield _Place(op, container, downgrade)


def _without_empty(container):
    for op in list(container.ops):
        if isinstance(op, ops.OpContainer):
            _without_empty(op)
            if not op.ops:
                container.ops.remove(op)


def _kind(op):
    name = type(op).__name__
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name[:-2] if name.endswith("Op") else name).lower()


def _name(op):
    column = getattr(op, "column", None)
    names = [getattr(column, "name", None)] if column is not None else []
    names += [getattr(op, key, None) for key in ("column_name", "index_name", "constraint_name")]
    return next((str(name) for name in names if name is not None), "")


def _table(op):
    return str(getattr(op, "table_name", None) or getattr(op, "source_table", None) or "")


def _fills_itself(column):
    return column.nullable is not False or column.server_default is not None or any(
        getattr(column, key, None) is not None for key in ("computed", "identity"))


def _risk(op):
    """One word for what may go wrong where the table has rows."""
    if isinstance(op, (ops.DropTableOp, ops.DropColumnOp)):
        return "data_loss"
    if isinstance(op, ops.AddColumnOp):
        return "none" if _fills_itself(op.column) else "fails_with_rows"
    if isinstance(op, ops.AlterColumnOp):
        if op.modify_type is not None:
            return "rewrites"
        return "fails_with_nulls" if op.modify_nullable is False else "none"
    if isinstance(op, ops.CreateIndexOp):
        return "none" if (op.kw or {}).get("postgresql_concurrently") else "blocks_writes"
    return "checks_rows" if isinstance(op, _ON_EXISTING_ROWS) else "none"


class Listing:
    """The operations of a RevisionContext in the order in which the script has them."""

    def __init__(self, revision_context):
        self._context = getattr(revision_context, "_last_autogen_context", None)
        self._scripts = [script for script in revision_context.generated_revisions]
        self.places = [place for script in self._scripts for up, down in zip(
            script.upgrade_ops_list, script.downgrade_ops_list) for place in _places(up, down)]
        self._created = {(place.op.schema, place.op.table_name) for place in self.places
                         if isinstance(place.op, ops.CreateTableOp)}

    def _on_new_table(self, op):
        return (getattr(op, "schema", None), _table(op)) in self._created

    def code(self, place):
        op = place.op
        if isinstance(place.container, ops.ModifyTableOps):
            whole = place.container
            op = ops.ModifyTableOps(whole.table_name, [op], schema=whole.schema)
        return "\n".join(render.render_op(self._context, op)).strip()

    def described(self):
        found = [self._described(index, place) for index, place in enumerate(self.places)]
        for drop, add in self._likely_renames():
            found[drop]["renamed_to"] = add
            found[add]["renamed_from"] = drop
        return found

    def _described(self, index, place):
        op = place.op
        return {"index": index, "kind": _kind(op), "table": _table(op), "name": _name(op),
                "schema": getattr(op, "schema", None) or "", "code": self.code(place),
                "risk": "none" if self._on_new_table(op) else _risk(op),
                "renamed_to": -1, "renamed_from": -1}

    def _likely_renames(self):
        """A column dropped and one of the same type, else of the same sort of type, added."""
        taken = set()
        for same in (True, False):
            for drop, dropped in enumerate(self.places):
                for add, added in enumerate(self.places):
                    if {drop, add} & taken or not self._may_be_rename(dropped, added, same):
                        continue
                    taken |= {drop, add}
                    yield drop, add

    def _may_be_rename(self, dropped, added, same):
        if not _is_pair(dropped.op, added.op):
            return False
        old, new = dropped.op.to_column().type, added.op.column.type
        if old._type_affinity is not new._type_affinity:
            return False
        return not same or self._text(old) == self._text(new)

    def _text(self, type_):
        try:
            return type_.compile(self._context.dialect)
        except Exception:  # a type that cannot be written for this database
            return repr(type_)

    def choose(self, picked, renames):
        """Only these operations stay; each (drop, add) of `renames` becomes one new name."""
        for drop, add in renames:
            self._rename(drop, add, picked)
        gone = {index for pair in renames for index in pair}
        for index, place in enumerate(self.places):
            lost = index not in picked or self._table_is_not_picked(place, picked)
            if index not in gone and lost:
                self._remove(place)
        for script in self._scripts:
            for container in script.upgrade_ops_list + script.downgrade_ops_list:
                _without_empty(container)

    def _table_is_not_picked(self, place, picked):
        if isinstance(place.op, ops.CreateTableOp) or not self._on_new_table(place.op):
            return False
        return not any(index in picked for index, other in enumerate(self.places)
                       if isinstance(other.op, ops.CreateTableOp)
                       and (other.op.schema, other.op.table_name)
                       == (getattr(place.op, "schema", None), _table(place.op)))

    def _remove(self, place):
        back = self._way_back(place)
        place.replace(None)
        if back is not None:
            back.replace(None)

    def _way_back(self, place):
        """What undoes it in the downgrade; none when env.py has put something else there."""
        try:
            text = self.code(place.beside(place.op.reverse()))
        except (NotImplementedError, ValueError):
            return None
        return next((other for other in _places(place.downgrade, None)
                     if self.code(other) == text), None)

    def _rename(self, drop, add, picked):
        both = 0 <= drop < len(self.places) and 0 <= add < len(self.places)
        if not both or not {drop, add} <= picked \
                or not _is_pair(self.places[drop].op, self.places[add].op):
            raise Refused("bad_rename", "Operations %d and %d are no dropped and added column of "
                          "one table. Nothing was written. Choose again." % (drop, add))
        dropped, added = self.places[drop], self.places[add]
        old, new = dropped.op.to_column(), added.op.column
        undropped, unadded = self._way_back(dropped), self._way_back(added)
        dropped.replace(self._renaming(dropped.op, old, new))
        added.replace(None)
        renaming_back = self._renaming(dropped.op, new, old)
        if undropped is None:
            dropped.downgrade.ops.append(renaming_back)
        else:
            undropped.replace(renaming_back)
        if unadded is not None:
            unadded.replace(None)

    def _renaming(self, op, old, new):
        other_type = self._text(old.type) != self._text(new.type)
        other_null = bool(old.nullable) != bool(new.nullable)
        return RenameColumnOp(
            op.table_name, old.name, schema=op.schema, existing_type=old.type,
            existing_nullable=old.nullable, modify_name=new.name,
            modify_type=new.type if other_type else None,
            modify_nullable=new.nullable if other_null else None)


def _is_pair(dropped, added):
    return isinstance(dropped, ops.DropColumnOp) and isinstance(added, ops.AddColumnOp) \
        and (dropped.schema, dropped.table_name) == (added.schema, added.table_name)
