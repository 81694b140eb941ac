-- SPDX-FileCopyrightText: 2026 The Spiritsafe developers
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Everybody in a database but us. Autovacuum has no user; the server ends it where it has to.
-- pg_terminate_backend: a superuser's session only by a superuser, others' by members of their role
-- or of pg_signal_backend.
-- Parameters: $1 name of the database.
-- Columns: pid, user_name, application_name, client, state, query, transaction_ms, is_root, started,
--   kind, state_ms, may_end, holds (JSON array; NULL outside the database and without such locks).
SELECT a.pid,
       a.usename AS user_name,
       a.application_name,
       COALESCE(pg_catalog.host(a.client_addr), CASE WHEN a.client_port = -1 THEN 'local' END)
           AS client,
       a.state,
       CASE WHEN a.query <> '<insufficient privilege>' THEN a.query END AS query,
       (EXTRACT(epoch FROM pg_catalog.clock_timestamp() - a.xact_start) * 1000)::pg_catalog.int8
           AS transaction_ms,
       true AS is_root,
       EXTRACT(epoch FROM a.backend_start)::pg_catalog.text AS started,
       a.backend_type AS kind,
       (EXTRACT(epoch FROM pg_catalog.clock_timestamp() - a.state_change) * 1000)::pg_catalog.int8
           AS state_ms,
       (SELECT me.rolsuper
            OR NOT them.rolsuper
               AND (pg_catalog.pg_has_role(them.oid, 'USAGE')
                    OR pg_catalog.pg_has_role('pg_signal_backend', 'USAGE'))
        FROM pg_catalog.pg_roles AS me
        CROSS JOIN pg_catalog.pg_roles AS them
        WHERE me.rolname = current_user AND them.oid = a.usesysid) AS may_end,
       (SELECT pg_catalog.json_agg(held.lock ORDER BY held.lock)
        FROM (SELECT DISTINCT pg_catalog.format('%s on %s', l.mode, l.relation::regclass) AS lock
              FROM pg_catalog.pg_locks AS l
              JOIN pg_catalog.pg_class AS c ON c.oid = l.relation AND c.relkind IN ('r', 'p', 'm')
              JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
                  AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
              WHERE l.pid = a.pid
                AND l.granted
                AND l.mode <> 'AccessShareLock'
                AND l.database = a.datid
                AND a.datname = pg_catalog.current_database()) AS held) AS holds
FROM pg_catalog.pg_stat_activity AS a
WHERE a.datname = $1::pg_catalog.text
  AND a.usesysid IS NOT NULL
  AND a.pid <> pg_catalog.pg_backend_pid()
ORDER BY a.backend_start, a.pid
