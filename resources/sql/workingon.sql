-- SPDX-FileCopyrightText: 2026 The Spiritsafe developers
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Is another session at work on a statement that names this database? The server goes on with a
-- CREATE DATABASE when the program that sent it is dead.
-- Parameters: $1 name. Columns: working.
SELECT pg_catalog.count(*) > 0 AS working
FROM pg_catalog.pg_stat_activity AS a
WHERE a.pid <> pg_catalog.pg_backend_pid()
  AND a.state = 'active'
  AND pg_catalog.strpos(a.query, $1::pg_catalog.text) > 0
