-- SPDX-FileCopyrightText: 2026 The Spiritsafe developers
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The tables of this database, the largest first. Rows are the planner's estimate, or the
-- statistics' where it has none yet; counting would read every table.
-- Parameters: none. Columns: name, rows, bytes (with indexes and TOAST), table_count.
SELECT pg_catalog.format('%I.%I', n.nspname, c.relname) AS name,
       CASE WHEN c.reltuples > 0 THEN c.reltuples::pg_catalog.int8
            ELSE pg_catalog.pg_stat_get_live_tuples(c.oid) END AS rows,
       pg_catalog.pg_total_relation_size(c.oid) AS bytes,
       pg_catalog.count(*) OVER () AS table_count
FROM pg_catalog.pg_class AS c
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'm')
  AND n.nspname <> 'information_schema'
  AND n.nspname !~ '^pg_'
ORDER BY bytes DESC, name
LIMIT 200
