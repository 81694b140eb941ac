-- SPDX-FileCopyrightText: 2026 The Spiritsafe developers
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The sizes of the tables that a reset drops, as they are on the disk now. Waits for whoever has
-- locked one of them.
-- Parameters: $1 schemas (text[]), $2 schema and $3 name of the version table.
-- Columns: oid, bytes (with indexes and TOAST), heap_bytes.
SELECT c.oid,
       pg_catalog.pg_total_relation_size(c.oid) AS bytes,
       pg_catalog.pg_relation_size(c.oid) AS heap_bytes
FROM pg_catalog.pg_class AS c
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind = 'r'
  AND (n.nspname = ANY ($1::pg_catalog.text[])
       OR (n.nspname = $2::pg_catalog.text AND c.relname = $3::pg_catalog.text))
