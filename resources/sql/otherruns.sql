-- SPDX-FileCopyrightText: 2026 The Spiritsafe developers
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Sessions that look like an Alembic run: a lock on the version table stronger than a reader's, or
-- ACCESS EXCLUSIVE on a relation that is not (yet) in pg_class for us. Visible to every role.
-- Parameters: $1 schema of the version table (NULL: by the search_path), $2 its name,
--   $3 pids that are ours (array literal).
-- Columns: pid, user_name, application_name, client, state, query, transaction_ms, is_root.
SELECT a.pid,
       a.usename AS user_name,
       a.application_name,
       COALESCE(pg_catalog.host(a.client_addr), CASE WHEN a.client_port = -1 THEN 'local' END)
           AS client,
       a.state,
       CASE WHEN a.query <> '<insufficient privilege>' THEN a.query END AS query,
       (EXTRACT(epoch FROM pg_catalog.clock_timestamp() - a.xact_start) * 1000)::pg_catalog.int8
           AS transaction_ms,
       true AS is_root
FROM pg_catalog.pg_stat_activity AS a
WHERE a.pid <> pg_catalog.pg_backend_pid()
  AND a.usesysid IS NOT NULL -- autovacuum has no user
  AND a.pid <> ALL ($3::pg_catalog.int4[])
  AND a.pid IN (
      SELECT l.pid
      FROM pg_catalog.pg_locks AS l
      LEFT JOIN pg_catalog.pg_class AS c ON c.oid = l.relation
      LEFT JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
      WHERE l.locktype = 'relation'
        AND l.granted
        AND l.database = (SELECT d.oid FROM pg_catalog.pg_database AS d
                          WHERE d.datname = pg_catalog.current_database())
        AND CASE
                WHEN c.oid IS NULL THEN l.mode = 'AccessExclusiveLock'
                ELSE l.mode <> 'AccessShareLock'
                    AND c.relname = $2::pg_catalog.text
                    AND c.relkind IN ('r', 'p')
                    AND CASE WHEN $1::pg_catalog.text IS NULL
                             THEN pg_catalog.pg_table_is_visible(c.oid)
                             ELSE n.nspname = $1::pg_catalog.text END
            END)
ORDER BY a.xact_start NULLS LAST, a.pid
