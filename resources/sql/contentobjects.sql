-- SPDX-FileCopyrightText: 2026 The Spiritsafe developers
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What a database holds besides rows, counted by kind with a hash over the identities, so that one
-- that is missing and one that is new do not cancel out. No temporary objects, no system ones, no
-- members of extensions; NOT NULL constraints are rows of pg_constraint in some versions only.
-- Parameters: none. Columns: kind, objects (count), hash.
WITH found AS (
    SELECT 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid AS classid, c.oid AS objid,
           c.relnamespace AS namespace
    FROM pg_catalog.pg_class AS c
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S', 'i', 'I')
    UNION ALL
    SELECT 'pg_catalog.pg_proc'::pg_catalog.regclass, p.oid, p.pronamespace
    FROM pg_catalog.pg_proc AS p
    UNION ALL
    SELECT 'pg_catalog.pg_type'::pg_catalog.regclass, t.oid, t.typnamespace
    FROM pg_catalog.pg_type AS t
    LEFT JOIN pg_catalog.pg_class AS c ON c.oid = t.typrelid
    WHERE t.typtype IN ('e', 'd', 'r') OR (t.typtype = 'c' AND c.relkind = 'c')
    UNION ALL
    SELECT 'pg_catalog.pg_constraint'::pg_catalog.regclass, k.oid, k.connamespace
    FROM pg_catalog.pg_constraint AS k
    WHERE k.contype <> 'n'
    UNION ALL
    SELECT 'pg_catalog.pg_trigger'::pg_catalog.regclass, g.oid, c.relnamespace
    FROM pg_catalog.pg_trigger AS g
    JOIN pg_catalog.pg_class AS c ON c.oid = g.tgrelid
    WHERE NOT g.tgisinternal
    UNION ALL
    SELECT 'pg_catalog.pg_policy'::pg_catalog.regclass, y.oid, c.relnamespace
    FROM pg_catalog.pg_policy AS y
    JOIN pg_catalog.pg_class AS c ON c.oid = y.polrelid
)
SELECT i.type AS kind,
       pg_catalog.count(*) AS objects,
       pg_catalog.sum(pg_catalog.hashtextextended(i.identity, 0)) AS hash
FROM found AS f
JOIN pg_catalog.pg_namespace AS n ON n.oid = f.namespace
CROSS JOIN LATERAL pg_catalog.pg_identify_object(f.classid, f.objid, 0) AS i
WHERE n.nspname NOT IN ('pg_catalog', 'information_schema')
  AND n.nspname NOT LIKE 'pg\_toast%'
  AND n.nspname NOT LIKE 'pg\_temp%'
  AND NOT EXISTS (
      SELECT
      FROM pg_catalog.pg_depend AS d
      WHERE d.classid = f.classid AND d.objid = f.objid AND d.deptype = 'e')
GROUP BY i.type
UNION ALL
SELECT 'extension', pg_catalog.count(*),
       pg_catalog.sum(pg_catalog.hashtextextended(e.extname::pg_catalog.text, 0))
FROM pg_catalog.pg_extension AS e
UNION ALL
SELECT 'large object', pg_catalog.count(*), NULL
FROM pg_catalog.pg_largeobject_metadata AS l
ORDER BY 1
