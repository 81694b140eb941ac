-- SPDX-FileCopyrightText: 2026 The Spiritsafe developers
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The rows of Alembic's version table, duplicates kept.
-- Parameters: none; "version_table" is replaced by the quoted, schema-qualified name.
-- Columns: version_num.
SELECT version_num::pg_catalog.text AS version_num
FROM version_table
ORDER BY 1
