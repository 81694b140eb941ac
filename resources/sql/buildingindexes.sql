-- SPDX-FileCopyrightText: 2026 The Spiritsafe developers
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Indexes that a session is building right now: not valid yet, and not broken.
-- Parameters: none. Columns: index_name (as databasefacts.sql names it).
SELECT pg_catalog.format('%I.%I', n.nspname, c.relname) AS index_name
FROM pg_catalog.pg_stat_progress_create_index AS p
JOIN pg_catalog.pg_class AS c ON c.oid = p.index_relid
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE p.datname = pg_catalog.current_database()
