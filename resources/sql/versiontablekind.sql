-- SPDX-FileCopyrightText: 2026 The Spiritsafe developers
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What stands under the name of the version table; no row: nothing.
-- Parameters: $1 the quoted name, with its schema where one is known.
-- Columns: relkind.
SELECT relkind
FROM pg_catalog.pg_class
WHERE oid = pg_catalog.to_regclass($1::pg_catalog.text)
