-- SPDX-FileCopyrightText: 2026 The Spiritsafe developers
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What migrations make, each with its definition as PostgreSQL writes it, so that two databases can
-- be compared by name; the order of columns counts for nothing. Members of extensions and system
-- objects are left out, and NOT NULL constraints, which are rows of their own in some versions only.
-- Parameters: $1 the version table's name. Columns: object, definition.
WITH spaces AS (
    SELECT n.oid, n.nspname
    FROM pg_catalog.pg_namespace AS n
    WHERE n.nspname NOT IN ('pg_catalog', 'information_schema')
      AND n.nspname NOT LIKE 'pg\_toast%' AND n.nspname NOT LIKE 'pg\_temp%'
), members AS (
    SELECT d.classid, d.objid FROM pg_catalog.pg_depend AS d WHERE d.deptype = 'e'
), relations AS (
    SELECT c.*, pg_catalog.format('%I.%I', s.nspname, c.relname) AS named
    FROM pg_catalog.pg_class AS c
    JOIN spaces AS s ON s.oid = c.relnamespace
    WHERE c.relname <> $1
      AND NOT EXISTS (SELECT FROM members AS m
                      WHERE m.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND m.objid = c.oid)
)
SELECT CASE r.relkind WHEN 'v' THEN 'view ' WHEN 'm' THEN 'materialized view '
                      WHEN 'f' THEN 'foreign table ' ELSE 'table ' END || r.named AS object,
       pg_catalog.concat_ws(' ', r.relkind, r.relpersistence, r.reloptions,
           r.relrowsecurity, r.relforcerowsecurity, pg_catalog.pg_get_viewdef(r.oid),
           CASE WHEN r.relkind = 'p' THEN pg_catalog.pg_get_partkeydef(r.oid) END,
           pg_catalog.pg_get_expr(r.relpartbound, r.oid),
           pg_catalog.obj_description(r.oid, 'pg_class')) AS definition
FROM relations AS r
WHERE r.relkind IN ('r', 'p', 'v', 'm', 'f')
UNION ALL
SELECT 'column ' || r.named || '.' || pg_catalog.quote_ident(a.attname),
       pg_catalog.concat_ws(' ', pg_catalog.format_type(a.atttypid, a.atttypmod),
           CASE WHEN a.attnotnull THEN 'NOT NULL' END,
           'DEFAULT ' || pg_catalog.pg_get_expr(d.adbin, d.adrelid),
           'identity ' || NULLIF(a.attidentity::pg_catalog.text, ''),
           'generated ' || NULLIF(a.attgenerated::pg_catalog.text, ''),
           'collation ' || l.collname, pg_catalog.col_description(a.attrelid, a.attnum))
FROM relations AS r
JOIN pg_catalog.pg_attribute AS a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN pg_catalog.pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
LEFT JOIN pg_catalog.pg_collation AS l ON l.oid = a.attcollation
WHERE r.relkind IN ('r', 'p', 'v', 'm', 'f', 'c')
UNION ALL
SELECT 'index ' || r.named,
       pg_catalog.pg_get_indexdef(r.oid) || CASE WHEN i.indisvalid THEN '' ELSE ' (invalid)' END
FROM relations AS r
JOIN pg_catalog.pg_index AS i ON i.indexrelid = r.oid
JOIN relations AS t ON t.oid = i.indrelid
UNION ALL
SELECT 'sequence ' || r.named,
       pg_catalog.concat_ws(' ', pg_catalog.format_type(q.seqtypid, NULL), q.seqstart,
           q.seqincrement, q.seqmin, q.seqmax, q.seqcache, q.seqcycle)
FROM relations AS r
JOIN pg_catalog.pg_sequence AS q ON q.seqrelid = r.oid
UNION ALL
SELECT 'constraint ' || pg_catalog.quote_ident(k.conname) || ' on ' || r.named,
       pg_catalog.concat_ws(' ', pg_catalog.pg_get_constraintdef(k.oid),
           CASE WHEN NOT k.convalidated THEN '(not validated)' END)
FROM relations AS r
JOIN pg_catalog.pg_constraint AS k ON k.conrelid = r.oid AND k.contype <> 'n'
UNION ALL
SELECT 'trigger ' || pg_catalog.quote_ident(g.tgname) || ' on ' || r.named,
       pg_catalog.concat_ws(' ', pg_catalog.pg_get_triggerdef(g.oid), g.tgenabled)
FROM relations AS r
JOIN pg_catalog.pg_trigger AS g ON g.tgrelid = r.oid AND NOT g.tgisinternal
UNION ALL
SELECT 'policy ' || pg_catalog.quote_ident(y.polname) || ' on ' || r.named,
       pg_catalog.concat_ws(' ', y.polcmd, y.polpermissive,
           pg_catalog.pg_get_expr(y.polqual, y.polrelid),
           pg_catalog.pg_get_expr(y.polwithcheck, y.polrelid))
FROM relations AS r
JOIN pg_catalog.pg_policy AS y ON y.polrelid = r.oid
UNION ALL
SELECT 'function ' || pg_catalog.format('%I.%I(%s)', s.nspname, p.proname,
           pg_catalog.pg_get_function_identity_arguments(p.oid)),
       pg_catalog.pg_get_functiondef(p.oid)
FROM pg_catalog.pg_proc AS p
JOIN spaces AS s ON s.oid = p.pronamespace
WHERE p.prokind IN ('f', 'p')
  AND NOT EXISTS (SELECT FROM members AS m
                  WHERE m.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND m.objid = p.oid)
UNION ALL
SELECT 'type ' || pg_catalog.format('%I.%I', s.nspname, t.typname),
       pg_catalog.concat_ws(' ', t.typtype,
           (SELECT pg_catalog.string_agg(e.enumlabel, ', ' ORDER BY e.enumsortorder)
            FROM pg_catalog.pg_enum AS e WHERE e.enumtypid = t.oid),
           CASE WHEN t.typtype = 'd' THEN pg_catalog.format_type(t.typbasetype, t.typtypmod) END,
           CASE WHEN t.typnotnull THEN 'NOT NULL' END, t.typdefault,
           (SELECT pg_catalog.string_agg(pg_catalog.pg_get_constraintdef(k.oid), ' ' ORDER BY k.conname)
            FROM pg_catalog.pg_constraint AS k WHERE k.contypid = t.oid AND k.contype <> 'n'))
FROM pg_catalog.pg_type AS t
JOIN spaces AS s ON s.oid = t.typnamespace
WHERE t.typtype IN ('e', 'd', 'r')
  AND NOT EXISTS (SELECT FROM members AS m
                  WHERE m.classid = 'pg_catalog.pg_type'::pg_catalog.regclass AND m.objid = t.oid)
UNION ALL
SELECT 'extension ' || e.extname, e.extversion
FROM pg_catalog.pg_extension AS e
UNION ALL
SELECT 'schema ' || s.nspname, ''
FROM spaces AS s
ORDER BY 1, 2
