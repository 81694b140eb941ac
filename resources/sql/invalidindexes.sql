-- SPDX-FileCopyrightText: 2026 The Spiritsafe developers
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Broken indexes: what a failed CREATE INDEX CONCURRENTLY leaves. A partitioned index is invalid
-- until all its parts are attached, and not broken; nor is one that is being built right now.
-- Parameters: none. Columns: index_name (schema-qualified).
SELECT pg_catalog.format('%I.%I', n.nspname, c.relname) AS index_name
FROM pg_catalog.pg_index AS i
JOIN pg_catalog.pg_class AS c ON c.oid = i.indexrelid
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE NOT i.indisvalid
  AND c.relkind = 'i'
  AND n.nspname <> 'pg_toast'
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_stat_progress_create_index AS p
                  WHERE p.index_relid = c.oid
                    AND p.datname = pg_catalog.current_database())
ORDER BY n.nspname, c.relname
