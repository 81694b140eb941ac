-- SPDX-FileCopyrightText: 2026 The Spiritsafe developers
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The tables whose rows a dump holds: no temporary ones, no members of extensions, no views and no
-- partitioned parents, which have no rows of their own; materialized views are filled anew by a
-- restore.
-- Parameters: none. Columns: table_name (quoted, with its schema), column_list and key_list
--   (of the alias t, in the order of their names, since a restored table may have another order;
--   NULL: none), estimated_rows (-1: never counted).
SELECT pg_catalog.format('%I.%I', n.nspname, c.relname) AS table_name,
       (SELECT pg_catalog.string_agg(
                   pg_catalog.format('t.%I', a.attname), ', ' ORDER BY a.attname COLLATE "C")
        FROM pg_catalog.pg_attribute AS a
        WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS column_list,
       (SELECT pg_catalog.string_agg(
                   pg_catalog.format('t.%I', a.attname), ', ' ORDER BY a.attname COLLATE "C")
        FROM pg_catalog.pg_index AS i
        JOIN pg_catalog.pg_attribute AS a
          ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey::pg_catalog.int2[])
        WHERE i.indrelid = c.oid AND i.indisprimary) AS key_list,
       c.reltuples::pg_catalog.int8 AS estimated_rows
FROM pg_catalog.pg_class AS c
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind = 'r'
  AND c.relpersistence <> 't'
  AND n.nspname NOT IN ('pg_catalog', 'information_schema')
  AND n.nspname NOT LIKE 'pg\_toast%'
  AND NOT EXISTS (
      SELECT
      FROM pg_catalog.pg_depend AS d
      WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
        AND d.objid = c.oid
        AND d.deptype = 'e')
ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C"
