-- SPDX-FileCopyrightText: 2026 The Spiritsafe developers
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What Alembic would stumble over in the version table and around it.
-- Parameters: $1 schema of the version table (NULL: by the search_path), $2 its name.
-- Columns: schema_exists, has_key (a primary key or unique index over version_num alone; NULL
--   without the table), longest (characters that version_num takes; NULL: any), search_path,
--   tables (others than it, in its schema or the current one: JSON array of at most 5 names),
--   table_count.
WITH home AS (
    SELECT COALESCE($1::pg_catalog.text, (
               SELECT n.nspname
               FROM pg_catalog.pg_class AS c
               JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
               WHERE c.relname = $2::pg_catalog.text AND c.relkind IN ('r', 'p')
                 AND pg_catalog.pg_table_is_visible(c.oid)),
               pg_catalog.current_schema()) AS name
), version_table AS (
    SELECT c.oid, a.attnum, a.atttypmod, a.atttypid
    FROM pg_catalog.pg_class AS c
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attname = 'version_num'
    JOIN home ON home.name = n.nspname
    WHERE c.relname = $2::pg_catalog.text AND c.relkind IN ('r', 'p')
), others AS (
    SELECT c.relname
    FROM pg_catalog.pg_class AS c
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    WHERE n.nspname = COALESCE(pg_catalog.current_schema(), (SELECT home.name FROM home))
      AND c.relkind IN ('r', 'p')
      AND c.relname <> $2::pg_catalog.text
      AND NOT EXISTS (
          SELECT FROM pg_catalog.pg_depend AS d
          WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid
            AND d.deptype = 'e')
)
SELECT $1::pg_catalog.text IS NULL
           OR EXISTS (SELECT FROM pg_catalog.pg_namespace AS n WHERE n.nspname = $1::pg_catalog.text)
           AS schema_exists,
       (SELECT EXISTS (
                   SELECT FROM pg_catalog.pg_index AS i
                   WHERE i.indrelid = v.oid AND i.indisunique AND i.indisvalid
                     AND i.indnkeyatts = 1 AND i.indkey[0] = v.attnum AND i.indpred IS NULL)
        FROM version_table AS v) AS has_key,
       (SELECT v.atttypmod - 4
        FROM version_table AS v
        WHERE v.atttypmod > 4 AND v.atttypid IN ('pg_catalog.varchar'::pg_catalog.regtype,
                                                 'pg_catalog.bpchar'::pg_catalog.regtype))
           AS longest,
       pg_catalog.current_setting('search_path') AS search_path,
       (SELECT pg_catalog.json_agg(o.relname ORDER BY o.relname)
        FROM (SELECT others.relname FROM others ORDER BY others.relname LIMIT 5) AS o) AS tables,
       (SELECT pg_catalog.count(*) FROM others) AS table_count
