-- SPDX-FileCopyrightText: 2026 The Spiritsafe developers
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What a session has locked or waits for, what it waits for first, the strongest first; of the
-- locks on one relation only the strongest. Indexes, TOAST and the catalogs are left out, and what
-- other sessions cannot see yet.
-- Parameters: $1 pid. Columns: kind (pg_locks.locktype), mode ("ACCESS EXCLUSIVE"), object, granted.
SELECT s.kind,
       pg_catalog.upper(pg_catalog.regexp_replace(pg_catalog.regexp_replace(
           s.mode, 'Lock$', ''), '([a-z])([A-Z])', '\1 \2', 'g')) AS mode,
       s.object,
       s.granted
FROM (
    SELECT DISTINCT ON (l.locktype, l.relation, l.granted)
           l.locktype AS kind,
           l.mode,
           l.granted,
           l.relation::pg_catalog.regclass::pg_catalog.text AS object,
           pg_catalog.array_position(ARRAY['AccessShareLock', 'RowShareLock', 'RowExclusiveLock',
               'ShareUpdateExclusiveLock', 'ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock',
               'AccessExclusiveLock'], l.mode) AS strength
    FROM pg_catalog.pg_locks AS l
    LEFT JOIN pg_catalog.pg_class AS c ON c.oid = l.relation
    WHERE l.pid = $1::pg_catalog.int4
      AND CASE
          WHEN l.locktype = 'relation' THEN
              l.database = (SELECT d.oid FROM pg_catalog.pg_database AS d
                            WHERE d.datname = pg_catalog.current_database())
              AND c.relkind IN ('r', 'p', 'm', 'v', 'f', 'S')
              AND c.relnamespace <> 'pg_catalog'::pg_catalog.regnamespace
          ELSE NOT l.granted
      END
    ORDER BY l.locktype, l.relation, l.granted, strength DESC
) AS s
ORDER BY s.granted, s.strength DESC NULLS LAST, s.object
LIMIT 100
