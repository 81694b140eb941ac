-- SPDX-FileCopyrightText: 2026 The Spiritsafe developers
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- SQLite: what migrations make, an object and its definition on one line each, with a tab between;
-- how the text of a table was put together by ALTER TABLE counts for nothing. "check" has that
-- text, for its CHECK constraints, which SQLite tells nowhere else.
-- Parameters: none. Column: line.
SELECT 'table ' || m.name || char(9) AS line
FROM sqlite_master AS m
WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'
UNION ALL
SELECT 'column ' || m.name || '.' || c.name || char(9) || upper(c.type)
       || CASE WHEN c."notnull" THEN ' NOT NULL' ELSE '' END
       || coalesce(' DEFAULT ' || c.dflt_value, '')
       || CASE WHEN c.pk > 0 THEN ' PRIMARY KEY ' || c.pk ELSE '' END
       || CASE WHEN c.hidden > 0 THEN ' GENERATED ' || c.hidden ELSE '' END
FROM sqlite_master AS m
CROSS JOIN pragma_table_xinfo(m.name) AS c
WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'
UNION ALL
SELECT 'foreign key of ' || m.name || '.' || f."from" || char(9) || f."table" || '.'
       || coalesce(f."to", '') || ' ' || f.seq || ' ' || f.on_update || ' ' || f.on_delete
FROM sqlite_master AS m
CROSS JOIN pragma_foreign_key_list(m.name) AS f
WHERE m.type = 'table'
UNION ALL
SELECT 'unique or primary key of ' || m.name || char(9) || i.origin || ' '
       || (SELECT group_concat(coalesce(x.name, ''), ', ') FROM pragma_index_info(i.name) AS x)
FROM sqlite_master AS m
CROSS JOIN pragma_index_list(m.name) AS i
WHERE m.type = 'table' AND i.origin <> 'c'
UNION ALL
SELECT 'check ' || m.name || char(9) || replace(replace(m.sql, char(10), ' '), char(9), ' ')
FROM sqlite_master AS m
WHERE m.type = 'table' AND m.sql LIKE '%check%'
UNION ALL
SELECT m.type || ' ' || m.name || char(9) || replace(replace(m.sql, char(10), ' '), char(9), ' ')
FROM sqlite_master AS m
WHERE m.type IN ('index', 'view', 'trigger') AND m.sql IS NOT NULL
ORDER BY 1
