-- SPDX-FileCopyrightText: 2026 The Spiritsafe developers
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What people made in this database: relations, and the columns of tables. Compared before and
-- after a run, it tells what the run left.
-- Parameters: $1 name of the version table, which is left out.
-- Columns: kind ("table", "index", "column" …), name (quoted where needed), parent (the table that
--   an index, an owned sequence or a column belongs to; NULL for others).
WITH relation AS (
    SELECT c.oid, c.relkind, pg_catalog.format('%I.%I', n.nspname, c.relname) AS name
    FROM pg_catalog.pg_class AS c
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    WHERE n.nspname <> 'information_schema'
      AND n.nspname !~ '^pg_'
      AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'i', 'I', 'f')
      AND c.relname <> $1::pg_catalog.text
)
SELECT CASE r.relkind
           WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'f' THEN 'foreign table'
           WHEN 'S' THEN 'sequence' WHEN 'i' THEN 'index' WHEN 'I' THEN 'index' ELSE 'table'
       END AS kind,
       r.name,
       COALESCE(
           (SELECT pg_catalog.format('%I.%I', tn.nspname, t.relname)
            FROM pg_catalog.pg_index AS i
            JOIN pg_catalog.pg_class AS t ON t.oid = i.indrelid
            JOIN pg_catalog.pg_namespace AS tn ON tn.oid = t.relnamespace
            WHERE i.indexrelid = r.oid),
           (SELECT pg_catalog.format('%I.%I', tn.nspname, t.relname)
            FROM pg_catalog.pg_depend AS d
            JOIN pg_catalog.pg_class AS t ON t.oid = d.refobjid
            JOIN pg_catalog.pg_namespace AS tn ON tn.oid = t.relnamespace
            WHERE r.relkind = 'S'
              AND d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
              AND d.objid = r.oid
              AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
              AND d.deptype IN ('a', 'i')
            LIMIT 1)) AS parent
FROM relation AS r
UNION ALL
SELECT 'column', r.name || '.' || pg_catalog.quote_ident(a.attname), r.name
FROM relation AS r
JOIN pg_catalog.pg_attribute AS a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE r.relkind IN ('r', 'p')
ORDER BY 2
