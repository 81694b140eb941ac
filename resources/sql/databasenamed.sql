-- SPDX-FileCopyrightText: 2026 The Spiritsafe developers
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- One database by name or by oid.
-- Parameters: $1 name (NULL: any), $2 oid (NULL: any). Columns: name, oid, allows_connections.
SELECT d.datname AS name,
       d.oid::pg_catalog.text AS oid,
       d.datallowconn AS allows_connections
FROM pg_catalog.pg_database AS d
WHERE d.datname = COALESCE($1::pg_catalog.text, d.datname)
  AND d.oid = COALESCE($2::pg_catalog.oid, d.oid)
