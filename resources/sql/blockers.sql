-- SPDX-FileCopyrightText: 2026 The Spiritsafe developers
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The sessions that a backend waits for, and those that these wait for, and so on.
-- pg_blocking_pids also names those who only queue ahead; a prepared transaction is pid 0.
-- Parameters: $1 pid of the backend that waits.
-- Columns: pid, user_name, application_name, client, state, query, transaction_ms, is_root, holds
--   (what it has of that for which $1 waits: "ACCESS SHARE on payments").
WITH RECURSIVE chain (pid) AS (
    SELECT pg_catalog.unnest(pg_catalog.pg_blocking_pids($1::pg_catalog.int4))
    UNION
    SELECT pg_catalog.unnest(pg_catalog.pg_blocking_pids(chain.pid))
    FROM chain
    WHERE chain.pid <> 0
)
SELECT chain.pid,
       a.usename AS user_name,
       a.application_name,
       COALESCE(pg_catalog.host(a.client_addr), CASE WHEN a.client_port = -1 THEN 'local' END)
           AS client,
       a.state,
       CASE WHEN a.query <> '<insufficient privilege>' THEN a.query END AS query,
       (EXTRACT(epoch FROM pg_catalog.clock_timestamp() - a.xact_start) * 1000)::pg_catalog.int8
           AS transaction_ms,
       chain.pid = 0 OR pg_catalog.cardinality(pg_catalog.pg_blocking_pids(chain.pid)) = 0
           AS is_root,
       (SELECT pg_catalog.concat_ws(' on ',
                   pg_catalog.upper(pg_catalog.regexp_replace(pg_catalog.regexp_replace(
                       h.mode, 'Lock$', ''), '([a-z])([A-Z])', '\1 \2', 'g')),
                   h.relation::pg_catalog.regclass::pg_catalog.text)
        FROM pg_catalog.pg_locks AS w
        JOIN pg_catalog.pg_locks AS h
            ON h.locktype = w.locktype
           AND h.database IS NOT DISTINCT FROM w.database
           AND h.relation IS NOT DISTINCT FROM w.relation
           AND h.transactionid IS NOT DISTINCT FROM w.transactionid
        WHERE w.pid = $1::pg_catalog.int4 AND NOT w.granted
          AND h.pid = chain.pid AND h.granted AND w.locktype = 'relation'
        ORDER BY pg_catalog.array_position(ARRAY['AccessShareLock', 'RowShareLock',
                     'RowExclusiveLock', 'ShareUpdateExclusiveLock', 'ShareLock',
                     'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock'],
                     h.mode) DESC
        LIMIT 1) AS holds
FROM chain
LEFT JOIN pg_catalog.pg_stat_activity AS a ON a.pid = chain.pid
WHERE chain.pid <> $1::pg_catalog.int4
ORDER BY is_root DESC, a.xact_start NULLS LAST, chain.pid
