-- SPDX-FileCopyrightText: 2026 The Spiritsafe developers
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What would make pg_dump fail after minutes, seen beforehand.
-- Parameters: none. Columns: database_bytes, tables (each is locked by pg_dump until its end),
--   max_locks, max_connections, max_prepared, is_superuser, hidden_tables (JSON array: row level
--   security would hide rows of them from this role), unreadable (JSON array: no right to read).
WITH dumped AS (
    SELECT c.oid, c.relkind, n.oid AS namespace,
           pg_catalog.format('%I.%I', n.nspname, c.relname) AS name
    FROM pg_catalog.pg_class AS c
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'S')
      AND c.relpersistence <> 't'
      AND n.nspname NOT IN ('pg_catalog', 'information_schema')
      AND n.nspname NOT LIKE 'pg\_toast%'
      AND NOT EXISTS (
          SELECT
          FROM pg_catalog.pg_depend AS d
          WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
            AND d.objid = c.oid
            AND d.deptype = 'e')
)
SELECT pg_catalog.pg_database_size(pg_catalog.current_database()) AS database_bytes,
       (SELECT pg_catalog.count(*) FROM dumped WHERE relkind <> 'S') AS tables,
       pg_catalog.current_setting('max_locks_per_transaction') AS max_locks,
       pg_catalog.current_setting('max_connections') AS max_connections,
       pg_catalog.current_setting('max_prepared_transactions') AS max_prepared,
       pg_catalog.current_setting('is_superuser') = 'on' AS is_superuser,
       (SELECT pg_catalog.json_agg(name ORDER BY name)
        FROM dumped
        WHERE relkind <> 'S' AND pg_catalog.row_security_active(oid)) AS hidden_tables,
       (SELECT pg_catalog.json_agg(name ORDER BY name)
        FROM dumped
        WHERE NOT (pg_catalog.has_schema_privilege(namespace, 'USAGE')
                   AND CASE WHEN relkind = 'S'
                            THEN pg_catalog.has_sequence_privilege(oid, 'SELECT')
                            ELSE pg_catalog.has_table_privilege(oid, 'SELECT') END)) AS unreadable
