-- SPDX-FileCopyrightText: 2026 The Spiritsafe developers
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- A table, or a column of it, that is there now. No row: it is not.
-- Parameters: $1 name (quoted, with or without schema), $2 column or NULL.
-- Columns: name (quoted, with its schema), estimated_rows (of the planner; partitions added up; -1:
--   never counted).
SELECT pg_catalog.format('%I.%I', n.nspname, c.relname) AS name,
       CASE
           WHEN c.relkind = 'p' THEN (
               SELECT pg_catalog.sum(GREATEST(p.reltuples, 0))::pg_catalog.int8
               FROM pg_catalog.pg_partition_tree(c.oid) AS t
               JOIN pg_catalog.pg_class AS p ON p.oid = t.relid
               WHERE t.isleaf)
           ELSE c.reltuples::pg_catalog.int8
       END AS estimated_rows
FROM pg_catalog.pg_class AS c
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.oid = pg_catalog.to_regclass($1::pg_catalog.text)
  AND ($2::pg_catalog.text IS NULL OR EXISTS (
      SELECT
      FROM pg_catalog.pg_attribute AS a
      WHERE a.attrelid = c.oid AND a.attname = $2::pg_catalog.name AND NOT a.attisdropped))
