-- SPDX-FileCopyrightText: 2026 The Spiritsafe developers
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Tables (and partitions) that a reset drops, with what the server last knew of them; no lock is
-- needed for that. rows: -1 means never analyzed.
-- Parameters: $1 schemas (text[]), $2 schema and $3 name of the version table.
-- Columns: oid, identity, owner, rows, bytes (with indexes and TOAST), heap_bytes.
SELECT c.oid,
       (pg_catalog.pg_identify_object('pg_catalog.pg_class'::pg_catalog.regclass, c.oid, 0)).identity,
       pg_catalog.pg_get_userbyid(c.relowner) AS owner,
       c.reltuples::pg_catalog.int8 AS rows,
       (c.relpages::pg_catalog.int8
           + COALESCE((SELECT t.relpages FROM pg_catalog.pg_class AS t
                       WHERE t.oid = c.reltoastrelid), 0)
           + COALESCE((SELECT pg_catalog.sum(i.relpages) FROM pg_catalog.pg_index AS x
                       JOIN pg_catalog.pg_class AS i ON i.oid = x.indexrelid
                       WHERE x.indrelid = c.oid), 0))::pg_catalog.int8
           * pg_catalog.current_setting('block_size')::pg_catalog.int8 AS bytes,
       c.relpages * pg_catalog.current_setting('block_size')::pg_catalog.int8 AS heap_bytes
FROM pg_catalog.pg_class AS c
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind = 'r'
  AND (n.nspname = ANY ($1::pg_catalog.text[])
       OR (n.nspname = $2::pg_catalog.text AND c.relname = $3::pg_catalog.text))
  AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend AS d
                  WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid
                    AND d.deptype = 'e')
ORDER BY c.oid
