-- SPDX-FileCopyrightText: 2026 The Spiritsafe developers
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The columns of a table, in their order.
-- Parameters: $1 its schema, $2 its name. Columns: column_name.
SELECT a.attname AS column_name
FROM pg_catalog.pg_attribute AS a
JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE n.nspname = $1::pg_catalog.text
  AND c.relname = $2::pg_catalog.text
  AND a.attnum > 0
  AND NOT a.attisdropped
ORDER BY a.attnum
