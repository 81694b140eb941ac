-- SPDX-FileCopyrightText: 2026 The Spiritsafe developers
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Sessions that wait because of this one: for a relation that it has locked or waits for.
-- pg_blocking_pids is asked only for those, since each call holds up the lock table.
-- Parameters: $1 pid. Columns: sessions, applications (distinct names, one a line).
SELECT pg_catalog.count(*) AS sessions,
       pg_catalog.string_agg(DISTINCT NULLIF(a.application_name, ''), E'\n') AS applications
FROM (
    SELECT DISTINCT w.pid
    FROM pg_catalog.pg_locks AS m
    JOIN pg_catalog.pg_locks AS w
        ON w.locktype = m.locktype
       AND w.database IS NOT DISTINCT FROM m.database
       AND w.relation IS NOT DISTINCT FROM m.relation
       AND w.transactionid IS NOT DISTINCT FROM m.transactionid
    WHERE m.pid = $1::pg_catalog.int4 AND w.pid <> m.pid AND NOT w.granted
) AS waiting
JOIN pg_catalog.pg_stat_activity AS a ON a.pid = waiting.pid
WHERE $1::pg_catalog.int4 = ANY (pg_catalog.pg_blocking_pids(waiting.pid))
