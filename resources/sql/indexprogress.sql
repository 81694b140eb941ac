-- SPDX-FileCopyrightText: 2026 The Spiritsafe developers
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The index that a session builds right now, and how far its present phase is. An index that other
-- sessions cannot see yet has no name here. From PostgreSQL 12.
-- Parameters: $1 pid. Columns: index_name, table_name, phase, percent (NULL: it has no measure).
SELECT i.oid::pg_catalog.regclass::pg_catalog.text AS index_name,
       p.relid::pg_catalog.regclass::pg_catalog.text AS table_name,
       p.phase,
       CASE
           WHEN p.lockers_total > 0 AND p.phase LIKE 'waiting%'
               THEN p.lockers_done * 100 / p.lockers_total
           WHEN p.tuples_total > 0 AND p.phase LIKE '%tuples%'
               THEN p.tuples_done * 100 / p.tuples_total
           WHEN p.blocks_total > 0 THEN p.blocks_done * 100 / p.blocks_total
       END AS percent
FROM pg_catalog.pg_stat_progress_create_index AS p
LEFT JOIN pg_catalog.pg_class AS i ON i.oid = p.index_relid
WHERE p.pid = $1::pg_catalog.int4
