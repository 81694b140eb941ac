-- SPDX-FileCopyrightText: 2026 The Spiritsafe developers
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What stands under the name of the version table; null: nothing. A join with pg_class says the same
-- and takes a new session twice as long, for planning makes it read more of its catalogs.
-- Parameters: $1 the quoted name, with its schema where one is known.
-- Columns: kind ("table", "view" …, never translated; a partitioned table is a table).
SELECT (pg_catalog.pg_identify_object(
    'pg_catalog.pg_class'::pg_catalog.regclass,
    pg_catalog.to_regclass($1::pg_catalog.text),
    0)).type AS kind
