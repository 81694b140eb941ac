-- SPDX-FileCopyrightText: 2026 The Spiritsafe developers
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Who holds the one-writer lock in this database. pg_locks shows the two keys as unsigned.
-- Parameters: $1 class, $2 object.
-- Columns: pid, user_name, application_name, client, state, query, transaction_ms, is_root, since
--   (when its session began, UTC; NULL when hidden), is_us.
SELECT l.pid,
       a.usename AS user_name,
       a.application_name,
       COALESCE(pg_catalog.host(a.client_addr), CASE WHEN a.client_port = -1 THEN 'local' END)
           AS client,
       a.state,
       NULL AS query,
       NULL AS transaction_ms,
       true AS is_root,
       pg_catalog.to_char(a.backend_start AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') AS since,
       l.pid = pg_catalog.pg_backend_pid() AS is_us
FROM pg_catalog.pg_locks AS l
LEFT JOIN pg_catalog.pg_stat_activity AS a ON a.pid = l.pid
WHERE l.locktype = 'advisory'
  AND l.granted
  AND l.objsubid = 2
  AND l.classid = ($1::pg_catalog.int8 & 4294967295)::pg_catalog.oid
  AND l.objid = ($2::pg_catalog.int8 & 4294967295)::pg_catalog.oid
  AND l.database = (SELECT d.oid FROM pg_catalog.pg_database AS d
                    WHERE d.datname = pg_catalog.current_database())
